/* Any text as a settings file, as a theme and as key bindings: each is taken or said to be wrong in a
 * line that is fit for a terminal. */
#include "console/ask/keymap.h"
#include "console/settings/settings.h"
#include "console/settings/theme.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static void check_words(const char *words)
{
    for (; *words; words++)
        assert((unsigned char)*words >= 0x20 && *words != 0x7f);
}

static void bind_all(const struct settings *settings)
{
    const char *action, *keys;
    struct acd_fault why;
    struct keymap *keymap = keymap_new();
    for (int i = 0; settings_key(settings, i, &action, &keys); i++)
        if (!keymap_bind(keymap, action, keys, &why))
            check_words(why.text);
    keymap_free(keymap);
}

static void read_settings(const char *text)
{
    const char *stats, *control;
    struct roster_view look = {.filter = ""};
    struct settings *settings = settings_read("acdwall.ini", text);
    for (int i = 0; settings_error(settings, i); i++)
        check_words(settings_error(settings, i));
    for (int i = 0; settings_feed(settings, i, &stats, &control); i++)
        assert(stats && control);
    settings_look(settings, &look);
    assert(look.span < SPANS && look.queue_sort < QUEUE_SORTS && look.agent_sort < AGENT_SORTS);
    bind_all(settings);
    settings_free(settings);
}

static void read_theme(const char *text)
{
    static struct theme theme;
    struct acd_fault why;
    if (!theme_read(&theme, "any.theme", text, &why))
        check_words(why.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes < 1 || bytes > 65536)
        return 0;
    char *text = malloc(bytes);
    memcpy(text, data + 1, bytes - 1);
    text[bytes - 1] = '\0';
    if (data[0] % 2)
        read_theme(text);
    else
        read_settings(text);
    free(text);
    return 0;
}
