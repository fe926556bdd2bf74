/** How the children of a node are weighted, as far as it can be said without knowing them. */
#include "base/text.h"
#include "model/keys.h"
#include <math.h>

/** How far from 1 the product of two comparisons of the same children may be, rounding apart: 0.33 will do for 1/3. */
static const double reciprocal_tolerance = 0.01 + 1e-12;

/** What is read of a matrix of comparisons. */
struct matrix {
    struct named_value named; /* the whole of it */
    size_t size;
    double *entries; /* [row][column] */
};

static const struct document_node *matrix_node(const struct matrix *matrix, size_t row, size_t column)
{
    return matrix->named.node->items[row]->items[column];
}

/** False, with a fault, unless every row is a list of as many entries as there are rows. */
static bool check_shape(const struct matrix *matrix)
{
    bool square = true;
    for (size_t row = 0; row < matrix->size; row++) {
        struct named_value named = matrix->named;
        named.node = matrix->named.node->items[row];
        if (!value_expect(&named, DOCUMENT_SEQUENCE)) {
            square = false;
        } else if (named.node->count != matrix->size) {
            char words[PLACE_WORDS_SIZE];
            workspace_fault(named.workspace, DIAGNOSTIC_MODEL_MATRIX, named.node->at, NULL,
                            "'matrix' in %s must be square: row %zu of %zu has %zu entries",
                            place_words(words, named.place), row + 1, matrix->size, named.node->count);
            square = false;
        }
    }
    return square;
}

static bool read_entries(struct matrix *matrix)
{
    bool good = true;
    for (size_t row = 0; row < matrix->size; row++) {
        for (size_t column = 0; column < matrix->size; column++) {
            struct named_value entry = matrix->named;
            entry.node = matrix_node(matrix, row, column);
            good &= value_ratio(&entry, &matrix->entries[row * matrix->size + column]);
        }
    }
    return good;
}

/** A child is as important as itself, and a is 1/x times as important as b if b is x times as important as a. */
static void check_comparisons(const struct matrix *matrix)
{
    char words[PLACE_WORDS_SIZE];
    place_words(words, matrix->named.place);
    for (size_t row = 0; row < matrix->size; row++) {
        for (size_t column = 0; column <= row; column++) {
            const struct document_node *node = matrix_node(matrix, row, column);
            double one = matrix->entries[row * matrix->size + column];
            double other = matrix->entries[column * matrix->size + row];
            if (row == column && one != 1) {
                workspace_fault(matrix->named.workspace, DIAGNOSTIC_MODEL_MATRIX, node->at, NULL,
                                "the diagonal of 'matrix' in %s must be 1, found '%s'", words, node->text);
            } else if (row != column && !(fabs(one * other - 1) <= reciprocal_tolerance)) {
                workspace_fault(matrix->named.workspace, DIAGNOSTIC_MODEL_MATRIX, node->at, NULL,
                                "'matrix' in %s must be reciprocal: '%s' in row %zu, column %zu, but '%s' in row %zu, "
                                "column %zu",
                                words, node->text, row + 1, column + 1, matrix_node(matrix, column, row)->text,
                                column + 1, row + 1);
            }
        }
    }
}

static void read_matrix(struct reader *reader, struct weights_keys *keys, const struct place *place)
{
    struct matrix matrix = {.named = {reader->workspace, place, "matrix", keys->matrix}};
    if (!keys->matrix || !value_expect(&matrix.named, DOCUMENT_SEQUENCE)) {
        return;
    }
    matrix.size = keys->matrix->count;
    if (!check_shape(&matrix)) {
        return;
    }
    matrix.entries = workspace_allocate(reader->workspace, matrix.size, matrix.size * sizeof *matrix.entries);
    if (matrix.entries && read_entries(&matrix)) {
        check_comparisons(&matrix);
        keys->weighting.matrix = matrix.entries;
        keys->weighting.matrix_size = matrix.size;
    }
}

/** What only the form with factors has. */
static void check_components(struct reader *reader, const struct document_node *node, const struct place *place,
                             const struct weighting *weighting)
{
    static const char *const of_factors[] = {"components", "rotation"};
    for (size_t i = 0; i < sizeof of_factors / sizeof of_factors[0] && weighting->form == PCA_FIRST; i++) {
        const struct document_entry *entry = document_entry_find(node, of_factors[i]);
        const struct document_node *form = document_find(node, "form");
        bool is_first = !form || (form->kind == DOCUMENT_SCALAR && text_equal(form->text, pca_form_names[PCA_FIRST]));
        if (entry && is_first) {
            char words[PLACE_WORDS_SIZE];
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PARAMETER, entry->at, "write 'form: factors'",
                            "'%s' in %s is not a parameter of form 'first'; it belongs to 'factors'", entry->key,
                            place_words(words, place));
        }
    }
}

static void check_shares(struct reader *reader, const struct document_node *node, const struct place *place,
                         const struct weighting *weighting)
{
    const struct document_node *most = document_find(node, "max_share");
    if (weighting->min_share.given && weighting->max_share.given &&
        weighting->min_share.value > weighting->max_share.value) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_BOUNDS, most->at, NULL,
                        "'min_share' in %s must not be above 'max_share', found '%s' and '%s'",
                        place_words(words, place), document_find(node, "min_share")->text, most->text);
    }
}

void reader_set_weights(struct reader *reader, const struct schema_value *value, void *target)
{
    struct node_keys *node = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct weights_keys keys = {.matrix = NULL};
    schema_initialise(SCHEMA_WEIGHTS, &keys);
    if (!schema_read_method(reader, SCHEMA_WEIGHTS, value->node, value->row->key, value->place, &keys)) {
        return;
    }
    read_matrix(reader, &keys, &place);
    if (keys.weighting.method == WEIGHT_PCA) {
        check_components(reader, value->node, &place, &keys.weighting);
    }
    check_shares(reader, value->node, &place, &keys.weighting);
    keys.weighting.at = value->node->at;
    node->node.weights = keys.weighting;
    node->weights = value->node;
}
