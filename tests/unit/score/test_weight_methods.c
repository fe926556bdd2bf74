/** Each method of weighting that gives one weight a child, by hand, and all it has to say. Numbers: 40-digit
 * arithmetic.
 */
#include "weight_setting.h"

enum { REGIONS = 5, CHILDREN = 3 };
static const double DATA[REGIONS * CHILDREN] = {12.385, 57.91, 83.07, 31.6, 44.2, 20.5, 77.77, 3.125,
                                                64.9,   50.01, 91.3,  35.5, 8.4,  66.6, 71.2};

/** Begins with DATA and resolves; the fixture is to be ended. */
static tocsin_status resolve(struct fixture *fixture, const double *values, size_t regions, size_t children,
                             const struct weighting *weighting, struct index_weights *weights)
{
    weight_begin_matrix(fixture, values, regions, children, weighting);
    return weight_find(fixture, FIXTURE_SCALE, weights);
}

static void check_weights(const struct weighting *weighting, const double *expected)
{
    struct fixture fixture;
    struct index_weights weights;
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, DATA, REGIONS, CHILDREN, weighting, &weights), TOCSIN_OK);
    for (size_t k = 0; k < CHILDREN; k++) {
        CU_ASSERT_TRUE(close_to(weights.node[k + 1], expected[k], 3e-15));
        CU_ASSERT_PTR_NULL(weights.cell[k + 1]);
    }
    CU_ASSERT_EQUAL(weights.node[0], 1);
    CU_ASSERT_EQUAL(weights.outcome[0].method, weighting->method);
    CU_ASSERT_EQUAL(weights.outcome[0].cells, REGIONS);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

static void test_by_hand(void)
{
    static const double entropy[] = {0.456014334799284386, 0.36827728221884041, 0.175708382981875204};
    static const double critic[] = {0.346357334330160667, 0.379323908742560234, 0.274318756927279099};
    static const double automatic[] = {0.293142050990221622, 0.325609266913898464, 0.381248682095879914};
    static const double one[] = {0.532687151039403306, 0.442370782846120105, 0.0249420661144765889};
    static const double unturned[] = {0.341504924391224263, 0.283603237761550641, 0.374891837847225096};
    check_weights(&(struct weighting){.method = WEIGHT_ENTROPY}, entropy);
    check_weights(&(struct weighting){.method = WEIGHT_CRITIC}, critic);
    struct weighting factors = {.method = WEIGHT_PCA, .form = PCA_FACTORS, .rotation = ROTATION_VARIMAX};
    check_weights(&factors, automatic);
    factors.components = 2;
    check_weights(&factors, automatic);
    factors.components = 1;
    check_weights(&factors, one);
    factors.components = 2;
    factors.rotation = ROTATION_NONE;
    check_weights(&factors, unturned);
}

static void test_first_component(void)
{
    struct fixture fixture;
    struct index_weights weights;
    const struct weighting first = {.method = WEIGHT_PCA, .form = PCA_FIRST};
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, DATA, REGIONS, CHILDREN, &first, &weights), TOCSIN_OK);
    CU_ASSERT_EQUAL(weights.node[1], 0);
    CU_ASSERT_TRUE(close_to(weights.node[2], 0.665109602130445945, 3e-15));
    CU_ASSERT_TRUE(close_to(weights.node[3], 0.157930573716670164, 3e-15));
    CU_ASSERT_EQUAL(weights.outcome[0].negative, 1);
    CU_ASSERT_EQUAL(weights.outcome[0].components, 1);
    CU_ASSERT_TRUE(weights.outcome[0].eigenvalue.given && weights.outcome[0].explained.given);
    CU_ASSERT_TRUE(close_to(weights.outcome[0].eigenvalue.value, 1.5478058678241387, 3e-15));
    CU_ASSERT_TRUE(close_to(weights.outcome[0].explained.value, 0.5159352892747129, 3e-15));
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4057, 23, 7));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4057, "'a' runs against the other children"));
    fixture_end(&fixture);
}

