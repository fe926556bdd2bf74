/** Reads what a summary may speak of: regions, indicators, levels, sources and periods, with their names. */
#include "facts.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

char *facts_shown(const char *text)
{
    char *made = malloc(strlen(text) + 1);
    size_t length = 0;
    for (; made && *text; text++) {
        bool blank = strchr(" \t\n\r", *text) != NULL;
        if (!blank || (length > 0 && made[length - 1] != ' ')) {
            made[length++] = blank ? ' ' : (unsigned char)*text < 0x20 || *text == 0x7F ? '?' : *text;
        }
    }
    if (made) {
        made[length] = '\0';
    }
    return made;
}

static void add_name(struct facts *facts, enum fact_kind kind, size_t position, size_t owner, const char *text)
{
    if (!text || !text[0]) {
        return;
    }
    facts->names = realloc(facts->names, (facts->name_count + 1) * sizeof *facts->names);
    if (!facts->names) {
        abort();
    }
    facts->names[facts->name_count++] =
        (struct fact_name){.kind = kind, .position = position, .owner = owner, .text = facts_shown(text)};
}

/** A period as the summary says it, with and without its year. */
static void add_date(struct facts *facts, const char *iso)
{
    char text[64];
    int year = atoi(iso);
    int month = strlen(iso) >= 7 ? atoi(iso + 5) : 0;
    int day = strlen(iso) >= 10 ? atoi(iso + 8) : 0;
    if (strlen(iso) >= 7 && iso[5] == 'Q') {
        snprintf(text, sizeof text, "%s %d", iso + 5, year);
    } else if (strlen(iso) >= 7 && iso[5] == 'W') {
        snprintf(text, sizeof text, "week %d of %d", atoi(iso + 6), year);
    } else if (day > 0 && month >= 1 && month <= 12) {
        snprintf(text, sizeof text, "%d %s %d", day, months[month - 1], year);
    } else if (month >= 1 && month <= 12) {
        snprintf(text, sizeof text, "%s %d", months[month - 1], year);
    } else {
        snprintf(text, sizeof text, "%d", year);
    }
    add_name(facts, FACT_DATE, 0, 0, text);
    snprintf(facts->names[facts->name_count - 1].period, sizeof facts->names->period, "%s", iso);
    char *last = strrchr(text, ' ');
    if (last) {
        char *of = strstr(text, " of ");
        *(of ? of : last) = '\0';
        add_name(facts, FACT_DATE, 0, 0, text);
    }
}

/** The period before one, as ISO 8601; only what is needed when it has no row of its own. */
static void add_before(struct facts *facts, const char *iso)
{
    char text[40];
    int year = atoi(iso);
    int part = strlen(iso) >= 7 ? atoi(iso + 5 + (iso[5] == 'Q' || iso[5] == 'W')) : 0;
    if (strlen(iso) == 4) {
        snprintf(text, sizeof text, "%d", year - 1);
    } else if (iso[5] == 'Q') {
        snprintf(text, sizeof text, "%d-Q%d", part > 1 ? year : year - 1, part > 1 ? part - 1 : 4);
    } else if (iso[5] == 'W' || strlen(iso) > 7) {
        return;
    } else {
        snprintf(text, sizeof text, "%d-%02d", part > 1 ? year : year - 1, part > 1 ? part - 1 : 12);
    }
    add_date(facts, text);
}

/** Keeps the header and the rows of a period. */
static void keep_period(struct facts_table *table, const char *period)
{
    size_t kept = 1;
    for (size_t row = 1; row < table->rows; row++) {
        char **cells = table->cells + row * table->columns;
        bool wanted = strcmp(facts_cell(table, row, "period"), period) == 0;
        for (size_t i = 0; i < table->columns; i++) {
            if (wanted) {
                table->cells[kept * table->columns + i] = cells[i];
            } else {
                free(cells[i]);
            }
        }
        kept += wanted;
    }
    table->rows = kept;
}

static bool load_table(struct facts_table *table, const char *folder, const char *name, bool needed)
{
    char *text = facts_read(folder, name);
    bool loaded = text ? facts_table_read(table, text) : !needed;
    if (!loaded) {
        fprintf(stderr, "%s/%s is missing or no table\n", folder, name);
    }
    free(text);
    return loaded;
}

static bool load_json(struct facts_json *json, const char *folder, const char *name)
{
    char *text = facts_read(folder, name);
    bool loaded = text && facts_json_read(json, text, "scores");
    if (!loaded) {
        fprintf(stderr, "%s/%s is missing or no JSON\n", folder, name);
    }
    free(text);
    return loaded;
}

static void name_regions(struct facts *facts)
{
    const struct facts_table *scores = &facts->scores;
    const char *before = "";
    facts->period = facts_cell(scores, scores->rows - 1, "period");
    for (size_t row = 1; row < scores->rows; row++) {
        const char *period = facts_cell(scores, row, "period");
        if (strcmp(period, before) != 0) {
            add_date(facts, period);
        }
        before = period;
        if (strcmp(period, facts->period) != 0) {
            facts->first_row = row + 1;
            continue;
        }
        add_name(facts, FACT_REGION, facts->regions++, 0, facts_cell(scores, row, "name"));
        add_name(facts, FACT_LABEL, 0, 0, facts_cell(scores, row, "region"));
    }
    facts->first_row = facts->first_row ? facts->first_row : 1;
    size_t count = facts->name_count;
    add_before(facts, facts->period);
    facts->before = facts->name_count > count ? count : SIZE_MAX;
    add_before(facts, facts_cell(scores, 1, "period"));
    add_name(facts, FACT_LABEL, 0, 0, facts->period);
}

