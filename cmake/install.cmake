# find_package(dittograph) for those who use the C++ library.
include(CMakePackageConfigHelpers)
set(DITTOGRAPH_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/dittograph)

# What is fetched is linked into the wheel, not installed.
if(NOT DITTOGRAPH_FETCH_HIGHWAY AND NOT DITTOGRAPH_FETCH_JPEG)
  install(TARGETS dittograph EXPORT dittographTargets COMPONENT cpp)
  install(DIRECTORY include/dittograph DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT cpp)
  install(EXPORT dittographTargets NAMESPACE dittograph:: DESTINATION ${DITTOGRAPH_CONFIG_DIR}
          COMPONENT cpp)
  if(DITTOGRAPH_JPEG) # a component of its own, as it needs a package of its own
    install(TARGETS dittograph_jpeg EXPORT dittographJpegTargets COMPONENT cpp)
    install(EXPORT dittographJpegTargets NAMESPACE dittograph::
            DESTINATION ${DITTOGRAPH_CONFIG_DIR} COMPONENT cpp)
  endif()
  configure_package_config_file(cmake/dittographConfig.cmake.in dittographConfig.cmake
                                INSTALL_DESTINATION ${DITTOGRAPH_CONFIG_DIR})
  write_basic_package_version_file(dittographConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/dittographConfig.cmake
                ${CMAKE_CURRENT_BINARY_DIR}/dittographConfigVersion.cmake
          DESTINATION ${DITTOGRAPH_CONFIG_DIR} COMPONENT cpp)
endif()