/** Comparisons of 3; n of 1 and 2 are consistent whatever they say. */
static void test_comparisons(void)
{
    static const double three[] = {1, 2, 4, 0.5, 1, 3, 0.25, 1.0 / 3, 1};
    static const double two[] = {1, 7, 1.0 / 7, 1};
    static const double one[] = {1};
    static const double expected[] = {0.55842454309479727, 0.319618263935975643, 0.121957192969227087};
    struct fixture fixture;
    struct index_weights weights;
    struct weighting comparisons = {.method = WEIGHT_AHP, .matrix = three, .matrix_size = 3};
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, DATA, REGIONS, 3, &comparisons, &weights), TOCSIN_OK);
    for (size_t k = 0; k < 3; k++) {
        CU_ASSERT_TRUE(close_to(weights.node[k + 1], expected[k], 1e-15));
    }
    CU_ASSERT_TRUE(close_to(weights.outcome[0].eigenvalue.value, 3.01829470728963072, 1e-15));
    CU_ASSERT_TRUE(close_to(weights.outcome[0].consistency_index.value, 0.00914735364481536035, 1e-15));
    CU_ASSERT_TRUE(close_to(weights.outcome[0].consistency_ratio.value, 0.00914735364481536035 / 0.58, 1e-15));
    fixture_end(&fixture);
    comparisons.matrix = two;
    comparisons.matrix_size = 2;
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, DATA, REGIONS, 2, &comparisons, &weights), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(weights.node[1], 0.875, 1e-15));
    CU_ASSERT_TRUE(weights.outcome[0].consistency_ratio.given && weights.outcome[0].consistency_ratio.value == 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
    comparisons.matrix = one;
    comparisons.matrix_size = 1;
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, DATA, REGIONS, 1, &comparisons, &weights), TOCSIN_OK);
    CU_ASSERT_EQUAL(weights.node[1], 1);
    fixture_end(&fixture);
}

/** Ratios of given weights are consistent and give the weights back, however far apart. */
static void test_consistent_comparisons(void)
{
    uint64_t state = 11;
    for (size_t round = 0; round < 100; round++) {
        size_t count = 3 + round % 6;
        double wanted[8];
        double matrix[64];
        double sum = 0;
        for (size_t i = 0; i < count; i++) {
            wanted[i] = pow(10, 6 * fixture_random(&state) - 3);
            sum += wanted[i];
        }
        for (size_t i = 0; i < count * count; i++) {
            matrix[i] = wanted[i / count] / wanted[i % count];
        }
        struct fixture fixture;
        struct index_weights weights;
        struct weighting comparisons = {.method = WEIGHT_AHP, .matrix = matrix, .matrix_size = count};
        fixture_begin(&fixture, 1, count, 1);
        weight_flat_tree(&fixture, weight_ids, &comparisons);
        CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
        for (size_t i = 0; i < count; i++) {
            CU_ASSERT_TRUE(fabs(weights.node[i + 1] - wanted[i] / sum) <= 2e-15 * wanted[i] / sum);
        }
        CU_ASSERT_TRUE(weights.outcome[0].consistency_ratio.value <= 1e-14);
        fixture_end(&fixture);
    }
}

/** Above 0.1, and the three that are worst by name: c to a is 5 though a to b is 3 and b to c is 5. */
static void test_inconsistent_comparisons(void)
{
    static const double matrix[] = {1, 3, 0.2, 2, 1.0 / 3, 1, 5, 1.5, 5, 0.2, 1, 0.7, 0.5, 1 / 1.5, 1 / 0.7, 1};
    static const double expected[] = {0.254329471442980793, 0.325422995446747883, 0.277342372423813139,
                                      0.142905160686458185};
    struct fixture fixture;
    struct index_weights weights;
    const struct weighting comparisons = {.method = WEIGHT_AHP, .matrix = matrix, .matrix_size = 4};
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, DATA, 3, 4, &comparisons, &weights), TOCSIN_OK);
    for (size_t k = 0; k < 4; k++) {
        CU_ASSERT_TRUE(close_to(weights.node[k + 1], expected[k], 1e-15));
    }
    CU_ASSERT_TRUE(close_to(weights.outcome[0].consistency_ratio.value, 0.726825411047325015 / 0.9, 2e-15));
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4055, 23, 7));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4055, "ratio is 0.808, above 0.1"));
    CU_ASSERT_TRUE(
        diagnosed(fixture.counted.context, 4055, "'a' to 'b' is 3 and 'b' to 'c' is 5, but 'a' to 'c' is 0.2"));
    fixture_end(&fixture);
}

