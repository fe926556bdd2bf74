/** Reading a case: options, regions, frame and rows, as model, input and pipeline would hand them to a module. */
#include "module_case.h"
#include "base/expression.h"
#include "base/number.h"
#include "base/text.h"
#include "case_text.h"
#include "indicators/registry.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void read_options(struct module_run *run, const char *text)
{
    const struct indicator_module *module = run->module;
    run->options = arena_allocate(&run->own, module->option_count + 1, sizeof *run->options);
    CU_ASSERT_FATAL(run->options != NULL);
    for (size_t i = 0; i < module->option_count; i++) {
        const struct option_descriptor *option = &module->options[i];
        run->options[i].at = (struct location){"model.yaml", 100 + i, 5};
        if (option->initial) {
            case_require(module_option_read(&run->own, option, option->initial, &run->options[i]), "default",
                         option->name);
        }
    }
    char *rest = case_given(text) ? arena_text(&run->own, text) : NULL;
    for (char *entry; (entry = case_cut(&rest, ';'));) {
        char *value = entry;
        const char *name = case_cut(&value, '=');
        size_t i = 0;
        while (i < module->option_count && !text_equal(module->options[i].name, name)) {
            i++;
        }
        case_require(i < module->option_count && value, "no such option", name);
        run->options[i] = (struct option_value){.given = true, .at = run->options[i].at};
        case_require(module_option_read(&run->own, &module->options[i], value, &run->options[i]), "option", value);
    }
}

/* The column of the input that holds a role, or SIZE_MAX. */
static size_t column_of(const struct module_run *run, const char *name)
{
    size_t column = SIZE_MAX;
    text_table_column(run->rows, name, &column);
    return column;
}

static const char *text_at(const struct module_run *run, size_t row, size_t column)
{
    return column == SIZE_MAX ? NULL : text_table_cell(run->rows, row, column)->text;
}

/* What the columns of regions and dates are called, by what the module reads. */
static const char *region_role(const struct module_run *run, bool partner)
{
    enum indicator_input input = run->module->input;
    if (input == INPUT_AGREEMENTS) {
        return partner ? "party2" : "party";
    }
    if (column_of(run, "source") != SIZE_MAX) {
        return partner ? "target" : "source";
    }
    return partner ? NULL : "region";
}

static const char *date_role(const struct module_run *run)
{
    static const char *const roles[] = {"date", "recorded", "period"};
    for (size_t i = 0; i < 3; i++) {
        if (column_of(run, roles[i]) != SIZE_MAX) {
            return roles[i];
        }
    }
    return "date";
}

static void add_region(struct region *regions, size_t *count, const char *id)
{
    for (size_t i = 0; i < *count; i++) {
        if (text_equal(regions[i].id, id)) {
            return;
        }
    }
    regions[(*count)++] = (struct region){id, id};
}

/* Regions as the case lists them, or as they come in the input. */
static void read_regions(struct module_run *run, const char *text)
{
    struct text_table *table = NULL;
    struct region *regions = NULL;
    const char **cells = NULL;
    size_t count = 0;
    if (case_given(text) && strchr(text, ',')) {
        table = case_table(&run->own, text, "regions.csv");
        regions = arena_allocate(&run->own, table->row_count, sizeof *regions);
        cells = arena_allocate(&run->own, table->row_count * table->column_count, sizeof *cells);
        for (size_t i = 0; i < table->row_count * table->column_count; i++) {
            cells[i] = table->cells[i].text;
        }
        for (; count < table->row_count; count++) {
            const char *id = table->cells[count * table->column_count].text;
            regions[count] = (struct region){id, id};
        }
    } else if (case_given(text)) {
        regions = arena_allocate(&run->own, case_count(text, '|') + 1, sizeof *regions);
        char *rest = arena_text(&run->own, text);
        for (char *id; (id = case_cut(&rest, '|'));) {
            add_region(regions, &count, id);
        }
    } else {
        regions = arena_allocate(&run->own, run->rows->row_count, sizeof *regions);
        for (size_t i = 0; i < run->rows->row_count; i++) {
            add_region(regions, &count, text_at(run, i, column_of(run, region_role(run, false))));
        }
    }
    CU_ASSERT_FATAL(region_table_create(&run->own, regions, count, table ? table->columns : NULL,
                                        table ? table->column_count : 0, cells, &run->regions) == TOCSIN_OK);
}

