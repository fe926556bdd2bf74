/** The main numbers of an analysis: which columns and rows of which table, and how to read them. */
#include "report/analysis_views.h"

enum { FEW = 8, SOME = 12, MANY = 40 }; /* rows */

const struct view analysis_views[] = {
    {
        .table = "statistics",
        .heading = "INDICATORS AS MEASURED",
        .text = "'has': share of the cells with a value; of a yearly source, say, by years. Lowest, middle and "
                "highest value in the indicator's own unit. 'same': share of the most frequent value. "
                "'outliers': skewness beyond 2 and kurtosis above 3.5, before any treatment.",
        .none = "There are no indicators.",
        .columns = {{"item", "indicator", VIEW_TEXT},
                    {"own_share", "has", VIEW_SHARE},
                    {"minimum", "lowest", VIEW_NUMBER},
                    {"median", "median", VIEW_NUMBER},
                    {"maximum", "highest", VIEW_NUMBER},
                    {"most_repeated_share", "same", VIEW_SHARE},
                    {"outliers", "outliers", VIEW_MARK}},
        .conditions = {{"stage", "raw"}, {"in_index", "true"}},
        .most = MANY,
    },
    {
        .table = "correlations",
        .heading = "WHAT GOES TOGETHER: THE STRONGEST CORRELATIONS WITHIN A NODE",
        .text = "Pearson's, of values as they go into the index. Above 0.9 two indicators count the "
                "same thing twice; below -0.4 they cancel out.",
        .none = "No two indicators or nodes have enough values in common.",
        .columns = {{"first", "first", VIEW_TEXT},
                    {"second", "second", VIEW_TEXT},
                    {"correlation", "correlation", VIEW_CHANGE},
                    {"pairs", "cells", VIEW_COUNT},
                    {"flag", "", VIEW_TEXT}},
        .conditions = {{"method", "pearson"}, {"relation", "same_node"}},
        .order = "correlation",
        .most = FEW,
    },
    {
        .table = "reliability",
        .heading = "DOES A NODE MEASURE ONE THING: CRONBACH'S ALPHA",
        .text = "From 0.7 up a node's items may be said to measure one thing; above 0.95 they repeat one another. A "
                "node that means to gather different things need not have a high one.",
        .none = "No node has two items with values in common.",
        .columns = {{"node", "node", VIEW_TEXT},
                    {"set", "of its", VIEW_TEXT},
                    {"items", "items", VIEW_COUNT},
                    {"pairs", "cells", VIEW_COUNT},
                    {"alpha", "alpha", VIEW_DECIMAL},
                    {"standardised_alpha", "standardised", VIEW_DECIMAL},
                    {"flag", "", VIEW_TEXT}},
        .conditions = {{"deleted", NULL}},
        .most = MANY,
    },
    {
        .table = "components",
        .heading = "HOW MANY THINGS A NODE MEASURES: PRINCIPAL COMPONENTS",
        .text = "Those with an eigenvalue above 1, and the share of the variance that each explains. One that explains "
                "most of it is a node that measures one thing; several are several things in one number.",
        .none = "No node has two items with enough values in common.",
        .columns = {{"node", "node", VIEW_TEXT},
                    {"set", "of its", VIEW_TEXT},
                    {"items", "items", VIEW_COUNT},
                    {"component", "component", VIEW_COUNT},
                    {"eigenvalue", "eigenvalue", VIEW_DECIMAL},
                    {"share", "explains", VIEW_SHARE},
                    {"cumulative_share", "together", VIEW_SHARE}},
        .conditions = {{"above_one", "true"}},
        .most = MANY,
    },
    {
        .table = "weights",
        .heading = "WEIGHTS AS INTENDED, AND WHAT THE INDICATORS DO",
        .text =
            "'meant': its share of the weight. 'does': its share of what the indicators explain of the index, by the "
            "square of their correlation with it. 'ratio': the second over the first; 1 is as intended, below 0.25 "
            "an indicator does far less than its weight says, above 4 far more.",
        .none = "There are no indicators.",
        .columns = {{"item", "indicator", VIEW_TEXT},
                    {"parent", "node", VIEW_TEXT},
                    {"weight_share", "meant", VIEW_SHARE},
                    {"importance_share", "does", VIEW_SHARE},
                    {"ratio", "ratio", VIEW_DECIMAL},
                    {"correlation", "correlation", VIEW_CHANGE},
                    {"flag", "", VIEW_TEXT}},
        .conditions = {{"kind", "indicator"}},
        .order = "weight_share",
        .most = MANY,
    },
    {
        .table = "removal",
        .heading = "WITHOUT ONE OF THEM: HOW THE RANKS WOULD SHIFT",
        .text =
            "Places that a region gains or loses without the indicator or node: on average, and at most. 'unscored': "
            "cells that would have no score; 'levels': cells whose level would be another. What moves nothing could "
            "go; what moves everything had better be right.",
        .none = "Nothing can be left out.",
        .columns = {{"removed", "without", VIEW_TEXT},
                    {"mean_absolute_shift", "mean shift", VIEW_DECIMAL},
                    {"largest_shift", "largest", VIEW_COUNT},
                    {"largest_shift_region", "of", VIEW_TEXT},
                    {"largest_shift_period", "in", VIEW_TEXT},
                    {"lost", "unscored", VIEW_COUNT},
                    {"levels_changed", "levels", VIEW_COUNT}},
        .conditions = {{"possible", "true"}},
        .order = "mean_absolute_shift",
        .most = SOME,
    },
    {
        .table = "strengths",
        .heading = "WHERE EACH REGION STANDS HIGHEST, IN THE LAST PERIOD",
        .text = "Of its indicators the one on which it is highest among the regions: its value as it "
                "goes into the index, and the mean of all regions.",
        .none = "No region has a value in the last period.",
        .columns = {{"region", "region", VIEW_TEXT},
                    {"indicator", "indicator", VIEW_TEXT},
                    {"rank", "rank", VIEW_COUNT},
                    {"of", "of", VIEW_COUNT},
                    {"normalised", "value", VIEW_DECIMAL},
                    {"mean", "mean", VIEW_DECIMAL}},
        .conditions = {{"side", "highest"}, {"place", "1"}},
        .most = SOME,
    },
};

const size_t analysis_view_count = sizeof analysis_views / sizeof analysis_views[0];
