# Gives the target hwy::hwy: the system's Highway, or a pinned one for those who build wheels.
if(DITTOGRAPH_FETCH_HIGHWAY)
  include(FetchContent)
  set(HWY_ENABLE_TESTS OFF CACHE INTERNAL "")
  set(HWY_ENABLE_EXAMPLES OFF CACHE INTERNAL "")
  set(HWY_ENABLE_CONTRIB OFF CACHE INTERNAL "")
  set(HWY_ENABLE_INSTALL OFF CACHE INTERNAL "")
  set(HWY_FORCE_STATIC_LIBS ON CACHE INTERNAL "")
  FetchContent_Declare(
    highway
    URL https://github.com/google/highway/releases/download/1.2.0/highway-1.2.0.tar.gz
    URL_HASH SHA256=58e9d5d41d6573ad15245ad76aec53a69499ca7480c092d899c4424812ed906f
    DOWNLOAD_EXTRACT_TIMESTAMP ON)
  FetchContent_MakeAvailable(highway)
  if(NOT TARGET hwy::hwy)
    add_library(hwy::hwy ALIAS hwy)
  endif()
  set_target_properties(hwy PROPERTIES POSITION_INDEPENDENT_CODE ON)
else()
  find_package(hwy 1.0.3 CONFIG REQUIRED)
endif()