static void name_model(struct facts *facts)
{
    const struct facts_json *result = &facts->result;
    static const char *const labels[] = {"model.title", "model.id", "model.version", "model.file", "engine.version"};
    for (; facts_json_value(result, "indicators.%zu.id", facts->titles); facts->titles++) {
        add_name(facts, FACT_TITLE, facts->titles, 0, facts_json_value(result, "indicators.%zu.title", facts->titles));
    }
    for (; facts_json_value(result, "levels.%zu.id", facts->levels); facts->levels++) {
        add_name(facts, FACT_LEVEL, facts->levels, 0, facts_json_value(result, "levels.%zu.id", facts->levels));
    }
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const char *text = facts_json_value(&facts->manifest, "%s", labels[i]);
        const char *slash = text ? strrchr(text, '/') : NULL;
        add_name(facts, FACT_LABEL, 0, 0, slash ? slash + 1 : text);
    }
    for (size_t i = 0; i < 2; i++) {
        const char *end = facts_json_value(result, "scale.%zu", i);
        facts->scale[i] = end ? strtod(end, NULL) : 0;
    }
}

static void name_sources(struct facts *facts)
{
    const struct facts_json *manifest = &facts->manifest;
    const char *id;
    for (; (id = facts_json_value(manifest, "sources.%zu.id", facts->sources)); facts->sources++) {
        const char *name;
        add_name(facts, FACT_SOURCE, facts->sources, 0, id);
        for (size_t i = 0; (name = facts_json_value(manifest, "sources.%zu.unmatched.%zu.name", facts->sources, i));
             i++) {
            add_name(facts, FACT_UNMATCHED, i, facts->sources, name);
        }
    }
    for (size_t row = 1; row < facts->indicators.rows; row++) {
        const char *period = facts_cell(&facts->indicators, row, "source_period");
        if (period[0]) {
            add_date(facts, period);
        }
    }
}

bool facts_load(struct facts *facts, const char *folder, const char *model)
{
    *facts = (struct facts){.model = strdup(model)};
    bool loaded = load_table(&facts->scores, folder, "scores.csv", true) &&
                  load_table(&facts->indicators, folder, "indicators.csv", true) &&
                  load_table(&facts->alerts, folder, "alerts.csv", false) &&
                  load_json(&facts->result, folder, "scores.json") &&
                  load_json(&facts->manifest, folder, "manifest.json");
    if (!loaded || facts->scores.rows < 2) {
        facts_free(facts);
        return false;
    }
    name_regions(facts);
    keep_period(&facts->indicators, facts->period);
    if (facts->alerts.rows > 0) {
        keep_period(&facts->alerts, facts->period);
    }
    name_model(facts);
    name_sources(facts);
    return true;
}

void facts_free(struct facts *facts)
{
    for (size_t i = 0; i < facts->name_count; i++) {
        free(facts->names[i].text);
    }
    free(facts->names);
    free(facts->model);
    facts_table_free(&facts->scores);
    facts_table_free(&facts->indicators);
    facts_table_free(&facts->alerts);
    facts_json_free(&facts->result);
    facts_json_free(&facts->manifest);
    *facts = (struct facts){0};
}

const char *facts_region_id(const struct facts *facts, size_t region)
{
    return facts_cell(&facts->scores, facts->first_row + region, "region");
}

const char *facts_title_id(const struct facts *facts, size_t title)
{
    const char *id = facts_json_value(&facts->result, "indicators.%zu.id", title);
    return id ? id : "";
}

size_t facts_indicator_row(const struct facts *facts, size_t region, size_t title)
{
    size_t row = 1 + region * facts->titles + title; /* every region has a row of every indicator */
    bool there = strcmp(facts_cell(&facts->indicators, row, "region"), facts_region_id(facts, region)) == 0 &&
                 strcmp(facts_cell(&facts->indicators, row, "indicator"), facts_title_id(facts, title)) == 0;
    return there ? row : 0;
}

int facts_level(const struct facts *facts, const char *id)
{
    for (size_t i = 0; i < facts->levels; i++) {
        if (strcmp(facts_json_value(&facts->result, "levels.%zu.id", i), id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

void facts_days(const char *period, long *first, long *last)
{
    long year = atol(period);
    long from = strlen(period) >= 7 ? atol(period + 5 + (period[5] == 'Q')) : 1;
    long to = strlen(period) >= 7 ? from : 12;
    if (strlen(period) >= 7 && period[5] == 'Q') {
        to = 3 * from;
        from = to - 2;
    }
    long day = strlen(period) >= 10 ? atol(period + 8) : 0;
    *first = year * 10000 + from * 100 + (day ? day : 1);
    *last = year * 10000 + to * 100 + (day ? day : 31);
}
