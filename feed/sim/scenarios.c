/* The scenarios that are always at hand, as texts; the same stand as files beside the tests, to
 * start one's own from. */
#include "feed/sim/scenario.h"

#include "acdfeed/macros.h"

#include <string.h>

static const struct builtin {
    const char *name, *text;
} builtins[] = {
    {"demo", "[scenario]\n"
             "name = demo\n"
             "start = 10:00\n"
             "[surge first]\n"
             "at = 0:03\n"
             "for = 1:20\n"
             "queue = sales-de\n"
             "factor = 12\n"
             "[surge then]\n"
             "at = 1:23\n"
             "for = 25m\n"
             "queue = sales-de\n"
             "factor = 1.8\n"},
    {"climb", "[scenario]\n"
              "name = climb\n"
              "start = 10:00\n"
              "load = 0.35\n"
              "[campaign spring]\n"
              "at = 0:03\n"
              "for = 3m\n"
              "queue = sales-de\n"
              "[surge first]\n"
              "at = 0:03\n"
              "for = 35s\n"
              "queue = sales-de\n"
              "factor = 24\n"
              "[surge then]\n"
              "at = 0:38\n"
              "for = 50s\n"
              "queue = sales-de\n"
              "factor = 12\n"
              "[surge after]\n"
              "at = 1:45\n"
              "for = 20m\n"
              "queue = sales-de\n"
              "factor = 3\n"},
    {"burst", "[scenario]\n"
              "name = burst\n"
              "start = 10:00\n"
              "[surge card]\n"
              "at = 0:10\n"
              "for = 20m\n"
              "queue = Service\n"
              "factor = 4\n"
              "[surge sales]\n"
              "at = 0:30\n"
              "for = 15m\n"
              "queue = Sales\n"
              "factor = 3\n"
              "[tell card]\n"
              "at = 1:00\n"
              "for = 20m\n"
              "text = Incident 4711: card payments down, say \"we know, call back at noon\"\n"},
    {"outage", "[scenario]\n"
               "name = outage\n"
               "start = 11:00\n"
               "[outage paris]\n"
               "at = 0:20\n"
               "for = 10m\n"
               "site = paris\n"
               "factor = 1\n"
               "[tell paris]\n"
               "at = 0:40\n"
               "for = 15m\n"
               "site = paris\n"
               "text = Telephony down since 11:00, technicians are at it\n"
               "[surge after]\n"
               "at = 10m\n"
               "for = 20m\n"
               "site = paris\n"
               "factor = 2\n"},
    {"short-shift", "[scenario]\n"
                    "name = short-shift\n"
                    "start = 9:00\n"
                    "presence = 0.72\n"
                    "[absence flu]\n"
                    "at = 5m\n"
                    "for = 3h\n"
                    "queue = sales-de\n"
                    "factor = 0.15\n"
                    "[slow systems]\n"
                    "at = 20m\n"
                    "for = 1h\n"
                    "factor = 1.15\n"},
    {"quiet-day", "[scenario]\n"
                  "name = quiet-day\n"
                  "start = 9:00\n"
                  "load = 0.55\n"
                  "bursts = 0\n"},
};

const char *sim_scenario_builtin(const char *name)
{
    for (size_t i = 0; i < ACD_COUNT_OF(builtins); i++)
        if (strcmp(builtins[i].name, name) == 0)
            return builtins[i].text;
    return NULL;
}

const char *sim_scenario_builtin_name(int nth)
{
    return nth >= 0 && (size_t)nth < ACD_COUNT_OF(builtins) ? builtins[nth].name : NULL;
}
