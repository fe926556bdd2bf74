# The starter model of `tocsin init`, from the files of engine/cli/starter/, as bytes in a C file.

set(starter_dir "${CMAKE_SOURCE_DIR}/engine/cli/starter")
file(GLOB_RECURSE starter_names CONFIGURE_DEPENDS RELATIVE "${starter_dir}" "${starter_dir}/*")
list(SORT starter_names)
set(arrays "")
set(entries "")
set(number 0)
foreach(name IN LISTS starter_names)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${starter_dir}/${name}")
  file(READ "${starter_dir}/${name}" bytes HEX)
  string(LENGTH "${bytes}" size)
  math(EXPR size "${size} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n    " bytes "${bytes}")
  string(APPEND arrays "static const unsigned char file_${number}[] = {\n    ${bytes}\n};\n")
  string(APPEND entries "    {\"${name}\", file_${number}, ${size}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(CONFIGURE OUTPUT "${TOCSIN_GENERATED_DIR}/starter_files.c" @ONLY CONTENT
"/* Generated from the files of engine/cli/starter/; see engine/cmake/tocsin_starter.cmake. */
#include \"cli/starter.h\"

@arrays@
const struct starter_file starter_files[] = {
@entries@};
const size_t starter_file_count = @number@;
")
