/** SHA-256 against its published examples. */
#include "base/hash.h"
#include "suite.h"
#include "support.h"
#include <string.h>

static void hash_text(const char *bytes, size_t size, size_t piece, char text[HASH_TEXT_SIZE])
{
    struct hash hash;
    hash_begin(&hash);
    for (size_t at = 0; at < size; at += piece) {
        hash_add(&hash, bytes + at, size - at < piece ? size - at : piece);
    }
    hash_end(&hash, text);
}

/** FIPS 180-2, appendix B, and the hash of nothing. */
static void published_examples(void)
{
    static const char *const examples[][2] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        char text[HASH_TEXT_SIZE];
        memset(text, 'x', sizeof text);
        hash_text(examples[i][0], strlen(examples[i][0]), 7, text);
        CU_ASSERT_STRING_EQUAL(text, examples[i][1]);
    }
}

static void pieces_do_not_matter(void)
{
    static char bytes[10007];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * i % 251);
    }
    char whole[HASH_TEXT_SIZE];
    hash_text(bytes, sizeof bytes, sizeof bytes, whole);
    static const size_t pieces[] = {1, 63, 64, 65, 4096};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char text[HASH_TEXT_SIZE];
        hash_text(bytes, sizeof bytes, pieces[i], text);
        CU_ASSERT_STRING_EQUAL(text, whole);
    }
    bytes[5000] ^= 1;
    char other[HASH_TEXT_SIZE];
    hash_text(bytes, sizeof bytes, 64, other);
    CU_ASSERT_STRING_NOT_EQUAL(other, whole);
}

static CU_TestInfo tests[] = {
    {"published examples", published_examples}, {"pieces do not matter", pieces_do_not_matter}, CU_TEST_INFO_NULL};
SUITE(hash, tests)
