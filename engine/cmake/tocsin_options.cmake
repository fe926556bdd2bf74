# What a builder may choose. Presets in CMakePresets.json set these for us.

option(TOCSIN_TESTS "Build the tests" ON)
option(TOCSIN_WERROR "Treat compiler warnings as errors (on in our builds)" OFF)
option(TOCSIN_COVERAGE "Count executed lines and branches" OFF)
option(TOCSIN_FUZZ "Build the libFuzzer programs (clang only)" OFF)
set(TOCSIN_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
