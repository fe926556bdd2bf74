# One object library per folder of engine/, and the two libraries made of them.

set(TOCSIN_FOLDERS base recipe panel input indicators score analysis model archive pipeline audit report api)
set(TOCSIN_GENERATED_DIR "${CMAKE_BINARY_DIR}/generated")
file(MAKE_DIRECTORY "${TOCSIN_GENERATED_DIR}")

include(tocsin_registry)  # the list of indicator modules, from the files in engine/indicators/

configure_file("${CMAKE_SOURCE_DIR}/engine/base/version.h.in" "${TOCSIN_GENERATED_DIR}/version.h" @ONLY)

set(TOCSIN_OBJECTS "")
set(TOCSIN_OBJECT_LIBRARIES "")
foreach(folder IN LISTS TOCSIN_FOLDERS)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/engine/${folder}/*.c")
  if(folder STREQUAL "indicators")
    list(APPEND sources "${TOCSIN_GENERATED_DIR}/indicator_registry.c")
  endif()
  if(NOT sources)
    continue()
  endif()
  add_library(tocsin_${folder} OBJECT ${sources})
  target_include_directories(tocsin_${folder}
    PUBLIC "${CMAKE_SOURCE_DIR}/engine/include" "${CMAKE_SOURCE_DIR}/engine"
    PRIVATE "${TOCSIN_GENERATED_DIR}")
  target_link_libraries(tocsin_${folder} PUBLIC ${TOCSIN_LIBRARIES})
  list(APPEND TOCSIN_OBJECTS "$<TARGET_OBJECTS:tocsin_${folder}>")
  list(APPEND TOCSIN_OBJECT_LIBRARIES tocsin_${folder})
endforeach()

add_library(tocsin_shared SHARED ${TOCSIN_OBJECTS})
set_target_properties(tocsin_shared PROPERTIES
  OUTPUT_NAME tocsin
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}
  LINK_DEPENDS "${CMAKE_SOURCE_DIR}/engine/api/tocsin.map")
target_include_directories(tocsin_shared PUBLIC
  $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/engine/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(tocsin_shared PRIVATE ${TOCSIN_LIBRARIES})
target_link_options(tocsin_shared PRIVATE
  "LINKER:--version-script=${CMAKE_SOURCE_DIR}/engine/api/tocsin.map" "LINKER:--as-needed")
if(NOT TOCSIN_SANITIZE)
  target_link_options(tocsin_shared PRIVATE "LINKER:--no-undefined")
endif()

# The static library is one relocatable object whose hidden symbols are made local, so that a host that links it
# cannot collide with a name of ours that is not public.
set(static_object "${CMAKE_BINARY_DIR}/tocsin_static.o")
add_custom_command(
  OUTPUT "${static_object}"
  COMMAND "${CMAKE_LINKER}" -r -o "${static_object}" ${TOCSIN_OBJECTS}
  COMMAND "${CMAKE_OBJCOPY}" --localize-hidden "${static_object}"
  DEPENDS ${TOCSIN_OBJECTS} ${TOCSIN_OBJECT_LIBRARIES}
  COMMAND_EXPAND_LISTS VERBATIM)
set_source_files_properties("${static_object}" PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
add_library(tocsin_static STATIC "${static_object}")
set_target_properties(tocsin_static PROPERTIES OUTPUT_NAME tocsin LINKER_LANGUAGE C)
target_include_directories(tocsin_static INTERFACE "${CMAKE_SOURCE_DIR}/engine/include")
target_link_libraries(tocsin_static INTERFACE ${TOCSIN_LIBRARIES})
