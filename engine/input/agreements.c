/** Layout `agreements`: a row for each coded record of an agreement between two parties,
 * agreement,party,party2,signed,expires,recorded,salience,S1..S8[,title,source]. A record counts from its `recorded`.
 */
#include "input/layout.h"

const struct layout agreements_layout = {
    .date = "recorded",
    .region = "party",
    .partner = "party2",
};