/** Sixteen children: no random index is published. And a matrix that is not there is a fault of the engine. */
static void test_comparisons_without_ratio(void)
{
    double matrix[256];
    char names[16][4];
    const char *ids[16];
    struct fixture fixture;
    struct index_weights weights;
    for (size_t i = 0; i < 256; i++) {
        matrix[i] = (double)(1 + i / 16) / (double)(1 + i % 16);
    }
    for (size_t i = 0; i < 16; i++) {
        snprintf(names[i], sizeof names[i], "i%zu", i);
        ids[i] = names[i];
    }
    struct weighting comparisons = {.method = WEIGHT_AHP, .matrix = matrix, .matrix_size = 16};
    fixture_begin(&fixture, 1, 16, 2);
    weight_flat_tree(&fixture, ids, &comparisons);
    CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(weights.node[16], 16.0 / 136, 1e-15));
    CU_ASSERT_FALSE(weights.outcome[0].consistency_ratio.given);
    CU_ASSERT_TRUE(weights.outcome[0].consistency_index.given);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4056, 23, 7));
    fixture.nodes[0].weights.matrix_size = 15;
    CU_ASSERT_EQUAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_ERROR_INTERNAL);
    fixture_end(&fixture);
}

struct fault {
    struct weighting weighting;
    size_t regions, children;
    const double *values;
    int code;
    const char *words;
};

static void check_fault(const struct fault *fault, tocsin_status expected)
{
    struct fixture fixture;
    struct index_weights weights = {0};
    CU_ASSERT_EQUAL(resolve(&fixture, fault->values, fault->regions, fault->children, &fault->weighting, &weights),
                    expected);
    CU_ASSERT_PTR_NULL(weights.node);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, fault->code, 23, 7));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, fault->code, fault->words));
    fixture_end(&fixture);
}

