# What `cmake --install` puts where.

install(TARGETS tocsin_shared tocsin_static
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
if(TARGET tocsin)
  install(TARGETS tocsin RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(FILES "${CMAKE_SOURCE_DIR}/engine/include/tocsin/tocsin.h"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tocsin")
install(DIRECTORY "${CMAKE_SOURCE_DIR}/models" "${CMAKE_SOURCE_DIR}/data"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/tocsin")
