/** Names of alerts. */
#include "panel/alert.h"

const char *const alert_reason_names[ALERT_REASON_COUNT] = {
    [ALERT_RAISED] = "raised", [ALERT_LOWERED] = "lowered", [ALERT_JUMP] = "jump",
    [ALERT_RECORD] = "record", [ALERT_UNKNOWN] = "unknown", [ALERT_RETURNED] = "returned",
};
