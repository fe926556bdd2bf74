/** Which tocsin this is, and what it was built with. */
#include "version.h"
#include <tocsin/tocsin.h>

const char *tocsin_version(void)
{
    return TOCSIN_VERSION;
}

const char *tocsin_build_information(void)
{
    return "tocsin " TOCSIN_VERSION "\n" TOCSIN_BUILD_LIBRARIES;
}
