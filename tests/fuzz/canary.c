/** A fuzz target that refuses an input with a '!' in it: proof that a broken law is seen. */
#include "target.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    require(size == 0 || !memchr(bytes, '!', size), "there is no '!'");
    return 0;
}