uint32_t module_case_region(const struct module_run *run, const char *id)
{
    size_t position = 0;
    case_require(region_table_find(run->regions, id, &position), "no such region", id);
    return (uint32_t)position;
}

static void read_neighbours(struct module_run *run, const char *text)
{
    struct text_table *table = case_table(&run->own, case_unbraced(&run->own, text), "neighbours.csv");
    size_t regions = run->regions->count;
    struct neighbour_table *made = arena_allocate(&run->own, 1, sizeof *made);
    made->start = arena_allocate(&run->own, regions + 1, sizeof *made->start);
    made->neighbour = arena_allocate(&run->own, table->row_count, sizeof *made->neighbour);
    made->weight = arena_allocate(&run->own, table->row_count, sizeof *made->weight);
    size_t filled = 0;
    for (size_t r = 0; r < regions; r++) {
        made->start[r] = filled;
        for (size_t i = 0; i < table->row_count; i++) {
            if (module_case_region(run, text_table_cell(table, i, 0)->text) != r) {
                continue;
            }
            const char *weight = table->column_count > 2 ? text_table_cell(table, i, 2)->text : "1";
            made->neighbour[filled] = module_case_region(run, text_table_cell(table, i, 1)->text);
            case_require(number_parse(weight, strlen(weight), &made->weight[filled++]), "weight", weight);
        }
    }
    made->start[regions] = filled;
    run->neighbours = made;
}

/* "A..B" as two days: the first of A, the last of B. */
static void read_span(char *text, day_number *first, day_number *last)
{
    char *second = strstr(text, "..");
    case_require(second != NULL, "a span is written first..last", text);
    *second = '\0';
    second += 2;
    enum frequency frequency;
    case_require(date_parse(text, strlen(text), first, &frequency), "date", text);
    *first = period_first_day(frequency, period_of_day(frequency, *first));
    case_require(date_parse(second, strlen(second), last, &frequency), "date", second);
}

static void set_axis(struct module_run *run, day_number first, day_number last)
{
    run->axis.first = period_of_day(run->axis.frequency, first);
    run->axis.count = (size_t)(period_of_day(run->axis.frequency, last) - run->axis.first + 1);
    run->has_axis = true;
}

static void read_frame(struct module_run *run, const char *text)
{
    char *rest = case_given(text) ? arena_text(&run->own, text) : NULL;
    for (char *entry; (entry = case_cut(&rest, ';'));) {
        char *value = entry;
        const char *name = case_cut(&value, '=');
        day_number first = DAY_NONE;
        day_number last = DAY_NONE;
        case_require(value != NULL, "frame", name);
        if (text_equal(name, "id")) {
            run->id = value;
        } else if (text_equal(name, "frequency")) {
            size_t frequency = method_find(frequency_names, FREQUENCY_COUNT, value);
            case_require(frequency < FREQUENCY_COUNT, "frequency", value);
            run->axis.frequency = (enum frequency)frequency;
        } else if (text_equal(name, "periods")) {
            read_span(value, &first, &last);
            set_axis(run, first, last);
        } else if (text_equal(name, "covers")) {
            run->has_coverage = true;
            if (!text_equal(value, "none")) {
                read_span(value, &run->coverage.first, &run->coverage.last);
            }
        } else if (text_equal(name, "covers_regions")) {
            run->covered_regions = value;
        } else {
            case_require(text_equal(name, "neighbours"), "frame", name);
            read_neighbours(run, value);
        }
    }
}

