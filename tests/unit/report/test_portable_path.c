/** Absolute paths do not reach outputs. */
#include "report/portable_path.h"
#include "suite.h"
#include "support.h"

static void paths_are_cut_to_their_last_component(void)
{
    CU_ASSERT_STRING_EQUAL(portable_path("/home/analyst/a.yaml"), "a.yaml");
    CU_ASSERT_STRING_EQUAL(portable_path("../data/a.csv"), "../data/a.csv");
    CU_ASSERT_STRING_EQUAL(portable_path("-"), "-");
    CU_ASSERT_STRING_EQUAL(portable_name("models/a.yaml"), "a.yaml");
    CU_ASSERT_STRING_EQUAL(portable_name("a.yaml"), "a.yaml");
    CU_ASSERT_STRING_EQUAL(portable_name(""), "");
    CU_ASSERT_STRING_EQUAL(portable_path("/srv/runs/july/"), "july/");
    CU_ASSERT_STRING_EQUAL(portable_path("/srv/runs/july//"), "july//");
    CU_ASSERT_STRING_EQUAL(portable_path("/"), "/");
}

static void texts_lose_the_folders_of_their_absolute_paths_only(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"tocsin run models/a.yaml -o out", "tocsin run models/a.yaml -o out"},
        {"tocsin run /home/x/a.yaml -o /tmp/out", "tocsin run a.yaml -o out"},
        {"/usr/bin/tocsin run a.yaml", "tocsin run a.yaml"},
        {"tocsin run '/home/an analyst/a b.yaml' -o out", "tocsin run 'a b.yaml' -o out"},
        {"tocsin run /home/an\\ analyst/a\\ b.yaml -o out", "tocsin run a\\ b.yaml -o out"},
        {"--set file=/srv/x.csv", "--set file=x.csv"},
        {"[/srv/a.csv, \"/srv/b c.csv\", d/e.csv]", "[a.csv, \"b c.csv\", d/e.csv]"},
        {"--fail-if 'change>=10/2'", "--fail-if 'change>=10/2'"},
        {"'/never/closed", "'closed"},
        {"/", ""},
        {"/home/x/", ""},
        {"/a\\", "a\\"},
    };
    struct counted counted;
    counted_begin(&counted);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_buffer buffer = {.context = counted.context};
        portable_text(&buffer, cases[i][0]);
        CU_ASSERT_FALSE(buffer.failed);
        CU_ASSERT_STRING_EQUAL(buffer.bytes ? buffer.bytes : "", cases[i][1]);
        text_buffer_end(&buffer);
    }
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"paths are cut to their last component", paths_are_cut_to_their_last_component},
    {"texts lose the folders of their absolute paths only", texts_lose_the_folders_of_their_absolute_paths_only},
    CU_TEST_INFO_NULL,
};

SUITE(portable_path, tests)
