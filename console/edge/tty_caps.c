/* Reads terminfo.  Strings leave here without their padding, ready for a plain write(). */
#include "console/edge/tty_caps.h"
#include "acdfeed/macros.h"
#include "console/words.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

/* Terminals that know synchronised updates, or ignore them as unknown private modes should be. */
static const char *const synchronised[] = {"xterm", "tmux",    "foot",  "alacritty", "kitty",
                                           "wezterm", "contour", "ghostty", "mintty", "rio"};

static const char *capability(const char *name)
{
    const char *value = tigetstr((char *)name);

    return value == NULL || value == (const char *)-1 ? "" : value;
}

/* Appends without "$<..>". */
static void append(char *out, size_t bytes, const char *value)
{
    size_t used = strlen(out);

    while (*value != '\0' && used + 1 < bytes) {
        const char *end = value[0] == '$' && value[1] == '<' ? strchr(value, '>') : NULL;

        if (end != NULL)
            value = end + 1;
        else
            out[used++] = *value++;
    }
    out[used] = '\0';
}

bool tty_caps_check(const char *term, int fd, struct acd_fault *why)
{
    int found = 0;

    if (term == NULL || term[0] == '\0')
        return acd_fault_say(why, _("TERM is not set; it names the kind of terminal, such as xterm-256color"));
    if (setupterm(term, fd, &found) != OK)
        return acd_fault_say(why, _("the terminal '%.40s' (TERM) is not known to this machine's terminfo; "
                                  "set TERM to a kind that is, such as xterm-256color"), term);
    bool places = capability("cup")[0] != '\0';

    del_curterm(cur_term);
    return places || acd_fault_say(why, _("the terminal '%.40s' (TERM) cannot place its cursor, so there is no "
                                        "board on it; --plain is the console in lines"), term);
}

static bool is_synchronised(const char *term)
{
    for (size_t i = 0; i < ACD_COUNT_OF(synchronised); i++)
        if (strncmp(term, synchronised[i], strlen(synchronised[i])) == 0)
            return true;
    return false;
}

/* Flashing is "on, padding, off": it is parted at the padding, so that nobody waits for it. */
static void read_flash(struct tty_caps *caps)
{
    const char *flash = capability("flash"), *padding = strstr(flash, "$<");

    if (flash[0] == '\0' || strlen(flash) >= sizeof caps->flash_on)
        return;
    snprintf(caps->flash_on, sizeof caps->flash_on, "%.*s",
             padding != NULL ? (int)(padding - flash) : (int)strlen(flash), flash);
    if (padding != NULL)
        append(caps->flash_off, sizeof caps->flash_off, padding);
}

static const char *mouse(const char *term, bool on)
{
    const char *modes = capability("XM");

    if (strncmp(term, "linux", 5) == 0)
        return "";
    if (modes[0] != '\0')
        return tiparm(modes, on ? 1 : 0);
    if (strcmp(capability("kmous"), "\033[M") != 0)
        return "";
    return on ? "\033[?1000h" : "\033[?1000l";
}

void tty_caps_read(struct tty_caps *caps, const char *term)
{
    static const char *const enter[] = {"smcup", "civis", "smkx"};
    /* The cursor last: some terminals bring back with their main screen how it was then. */
    static const char *const leave[] = {"rmkx", "sgr0", "op", "rmcup", "cnorm"};
    bool sync = is_synchronised(term);

    memset(caps, 0, sizeof *caps);
    caps->frame_begin = sync ? "\033[?2026h" : "";
    caps->frame_end = sync ? "\033[?2026l" : "";
    read_flash(caps);
    for (size_t i = 0; i < ACD_COUNT_OF(enter); i++)
        append(caps->enter, sizeof caps->enter, capability(enter[i]));
    append(caps->enter, sizeof caps->enter, mouse(term, true));

    append(caps->leave, sizeof caps->leave, caps->frame_end);
    append(caps->leave, sizeof caps->leave, caps->flash_off);
    append(caps->leave, sizeof caps->leave, mouse(term, false));
    for (size_t i = 0; i < ACD_COUNT_OF(leave); i++)
        append(caps->leave, sizeof caps->leave, capability(leave[i]));
    if (capability("rmcup")[0] == '\0') /* no second screen: leave this one empty */
        append(caps->leave, sizeof caps->leave, capability("clear"));
}
