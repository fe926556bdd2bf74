# Libraries from Debian. Why each: docs/decisions/.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(LibCSV REQUIRED)
find_package(GSL REQUIRED)
find_package(GLPK REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(MUPARSER REQUIRED IMPORTED_TARGET muparser)

# GSL over its own reference CBLAS: plain C in a fixed order, so that scores do not depend on the machine's processor.
set(TOCSIN_LIBRARIES LibCSV::LibCSV GSL::gsl GSL::gslcblas GLPK::GLPK PkgConfig::YAML PkgConfig::NETTLE
                     PkgConfig::ZLIB PkgConfig::ZSTD PkgConfig::MUPARSER Threads::Threads m)
