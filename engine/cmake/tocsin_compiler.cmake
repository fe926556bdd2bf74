# Language level, warnings and instrumentation, for every target of the project.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_compile_definitions(_GNU_SOURCE)
add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes)
# The same score on every build: no contraction into fused multiply-add, no value-changing optimisation.
add_compile_options(-ffp-contract=off -fno-math-errno)
# Messages and tests name files as they are in the tree, not as they lie on the builder's disk.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

if(TOCSIN_WERROR)
  add_compile_options(-Werror)
endif()

if(TOCSIN_SANITIZE)
  add_compile_options(-fsanitize=${TOCSIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TOCSIN_SANITIZE})
endif()

if(TOCSIN_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