static void read_covered_regions(struct module_run *run)
{
    if (!run->covered_regions) {
        return;
    }
    bool *covered = arena_allocate(&run->own, run->regions->count, sizeof *covered);
    char *rest = arena_text(&run->own, run->covered_regions);
    for (char *id; (id = case_cut(&rest, ' '));) {
        covered[module_case_region(run, id)] = true;
    }
    run->coverage.regions = covered;
}

static int32_t region_position(const struct module_run *run, const char *text)
{
    size_t position;
    return text && region_table_find(run->regions, text, &position) ? (int32_t)position : -1;
}

/* Records without fields: regions and dates of the rows. */
static void read_records(struct module_run *run)
{
    size_t count = run->rows->row_count;
    size_t region = column_of(run, region_role(run, false));
    const char *partner_role = region_role(run, true);
    size_t partner = partner_role ? column_of(run, partner_role) : SIZE_MAX;
    size_t date = column_of(run, date_role(run));
    run->records = arena_allocate(&run->own, count, sizeof *run->records);
    run->finest = FREQUENCY_YEAR;
    day_number first = DAY_NONE;
    day_number last = DAY_NONE;
    for (size_t i = 0; i < count; i++) {
        struct record *record = &run->records[i];
        const char *text = text_at(run, i, region);
        const char *other = text_at(run, i, partner);
        *record = (struct record){.at = {run->rows->file, i + 2, 0}, .dyadic = partner != SIZE_MAX, .day = DAY_NONE};
        record->region = region_position(run, text);
        record->partner = record->dyadic ? region_position(run, other) : -1;
        record->region_text = text ? text : "";
        record->partner_text = other ? other : "";
        const char *when = text_at(run, i, date);
        if (when) {
            case_require(date_parse(when, strlen(when), &record->day, &record->frequency), "date", when);
            first = first == DAY_NONE || record->day < first ? record->day : first;
            last = record->day > last ? record->day : last;
            run->finest = record->frequency > run->finest ? record->frequency : run->finest;
        }
    }
    if (!run->has_axis) {
        case_require(first != DAY_NONE, "the frame needs periods", "");
        set_axis(run, first, last);
    }
    if (!run->has_coverage && first != DAY_NONE) {
        enum frequency frequency = run->axis.frequency;
        run->coverage.first = period_first_day(frequency, period_of_day(frequency, first));
        run->coverage.last = period_last_day(frequency, period_of_day(frequency, last));
    }
}

/* A field as input/ would hand it over. */
static struct field read_field(const struct module_run *run, size_t row, const struct column_request *request)
{
    char name[128];
    const char *suffix = request->kind == COLUMN_LOW ? "_low" : request->kind == COLUMN_HIGH ? "_high" : "";
    snprintf(name, sizeof name, "%s%s", request->name, suffix);
    size_t column = column_of(run, name);
    struct field field = {.state = FIELD_ABSENT};
    if (column == SIZE_MAX) {
        return field;
    }
    const struct text_cell *cell = text_table_cell(run->rows, row, column);
    field.column = cell->column;
    field.state = cell->text ? FIELD_TEXT : FIELD_MISSING;
    if (cell->text) {
        field.text = cell->text;
        field.length = strlen(cell->text);
        if (request->kind != COLUMN_TEXT) {
            field.state = FIELD_NUMBER;
            case_require(number_parse(cell->text, field.length, &field.number), "number", cell->text);
        }
    }
    return field;
}

void module_case_read_fields(struct module_run *run)
{
    for (size_t k = 0; k < run->columns.count; k++) {
        const struct column_request *request = &run->columns.requests[k];
        bool optional = !request->required || column_of(run, request->name) != SIZE_MAX;
        case_require(optional, "the input lacks a required column", request->name);
    }
    for (size_t i = 0; i < run->rows->row_count; i++) {
        struct field *fields = arena_allocate(&run->own, run->columns.count, sizeof *fields);
        CU_ASSERT_FATAL(fields != NULL);
        for (size_t k = 0; k < run->columns.count; k++) {
            fields[k] = read_field(run, i, &run->columns.requests[k]);
        }
        run->records[i].fields = fields;
    }
}

