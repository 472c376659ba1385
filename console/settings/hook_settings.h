/* The section [hook] of a settings file. */
#ifndef CONSOLE_SETTINGS_HOOK_SETTINGS_H
#define CONSOLE_SETTINGS_HOOK_SETTINGS_H

#include "acdfeed/fault.h"

#include <stdint.h>
#include <stdio.h>

struct hook_settings {
    char *on_alarm, *tell;        /* a program and its arguments; "" none */
    int64_t from_tier;            /* alarms below it are not told */
    int64_t at_once, per_minute;  /* how many run, how many begin */
    int64_t time_ms;              /* how long one may take */
};
void hook_settings_init(struct hook_settings *settings);
void hook_settings_release(struct hook_settings *settings);
bool hook_settings_set(struct hook_settings *settings, const char *key, const char *value,
                       struct acd_fault *why) ACD_MUST_CHECK;
/* The section of a sample file. */
void hook_settings_print(FILE *out);

#endif