static void test_too_few_cells(void)
{
    static const double gaps[] = {12.385,      57.91, 83.07, 31.6,        44.2, 20.5, 77.77, 3.125,
                                  (double)NAN, 50.01, 91.3,  (double)NAN, 8.4,  66.6, 71.2};
    static const double none[] = {1.5, (double)NAN, 2.5, (double)NAN, 3.5, (double)NAN, 4.5, (double)NAN};
    const struct fault cases[] = {
        {{.method = WEIGHT_PCA}, 5, 3, gaps, 4050, "need 4 cells"},
        {{.method = WEIGHT_PCA}, 5, 3, gaps, 4050, "there are 3 of 5; 'c' has the fewest values, 3"},
        {{.method = WEIGHT_PCA}, 2, 2, DATA, 4050, "need 3 cells"},
        {{.method = WEIGHT_CRITIC}, 2, 3, DATA, 4050, "weights 'critic' of node 'risk' need 3 cells"},
        {{.method = WEIGHT_ENTROPY}, 1, 3, DATA, 4050, "there are 1 of 1"},
        {{.method = WEIGHT_ENTROPY}, 4, 2, none, 4050, "there are 0 of 4; 'b' has the fewest values, 0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_fault(&cases[i], TOCSIN_ERROR_DATA);
    }
}

/** Only complete cells count: a gap takes its region out for all children. */
static void test_gaps(void)
{
    static const double gaps[] = {12.385, 57.91, 83.07, 31.6,  44.2, 20.5, (double)NAN, 3e4,  1e5,
                                  77.77,  3.125, 64.9,  50.01, 91.3, 35.5, 8.4,         66.6, 71.2};
    static const enum weight_method methods[] = {WEIGHT_PCA, WEIGHT_CRITIC, WEIGHT_ENTROPY};
    for (size_t i = 0; i < 3; i++) {
        struct fixture whole;
        struct fixture gappy;
        struct index_weights expected;
        struct index_weights weights;
        const struct weighting weighting = {.method = methods[i]};
        CU_ASSERT_EQUAL_FATAL(resolve(&whole, DATA, REGIONS, CHILDREN, &weighting, &expected), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(resolve(&gappy, gaps, REGIONS + 1, CHILDREN, &weighting, &weights), TOCSIN_OK);
        CU_ASSERT_EQUAL(memcmp(expected.node, weights.node, 4 * sizeof(double)), 0);
        CU_ASSERT_EQUAL(weights.outcome[0].cells, REGIONS);
        fixture_end(&whole);
        fixture_end(&gappy);
    }
}

static void test_constant_child(void)
{
    static const double one[] = {12.385, 7, 83.07, 31.6, 7, 20.5, 77.77, 7, 64.9, 50.01, 7, 35.5, 8.4, 7, 71.2};
    static const double two[] = {0, 7, 83.07, 0, 7, 20.5, 0, 7, 64.9, 0, 7, 35.5};
    static const double all[] = {1, 7, 1, 7, 1, 7, 1, 7};
    static const enum weight_method methods[] = {WEIGHT_ENTROPY, WEIGHT_CRITIC};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        struct index_weights weights;
        const struct weighting weighting = {.method = methods[i]};
        CU_ASSERT_EQUAL_FATAL(resolve(&fixture, one, 5, 3, &weighting, &weights), TOCSIN_OK);
        CU_ASSERT_EQUAL(weights.node[2], 0);
        CU_ASSERT_TRUE(weights.node[1] > 0 && close_to(weights.node[1] + weights.node[3], 1, 1e-15));
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4051, 23, 7));
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4051, "'b' never varies in the 5 cells, and weighs 0"));
        fixture_end(&fixture);
        CU_ASSERT_EQUAL_FATAL(resolve(&fixture, two, 4, 3, &weighting, &weights), TOCSIN_OK);
        CU_ASSERT_TRUE(weights.node[1] == 0 && weights.node[2] == 0 && weights.node[3] == 1);
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4051, "'a' and 'b' never vary"));
        fixture_end(&fixture);
        check_fault(&(struct fault){weighting, 4, 2, all, 4053, "no child varies"}, TOCSIN_ERROR_DATA);
    }
    check_fault(&(struct fault){{.method = WEIGHT_PCA}, 5, 3, one, 4052, "but 'b' never varies in the 5 cells"},
                TOCSIN_ERROR_DATA);
    check_fault(&(struct fault){{.method = WEIGHT_PCA}, 4, 3, two, 4052, "'a' and 'b' never vary"}, TOCSIN_ERROR_DATA);
}

static void test_negative_values(void)
{
    static const double values[] = {12.385, 57.91, 31.6, -44.2, 77.77, 3.125, -50.01, 91.3};
    check_fault(
        &(struct fault){
            {.method = WEIGHT_ENTROPY}, 4, 2, values, 4054, "2 are below, first -50.01 for 'r3' in 2001, of child 'a'"},
        TOCSIN_ERROR_DATA);
    struct fixture fixture;
    struct index_weights weights;
    const struct weighting critic = {.method = WEIGHT_CRITIC};
    CU_ASSERT_EQUAL(resolve(&fixture, values, 4, 2, &critic, &weights), TOCSIN_OK);
    fixture_end(&fixture);
}

