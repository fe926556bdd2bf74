/**
 * Layout `gdelt`: events of the GDELT Project, as it publishes them (separated by tabs, without header or quoting: 61
 * columns in version 2.0; 57 or, with SOURCEURL, 58 in version 1.0, which has no ADM2Code) and as copies with a header.
 * Regions are FIPS 10-4 codes of the place of the action, actors CAMEO codes of countries.
 */
#include "input/layout.h"
#include <string.h>

static const struct layout_role roles[] = {
    {"date", {"SQLDATE"}},
    {"region", {"ActionGeo_CountryCode"}},
    {"source", {"Actor1CountryCode"}},
    {"target", {"Actor2CountryCode"}},
    {"actor", {"Actor1Name"}},
    {"cameo", {"EventCode"}},
    {"goldstein", {"GoldsteinScale"}},
    {"mentions", {"NumMentions"}},
    {"id", {"GLOBALEVENTID"}},
};

static const struct {
    const char *name;
    bool only_2; /* not in version 1.0 */
} columns[] = {
    {"GLOBALEVENTID", false},
    {"SQLDATE", false},
    {"MonthYear", false},
    {"Year", false},
    {"FractionDate", false},
    {"Actor1Code", false},
    {"Actor1Name", false},
    {"Actor1CountryCode", false},
    {"Actor1KnownGroupCode", false},
    {"Actor1EthnicCode", false},
    {"Actor1Religion1Code", false},
    {"Actor1Religion2Code", false},
    {"Actor1Type1Code", false},
    {"Actor1Type2Code", false},
    {"Actor1Type3Code", false},
    {"Actor2Code", false},
    {"Actor2Name", false},
    {"Actor2CountryCode", false},
    {"Actor2KnownGroupCode", false},
    {"Actor2EthnicCode", false},
    {"Actor2Religion1Code", false},
    {"Actor2Religion2Code", false},
    {"Actor2Type1Code", false},
    {"Actor2Type2Code", false},
    {"Actor2Type3Code", false},
    {"IsRootEvent", false},
    {"EventCode", false},
    {"EventBaseCode", false},
    {"EventRootCode", false},
    {"QuadClass", false},
    {"GoldsteinScale", false},
    {"NumMentions", false},
    {"NumSources", false},
    {"NumArticles", false},
    {"AvgTone", false},
    {"Actor1Geo_Type", false},
    {"Actor1Geo_FullName", false},
    {"Actor1Geo_CountryCode", false},
    {"Actor1Geo_ADM1Code", false},
    {"Actor1Geo_ADM2Code", true},
    {"Actor1Geo_Lat", false},
    {"Actor1Geo_Long", false},
    {"Actor1Geo_FeatureID", false},
    {"Actor2Geo_Type", false},
    {"Actor2Geo_FullName", false},
    {"Actor2Geo_CountryCode", false},
    {"Actor2Geo_ADM1Code", false},
    {"Actor2Geo_ADM2Code", true},
    {"Actor2Geo_Lat", false},
    {"Actor2Geo_Long", false},
    {"Actor2Geo_FeatureID", false},
    {"ActionGeo_Type", false},
    {"ActionGeo_FullName", false},
    {"ActionGeo_CountryCode", false},
    {"ActionGeo_ADM1Code", false},
    {"ActionGeo_ADM2Code", true},
    {"ActionGeo_Lat", false},
    {"ActionGeo_Long", false},
    {"ActionGeo_FeatureID", false},
    {"DATEADDED", false},
    {"SOURCEURL", false},
};

enum {
    COLUMNS_2 = sizeof columns / sizeof columns[0],
    COLUMNS_1 = COLUMNS_2 - 3,
    COLUMNS_1_WITHOUT_URL = COLUMNS_1 - 1
};

static const char *column_name(size_t column_count, size_t column)
{
    if (column >= column_count) {
        return NULL;
    }
    if (column_count == COLUMNS_2) {
        return columns[column].name;
    }
    if (column_count != COLUMNS_1 && column_count != COLUMNS_1_WITHOUT_URL) {
        return NULL;
    }
    size_t i = 0;
    for (size_t passed = 0; columns[i].only_2 || passed < column; i++) {
        passed += !columns[i].only_2;
    }
    return columns[i].name;
}

/** A copy with a header begins with the name of the first column. */
static void recognise(const char *bytes, size_t size, struct csv_options *options)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (size >= sizeof mark - 1 && memcmp(bytes, mark, sizeof mark - 1) == 0) {
        bytes += sizeof mark - 1;
        size -= sizeof mark - 1;
    }
    size_t name_length = strlen(columns[0].name);
    bool quote = size > 0 && bytes[0] == '"';
    bytes += quote;
    size -= quote;
    options->has_header = size > name_length + quote && memcmp(bytes, columns[0].name, name_length) == 0;
    bool comma = options->has_header && bytes[name_length + quote] != '\t';
    options->delimiter = comma ? ',' : '\t';
    options->quoted = comma || quote;
}

const struct layout gdelt_layout = {
    .date = "date",
    .region = "region",
    .world = true,
    .roles = roles,
    .role_count = sizeof roles / sizeof roles[0],
    .recognise = recognise,
    .column_name = column_name,
    .column_counts = "57, 58 or 61",
};
