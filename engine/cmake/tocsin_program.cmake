# The program. It sees the public header only and links the shared library, which proves the public API sufficient.

file(GLOB cli_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/engine/cli/*.c")
if(cli_sources)
  include(tocsin_starter)  # the files of `tocsin init`
  add_executable(tocsin ${cli_sources} "${TOCSIN_GENERATED_DIR}/starter_files.c")
  target_include_directories(tocsin PRIVATE "${CMAKE_SOURCE_DIR}/engine")
  target_link_libraries(tocsin PRIVATE tocsin_shared)
  set_target_properties(tocsin PROPERTIES
    BUILD_RPATH "$<TARGET_FILE_DIR:tocsin_shared>"
    INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()
