/** SHA-256 (nettle), of inputs and outputs for the manifest. */
#ifndef TOCSIN_BASE_HASH_H
#define TOCSIN_BASE_HASH_H

#include <nettle/sha2.h>
#include <stddef.h>

enum { HASH_TEXT_SIZE = 65 };

struct hash {
    struct sha256_ctx state;
};

void hash_begin(struct hash *hash);
void hash_add(struct hash *hash, const void *bytes, size_t size);
/** Lower-case hexadecimal. */
void hash_end(struct hash *hash, char text[HASH_TEXT_SIZE]);

#endif
