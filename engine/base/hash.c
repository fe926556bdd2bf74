/** SHA-256 of inputs and outputs. */
#include "base/hash.h"

void hash_begin(struct hash *hash)
{
    sha256_init(&hash->state);
}

void hash_add(struct hash *hash, const void *bytes, size_t size)
{
    if (size) {
        sha256_update(&hash->state, size, bytes);
    }
}

void hash_end(struct hash *hash, char text[HASH_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash->state, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    text[HASH_TEXT_SIZE - 1] = '\0';
}
