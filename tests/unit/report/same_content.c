/** Compares a page with a JSON document, number by number and text by text. */
#include "report/same_content.h"
#include "rendering.h"
#include <math.h>

enum { MOST_NUMBERS = 4096, HASH_SHOWN = 12, KEY_SIZE = 64 };

/** A number of a page, with the decimals and the power of ten that it was written with. */
struct shown {
    double value;
    double half_step; /* of its last digit */
    const char *at;
    int length;
};

struct shown_list {
    struct shown numbers[MOST_NUMBERS];
    size_t count;
};

/** Values that JSON alone has: what they say is not said in words or numbers on a page. */
static bool is_silent(const char *key)
{
    static const char *const silent[] = {"schema", "status", "direction", "frequency", "in_index", "other_in_index"};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        if (strcmp(key, silent[i]) == 0) {
            return true;
        }
    }
    return false;
}

static struct shown read_shown(const char *at)
{
    struct shown shown = {.at = at};
    char *end;
    shown.value = fabs(strtod(at, &end));
    end -= end[-1] == '.'; /* of a sentence */
    shown.length = (int)(end - at);
    int decimals = 0;
    int power = 0;
    const char *point = memchr(at, '.', (size_t)shown.length);
    if (point) {
        decimals = (int)strspn(point + 1, "0123456789");
    }
    for (const char *byte = at; byte < end; byte++) {
        power = *byte == 'e' ? atoi(byte + 1) : power;
    }
    shown.half_step = 0.5000001 * pow(10, power - decimals);
    return shown;
}

static void list_shown(const char *page, struct shown_list *list)
{
    list->count = 0;
    for (const char *at = page; *at;) {
        if (!isdigit((unsigned char)*at) || (at > page && isalpha((unsigned char)at[-1]))) { /* sha256 */
            at++;
            continue;
        }
        CU_ASSERT_FATAL(list->count < MOST_NUMBERS);
        list->numbers[list->count] = read_shown(at);
        at += list->numbers[list->count++].length;
    }
}

static bool is_shown(const struct shown_list *list, double value)
{
    const double as[] = {fabs(value), 100 * fabs(value)};
    for (size_t i = 0; i < list->count; i++) {
        const struct shown *shown = &list->numbers[i];
        for (size_t k = 0; k < 2; k++) {
            /* what eight significant digits, or five of a large number, leave of it */
            double step = fmax(shown->half_step, as[k] * (shown->length >= 8 ? 5.1e-8 : 0));
            if (fabs(shown->value - as[k]) <= step &&
                (shown->half_step < 0.4 || as[k] == floor(as[k]) || k == 1 || as[k] > 1e4)) {
                return true;
            }
        }
    }
    return false;
}

/** Without blanks, and with what a page cannot show as it shows it. */
static char *squeeze(const char *text, size_t length)
{
    char *made = malloc(length + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    char *end = made;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\' && (text[i + 1] == 'n' || text[i + 1] == '"')) {
            i++;
            if (text[i] == 'n') {
                continue;
            }
        }
        if (!strchr(" \n", text[i])) {
            *end++ = text[i];
        }
    }
    *end = '\0';
    return made;
}

static bool text_is_shown(const char *squeezed_page, const char *key, const char *text, size_t length)
{
    char *squeezed = squeeze(text, length);
    if (strcmp(key, "sha256") == 0 && length > HASH_SHOWN) {
        squeezed[HASH_SHOWN] = '\0';
    }
    bool found = strstr(squeezed_page, squeezed) != NULL;
    free(squeezed);
    return found;
}

/** What the JSON has, walked through once. */
struct walk {
    const char *squeezed_page;
    const struct shown_list *shown;
    double values[MOST_NUMBERS];
    size_t value_count;
    char *texts; /* all of them, blanks apart */
    bool same;
};

static void check_number(struct walk *walk, const char *key, const char *at)
{
    double value = strtod(at, NULL);
    CU_ASSERT_FATAL(walk->value_count < MOST_NUMBERS);
    walk->values[walk->value_count++] = value;
    if (!is_silent(key) && !is_shown(walk->shown, value)) {
        fprintf(stderr, "the page does not have \"%s\": %.20s\n", key, at);
        walk->same = false;
    }
}

static void check_text(struct walk *walk, const char *key, const char *at, size_t length)
{
    if (!is_silent(key) && !text_is_shown(walk->squeezed_page, key, at, length)) {
        fprintf(stderr, "the page does not have \"%s\": \"%.*s\"\n", key, (int)length, at);
        walk->same = false;
    }
    char *squeezed = squeeze(at, length);
    size_t size = (walk->texts ? strlen(walk->texts) : 0) + strlen(squeezed) + 2;
    char *grown = malloc(size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(grown);
    snprintf(grown, size, "%s %s", walk->texts ? walk->texts : "", squeezed);
    free(walk->texts);
    free(squeezed);
    walk->texts = grown;
}

static void walk_json(struct walk *walk, const char *json)
{
    char key[KEY_SIZE] = "";
    for (const char *at = json; *at;) {
        if (*at == '"') {
            const char *end = json_string(at);
            CU_ASSERT_PTR_NOT_NULL_FATAL(end);
            if (*end == ':') {
                snprintf(key, sizeof key, "%.*s", (int)(end - at - 2), at + 1);
            } else {
                check_text(walk, key, at + 1, (size_t)(end - at - 2));
            }
            at = end;
        } else if (isdigit((unsigned char)*at) || *at == '-') {
            check_number(walk, key, at);
            at = json_numeral(at);
        } else {
            at++;
        }
    }
}

/** A number of the page that no number of the JSON is, once rounded, and that stands in none of its texts. */
static bool is_made_up(const struct walk *walk, const struct shown *shown)
{
    for (size_t i = 0; i < walk->value_count; i++) {
        double value = fabs(walk->values[i]);
        if (fabs(shown->value - value) <= fmax(shown->half_step, value * 5.1e-8) ||
            fabs(shown->value - 100 * value) <= shown->half_step) {
            return false;
        }
    }
    char digits[KEY_SIZE];
    snprintf(digits, sizeof digits, "%.*s", shown->length, shown->at);
    return !strstr(walk->texts, digits);
}

/** What a page says of itself: how numbers are rounded, how many orders there are. */
static bool is_about_the_page(const char *at)
{
    return strncmp(at, "4 decimals here", 15) == 0 || strncmp(at, "256 orders", 10) == 0;
}

bool same_content(const char *page, const char *json)
{
    static struct shown_list shown;
    static struct walk walk;
    char *squeezed_page = squeeze(page, strlen(page));
    list_shown(page, &shown);
    walk = (struct walk){.squeezed_page = squeezed_page, .shown = &shown, .same = true};
    walk_json(&walk, json);
    for (size_t i = 0; i < shown.count; i++) {
        const struct shown *number = &shown.numbers[i];
        if (!is_about_the_page(number->at) && is_made_up(&walk, number)) {
            fprintf(stderr, "the JSON does not have %.*s\n", number->length, number->at);
            walk.same = false;
        }
    }
    free(squeezed_page);
    free(walk.texts);
    return walk.same;
}
