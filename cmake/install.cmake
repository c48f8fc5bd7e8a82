# find_package(dittograph) for those who use the C++ library.
include(CMakePackageConfigHelpers)
set(DITTOGRAPH_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/dittograph)

if(NOT DITTOGRAPH_FETCH_HIGHWAY) # a fetched Highway is linked into the wheel, not installed
  install(TARGETS dittograph EXPORT dittographTargets COMPONENT cpp)
  install(DIRECTORY include/dittograph DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT cpp)
  install(EXPORT dittographTargets NAMESPACE dittograph:: DESTINATION ${DITTOGRAPH_CONFIG_DIR}
          COMPONENT cpp)
  configure_package_config_file(cmake/dittographConfig.cmake.in dittographConfig.cmake
                                INSTALL_DESTINATION ${DITTOGRAPH_CONFIG_DIR})
  write_basic_package_version_file(dittographConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/dittographConfig.cmake
                ${CMAKE_CURRENT_BINARY_DIR}/dittographConfigVersion.cmake
          DESTINATION ${DITTOGRAPH_CONFIG_DIR} COMPONENT cpp)
endif()
