/** `--set PATH=VALUE`: finds the place that a path names and puts the value there. */
#include "base/number.h"
#include "base/text.h"
#include "model/document.h"
#include "model/yaml_events.h"
#include <string.h>

/** A walk along a path. */
struct walk {
    struct workspace *workspace;
    const char *path;
    size_t position;            /* of the step to be taken, in the path */
    struct location at;         /* "--set PATH" */
    struct document_node *node; /* where the steps so far lead */
};

/** One step: a key of a mapping or the position of an item in a list. */
struct step {
    bool is_item;
    int64_t item;
    const char *key;
    size_t end; /* position in the path behind the step and the '.' that follows it */
    bool last;
};

static void refuse_path(struct walk *walk, const char *what)
{
    workspace_fault(walk->workspace, DIAGNOSTIC_MODEL_OVERRIDE_PATH, walk->at,
                    "write it like 'index.children[0].weight'", "%s", what);
}

/** The part of the path walked so far, for messages; the root is "the model". */
static const char *walked(const struct walk *walk, char shown[WORKSPACE_SHOWN_SIZE])
{
    size_t length = walk->position;
    while (length > 0 && walk->path[length - 1] == '.') {
        length--;
    }
    if (length == 0) {
        return "the model";
    }
    char text[WORKSPACE_SHOWN_SIZE + 1];
    size_t copied = length < sizeof text ? length : sizeof text - 1;
    memcpy(text, walk->path, copied);
    text[copied] = '\0';
    return workspace_shorten(shown, text);
}

/** Where the step that ends at `end` leaves the walk: behind a '.', before a '[' or at the end. */
static bool end_step(struct walk *walk, struct step *step, size_t end)
{
    const char *path = walk->path;
    step->last = path[end] == '\0';
    step->end = end + (path[end] == '.');
    if (path[end] != '\0' && path[end] != '.' && path[end] != '[') {
        refuse_path(walk, "the path has something between ']' and the next key");
        return false;
    }
    if (path[end] == '.' && (path[end + 1] == '\0' || path[end + 1] == '.' || path[end + 1] == '[')) {
        refuse_path(walk, "the path has a '.' that no key follows");
        return false;
    }
    return true;
}

static bool read_item_step(struct walk *walk, struct step *step)
{
    const char *begin = walk->path + walk->position + 1;
    const char *close = strchr(begin, ']');
    step->is_item = true;
    if (!close || !number_parse_integer(begin, (size_t)(close - begin), &step->item) || begin[0] == ' ' ||
        step->item < 0) {
        refuse_path(walk, "the path has a '[' that is not followed by a position and ']'");
        return false;
    }
    return end_step(walk, step, (size_t)(close - walk->path) + 1);
}

/** Ids may hold dots: the longest key that is there wins; else the step goes to the next '.' or '['. */
static size_t key_length(const struct walk *walk)
{
    const char *rest = walk->path + walk->position;
    size_t longest = 0;
    for (size_t i = 0; walk->node->kind == DOCUMENT_MAPPING && i < walk->node->count; i++) {
        const char *key = walk->node->entries[i].key;
        size_t length = strlen(key);
        if (length > longest && strncmp(rest, key, length) == 0 && strchr(".[", rest[length])) {
            longest = length; /* strchr finds the NUL at the end too */
        }
    }
    return longest > 0 ? longest : strcspn(rest, ".[");
}

static bool read_key_step(struct walk *walk, struct step *step)
{
    size_t length = key_length(walk);
    if (length == 0) {
        refuse_path(walk, walk->path[0] == '\0' ? "the path is empty" : "the path has a '.' that no key follows");
        return false;
    }
    step->is_item = false;
    step->key = workspace_copy(walk->workspace, walk->path + walk->position, length);
    return step->key && end_step(walk, step, walk->position + length);
}

static bool read_step(struct walk *walk, struct step *step)
{
    return walk->path[walk->position] == '[' ? read_item_step(walk, step) : read_key_step(walk, step);
}