/** Children that rise and fall together are not in conflict: what is left of 1 - r is rounding. */
static void test_no_conflict(void)
{
    double values[2 * 6];
    for (size_t i = 0; i < 6; i++) {
        values[2 * i] = DATA[i];
        values[2 * i + 1] = 0.3 * DATA[i] + 11.7;
    }
    check_fault(&(struct fault){{.method = WEIGHT_CRITIC}, 6, 2, values, 4053, "rise and fall together"},
                TOCSIN_ERROR_DATA);
}

/** Where the components are anybody's choice. */
static void test_undetermined(void)
{
    static const double square[] = {0, 0, 0, 1, 1, 0, 1, 1}; /* uncorrelated */
    static const double cube[] = {0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1};
    static const double against[] = {1, 4, 2, 3.5, 3, 2, 4, 1.5};
    struct weighting factors = {.method = WEIGHT_PCA, .form = PCA_FACTORS, .rotation = ROTATION_VARIMAX};
    check_fault(&(struct fault){{.method = WEIGHT_PCA}, 4, 2, square, 4058, "eigenvalues are equal"},
                TOCSIN_ERROR_DATA);
    check_fault(&(struct fault){{.method = WEIGHT_PCA}, 4, 2, against, 4058, "one half of the children"},
                TOCSIN_ERROR_DATA);
    check_fault(&(struct fault){factors, 4, 2, square, 4058, "no component has an eigenvalue above 1"},
                TOCSIN_ERROR_DATA);
    factors.components = 2;
    check_fault(&(struct fault){factors, 8, 3, cube, 4058, "the last component taken and the first one left out"},
                TOCSIN_ERROR_DATA);
    factors.rotation = ROTATION_NONE;
    factors.components = 3;
    check_fault(&(struct fault){factors, 8, 3, cube, 4058, "without a rotation"}, TOCSIN_ERROR_DATA);
    factors.components = 4;
    check_fault(&(struct fault){factors, 8, 3, cube, 9002, "fewer than 4 components"}, TOCSIN_ERROR_INTERNAL);
}

/** All components, by varimax, of uncorrelated children: each is its own factor. */
static void test_uncorrelated_factors(void)
{
    static const double cube[] = {0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1};
    struct fixture fixture;
    struct index_weights weights;
    const struct weighting factors = {
        .method = WEIGHT_PCA, .form = PCA_FACTORS, .components = 3, .rotation = ROTATION_VARIMAX};
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, cube, 8, 3, &factors, &weights), TOCSIN_OK);
    for (size_t k = 0; k < 3; k++) {
        CU_ASSERT_TRUE(close_to(weights.node[k + 1], 1.0 / 3, 1e-15));
    }
    CU_ASSERT_EQUAL(weights.outcome[0].explained.value, 1);
    fixture_end(&fixture);
}

/** A child that hardly varies beside its size keeps its digits: 1 - e by the formula as written would lose all but
 * four. */
static void test_entropy_digits(void)
{
    static const double values[] = {1e6 + 1, 1e6 + 1, 1e6 + 2, 1e6 + 4, 1e6 + 3, 1e6 + 9};
    struct fixture fixture;
    struct index_weights weights;
    const struct weighting entropy = {.method = WEIGHT_ENTROPY};
    CU_ASSERT_EQUAL_FATAL(resolve(&fixture, values, 3, 2, &entropy, &weights), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(weights.node[1], 0.057692615260926077, 1e-12));
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"by hand", test_by_hand},
    {"the first component", test_first_component},
    {"comparisons", test_comparisons},
    {"consistent comparisons", test_consistent_comparisons},
    {"inconsistent comparisons", test_inconsistent_comparisons},
    {"comparisons without a ratio", test_comparisons_without_ratio},
    {"too few cells", test_too_few_cells},
    {"cells with gaps", test_gaps},
    {"children that never vary", test_constant_child},
    {"values below zero", test_negative_values},
    {"children that agree", test_no_conflict},
    {"components that are anybody's choice", test_undetermined},
    {"uncorrelated factors", test_uncorrelated_factors},
    {"entropy of what hardly varies", test_entropy_digits},
    CU_TEST_INFO_NULL,
};
SUITE(weight_methods, tests)
