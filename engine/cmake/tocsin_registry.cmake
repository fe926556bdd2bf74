# The registry of indicator modules: every file of engine/indicators/ that defines `const struct indicator_module
# indicator_NAME` for its own file name is in it, in name order. No list is edited by hand.

file(GLOB indicator_files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/engine/indicators"
     "${CMAKE_SOURCE_DIR}/engine/indicators/*.c")
list(SORT indicator_files)
set(declarations "")
set(entries "")
foreach(file IN LISTS indicator_files)
  string(REGEX REPLACE "\\.c$" "" name "${file}")
  file(STRINGS "${CMAKE_SOURCE_DIR}/engine/indicators/${file}" definition
       REGEX "^const struct indicator_module indicator_${name} = ")
  if(definition)
    string(APPEND declarations "extern const struct indicator_module indicator_${name};\n")
    string(APPEND entries "    &indicator_${name},\n")
  endif()
endforeach()
file(CONFIGURE OUTPUT "${TOCSIN_GENERATED_DIR}/indicator_registry.c" @ONLY CONTENT
"/* Generated from the files of engine/indicators/; see engine/cmake/tocsin_registry.cmake. */
#include \"indicators/registry.h\"

@declarations@
const struct indicator_module *const indicator_registry[] = {
@entries@    NULL,
};
")