/** The slot that holds item `step->item` of a list. */
static struct document_node **find_item(struct walk *walk, const struct step *step)
{
    struct document_node *node = walk->node;
    char shown[WORKSPACE_SHOWN_SIZE];
    if (node->kind != DOCUMENT_SEQUENCE) {
        workspace_fault(walk->workspace, DIAGNOSTIC_MODEL_OVERRIDE_THROUGH, walk->at,
                        node->kind == DOCUMENT_MAPPING ? "name one of its keys instead" : NULL,
                        "'%s' is not a list: it has no item [%lld]", walked(walk, shown), (long long)step->item);
        return NULL;
    }
    if ((uint64_t)step->item >= node->count) {
        workspace_fault(walk->workspace, DIAGNOSTIC_MODEL_OVERRIDE_ITEM, walk->at, "items are counted from 0",
                        "'%s' has %zu items: there is no item [%lld]", walked(walk, shown), node->count,
                        (long long)step->item);
        return NULL;
    }
    return &node->items[step->item];
}

/** A key that is walked through and is not there is made, unless it looks like a slip of the pen. */
static bool may_create(struct walk *walk, const struct step *step)
{
    const struct document_node *node = walk->node;
    const char *hint =
        step->last ? NULL
                   : workspace_suggest(walk->workspace, step->key, node->entries, node->count, sizeof *node->entries);
    if (!hint) {
        return true;
    }
    char shown[WORKSPACE_SHOWN_SIZE];
    workspace_fault(walk->workspace, DIAGNOSTIC_MODEL_OVERRIDE_UNKNOWN, walk->at, hint, "there is no '%s' in '%s'",
                    step->key, walked(walk, shown));
    return false;
}

/** The slot that holds the value of a key, made if it is not there. */
static struct document_node **find_key(struct walk *walk, const struct step *step)
{
    struct document_node *node = walk->node;
    if (document_is_empty(node)) {
        node->kind = DOCUMENT_MAPPING;
        node->text = NULL;
    }
    if (node->kind != DOCUMENT_MAPPING) {
        char shown[WORKSPACE_SHOWN_SIZE];
        workspace_fault(walk->workspace, DIAGNOSTIC_MODEL_OVERRIDE_THROUGH, walk->at,
                        node->kind == DOCUMENT_SEQUENCE ? "name an item by its position, as in 'children[0]'" : NULL,
                        "'%s' is not a mapping: it has no key '%s'", walked(walk, shown), step->key);
        return NULL;
    }
    struct document_entry *entry = document_entry_find(node, step->key);
    if (!entry) {
        if (!may_create(walk, step)) {
            return NULL;
        }
        struct document_node *created = document_create(walk->workspace, DOCUMENT_MAPPING, walk->at);
        if (!created || !document_add_entry(walk->workspace, node, step->key, walk->at, created)) {
            return NULL;
        }
        entry = &node->entries[node->count - 1];
    }
    if (step->last) {
        entry->at = walk->at;
    }
    return &entry->value;
}

void document_override(struct workspace *workspace, struct document_node *root, const char *path, const char *value)
{
    const char *file = workspace_hint(workspace, "--set %s", path);
    file = file ? workspace_text(workspace, file) : NULL; /* places in the model keep it */
    if (!file) {
        return;
    }
    /* Standard input: to YAML it would be a list of one item that is empty, which no key takes. */
    const char *text = text_equal(value, "-") ? "'-'" : value;
    struct yaml_input input = {
        .place = {file, 1, 1}, .bytes = text, .size = strlen(text), .size_limit = YAML_SIZE_LIMIT};
    struct document_node *node = NULL;
    if (!yaml_read(workspace, &input, &node)) {
        return;
    }
    struct walk walk = {workspace, path, 0, {file, 0, 0}, root};
    struct step step = {.last = false};
    struct document_node **slot = NULL;
    while (!step.last) {
        slot = read_step(&walk, &step) ? (step.is_item ? find_item(&walk, &step) : find_key(&walk, &step)) : NULL;
        if (!slot || (*slot)->kind == DOCUMENT_BROKEN) {
            return;
        }
        walk.node = *slot;
        walk.position = step.end;
    }
    *slot = node;
}

bool document_path_begins(const char *path, const char *key)
{
    size_t length = strlen(key);
    return strncmp(path, key, length) == 0 && strchr(".[", path[length]);
}
