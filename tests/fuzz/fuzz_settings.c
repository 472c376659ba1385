/* Any text as a settings file: each line is taken or said to be wrong in a line that is fit for a
 * terminal, and what is taken lies in its range. */
#include "console/settings/settings.h"
#include "tests/fuzz/input.h"

static void check_feeds(const struct settings *settings)
{
    const char *stats, *control, *key, *server_key;
    for (int i = 0; settings_feed(settings, i, &stats, &control); i++) {
        HOLDS(stats && control && settings_feed_group(settings, i));
        HOLDS(settings_feed_keys(settings, i, &key, &server_key) && key && server_key);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes > 65536)
        return 0;
    char *text = input_text(data, bytes);
    struct roster_view look = {.filter = ""};
    struct settings *settings = settings_read("acdwall.ini", text);
    for (int i = 0; settings_error(settings, i); i++)
        check_words(settings_error(settings, i));
    check_feeds(settings);
    settings_look(settings, &look);
    HOLDS(look.span < SPANS && look.queue_sort < QUEUE_SORTS && look.agent_sort < AGENT_SORTS);
    const struct hook_settings *hook = settings_hook(settings);
    HOLDS(hook->from_tier >= 1 && hook->from_tier <= 3 && hook->at_once >= 1 &&
          hook->at_once <= 32);
    HOLDS(hook->per_minute >= 1 && hook->per_minute <= 60 && hook->time_ms > 0);
    settings_free(settings);
    free(text);
    return 0;
}
