/* What holds for all queues and agents alike: samples, horizons, how alarms behave. */
#include "console/model/limits_parts.h"
#include "console/words.h"

#include <string.h>
#include <strings.h>

typedef bool setter(struct limits *limits, const char *key, const char *values,
                    struct acd_fault *why);

static bool set_sample(struct limits *limits, const char *key, const char *values,
                       struct acd_fault *why)
{
    double count;

    if (!limits_read_count(values, &count))
        return acd_fault_say(why, _("%s: \"%s\": expected a whole number, as 20"), key, values);
    limits->sample = (int64_t)count;
    return true;
}

static bool set_horizon(struct limits *limits, const char *key, const char *values,
                        struct acd_fault *why)
{
    int64_t ms;

    if (!limits_read_time(values, &ms) || ms < 60000)
        return acd_fault_say(why, _("%s: \"%s\": expected a duration from 1m on, as 30m"), key, values);
    limits->horizon_ms = ms;
    return true;
}

static bool set_occupancy(struct limits *limits, const char *key, const char *values,
                          struct acd_fault *why)
{
    double share;

    if (!limits_read_share(values, &share) || share < 0.1)
        return acd_fault_say(why, _("%s: \"%s\": expected a share from 10%% to 100%%, as 90%%"), key,
                             values);
    limits->max_occupancy = share;
    return true;
}

static bool set_time(int64_t *ms, bool may_be_off, const char *key, const char *values,
                     struct acd_fault *why)
{
    if (may_be_off && limits_is_off(values)) {
        *ms = -1;
        return true;
    }
    if (limits_read_time(values, ms))
        return true;
    return acd_fault_say(why, _("%s: \"%s\": expected a duration with its unit, as 10s%s"), key, values,
                         may_be_off ? _(", or off") : "");
}

static bool set_delay(struct limits *limits, const char *key, const char *values, struct acd_fault *why)
{
    return set_time(&limits->on_ms, false, key, values, why);
}

static bool set_off_delay(struct limits *limits, const char *key, const char *values,
                          struct acd_fault *why)
{
    return set_time(&limits->off_ms, false, key, values, why);
}

static bool set_again(struct limits *limits, const char *key, const char *values, struct acd_fault *why)
{
    return set_time(&limits->alarms.again_ms, true, key, values, why);
}

static bool set_login(struct limits *limits, const char *key, const char *values, struct acd_fault *why)
{
    return set_time(&limits->login_ms, true, key, values, why);
}

static bool set_flood(struct limits *limits, const char *key, const char *values, struct acd_fault *why)
{
    double count = 0;

    if (!limits_is_off(values) && (!limits_read_count(values, &count) || count < 1 || count > 99))
        return acd_fault_say(why, _("%s: \"%s\": expected 1 to 99 alarms a minute, or off"), key, values);
    limits->alarms.flood = (int)count;
    return true;
}

static bool set_answer(struct limits *limits, const char *key, const char *values,
                       struct acd_fault *why)
{
    if (strlen(values) != 1 || *values < '1' || *values > '3')
        return acd_fault_say(why, _("%s: \"%s\": expected a tier, 1 to 3"), key, values);
    limits->alarms.answer_from = *values - '0';
    return true;
}

static bool set_suspect(struct limits *limits, const char *key, const char *values,
                        struct acd_fault *why)
{
    limits->suspect_quiet = strcasecmp(values, "quiet") == 0;
    if (limits->suspect_quiet || strcasecmp(values, "mark") == 0)
        return true;
    return acd_fault_say(why, _("%s: \"%s\": expected mark (said beside its alarms) or quiet (kept out of"
                         " them)"), key, values);
}

static const struct {
    const char *key;
    setter *set;
} common[] = {
    {"sample", set_sample},       {"horizon", set_horizon},    {"max_occupancy", set_occupancy},
    {"delay", set_delay},         {"off_delay", set_off_delay}, {"again", set_again},
    {"flood", set_flood},         {"alarm_from", set_answer},  {"suspect", set_suspect},
    {"login", set_login},
};

bool limits_has_common(const char *key)
{
    for (size_t i = 0; i < ACD_COUNT_OF(common); i++)
        if (strcmp(common[i].key, key) == 0)
            return true;
    return false;
}

bool limits_set_common(struct limits *limits, const char *key, const char *values,
                       struct acd_fault *why)
{
    for (size_t i = 0; i < ACD_COUNT_OF(common); i++)
        if (strcmp(common[i].key, key) == 0)
            return common[i].set(limits, key, values, why);
    return acd_fault_say(why, _("\"%s\" is no limit"), key);
}
