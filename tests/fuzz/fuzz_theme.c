/* Any text as a theme: taken, with every colour one that there is, or refused in words; what is
 * refused leaves the theme that was there as it was. */
#include "console/cells/role.h"
#include "console/settings/theme.h"
#include "tests/fuzz/input.h"

#include <locale.h>

static void check_look(struct look look, enum theme_depth depth)
{
    short most = depth == THEME_256 ? 255 : 15;
    HOLDS(look.ink >= -1 && look.ink <= most && look.paper >= -1 && look.paper <= most);
    HOLDS(look.attributes < 2 * THEME_BLINK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static struct theme theme, before;
    struct acd_fault why;
    if (bytes > 65536)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    char *text = input_text(data, bytes);
    theme_default(&theme);
    before = theme;
    if (theme_read(&theme, "any.theme", text, &why)) {
        check_words(theme.about);
        for (int depth = 0; depth < THEME_DEPTHS; depth++)
            for (int role = 0; role < ROLES; role++)
                check_look(theme_look(&theme, (enum theme_depth)depth, role, (role * 7) % ROLES),
                           (enum theme_depth)depth);
    } else {
        check_words(why.text);
        HOLDS(memcmp(&theme, &before, sizeof(theme)) == 0);
    }
    free(text);
    return 0;
}