/* ------------------------------------------------------------------------------------------- modules made of others */

static void add_input(struct module_run *run, const char *id, size_t length)
{
    for (size_t i = 0; i < run->input_count; i++) {
        if (text_equal_bytes(run->input_ids[i], id, length)) {
            return;
        }
    }
    const char *name = arena_copy(&run->own, id, length);
    size_t column = column_of(run, name);
    case_require(column != SIZE_MAX, "the input has no indicator", name);
    run->input_ids[run->input_count] = name;
    run->inputs[run->input_count++] = column;
}

static bool name_found(void *user, const char *name, size_t length, size_t position)
{
    (void)position;
    add_input(user, name, length);
    return true;
}

static void find_inputs(struct module_run *run)
{
    run->input_ids = arena_allocate(&run->own, run->rows->column_count, sizeof *run->input_ids);
    run->inputs = arena_allocate(&run->own, run->rows->column_count, sizeof *run->inputs);
    for (size_t i = 0; i < run->module->option_count; i++) {
        const struct option_value *value = &run->options[i];
        if (value->text && run->module->options[i].type == OPTION_INDICATOR) {
            add_input(run, value->text, strlen(value->text));
        } else if (value->text && run->module->options[i].type == OPTION_EXPRESSION) {
            expression_names(value->text, name_found, run);
        }
    }
}

/* Columns of the input become columns of the panel at the same position; those of regions and periods stay empty. */
void module_case_fill_panel(struct module_run *run)
{
    for (size_t i = 0; i < run->panel->periods * run->panel->columns * run->panel->regions; i++) {
        panel_set_missing(run->panel, i, OBSERVATION_NO_ROW);
    }
    for (size_t row = 0; row < run->rows->row_count; row++) {
        size_t period;
        case_require(axis_find_day(&run->axis, run->records[row].day, &period), "a period outside the frame", "");
        for (size_t k = 0; k < run->input_count; k++) {
            size_t cell = panel_cell(run->panel, period, run->inputs[k], (size_t)run->records[row].region);
            struct column_request request = {.name = run->input_ids[k], .kind = COLUMN_NUMBER};
            struct field value = read_field(run, row, &request);
            request.kind = COLUMN_LOW;
            struct field low = read_field(run, row, &request);
            request.kind = COLUMN_HIGH;
            struct field high = read_field(run, row, &request);
            if (value.state != FIELD_NUMBER) {
                panel_set_missing(run->panel, cell, OBSERVATION_EMPTY);
                continue;
            }
            if (low.state != FIELD_ABSENT || high.state != FIELD_ABSENT) {
                CU_ASSERT_FATAL(panel_add_bounds(&run->own, run->panel) == TOCSIN_OK);
            }
            panel_set(run->panel, cell, value.number, OBSERVATION_NORMAL);
            if (run->panel->low) {
                run->panel->low[cell] = field_number(&low, value.number);
                run->panel->high[cell] = field_number(&high, value.number);
            }
        }
    }
}

void module_case_read(struct module_run *run, const struct module_case *given)
{
    run->module = indicator_find(given->module);
    case_require(run->module != NULL, "no such module", given->module);
    run->id = run->module->name;
    read_options(run, given->options);
    run->rows = case_table(&run->own, given->input, "input.csv");
    read_regions(run, given->regions);
    read_frame(run, given->frame);
    read_covered_regions(run);
    read_records(run);
    if (run->module->input == INPUT_INDICATORS) {
        find_inputs(run);
    }
    run->column = run->rows->column_count;
    CU_ASSERT_FATAL(panel_create(&run->own, run->axis.count, run->column + 1, run->regions->count, &run->panel) ==
                    TOCSIN_OK);
}
