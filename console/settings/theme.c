/* Reads a theme from text: a line a role, told by file and line where it is wrong.  Must never know
 * a terminal. */
#include "console/settings/theme.h"
#include "acdfeed/macros.h"
#include "console/cells/role.h"
#include "console/cells/text.h"
#include "console/words.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

_Static_assert((int)ROLES <= (int)THEME_ROLES_MOST, "a theme has room for every role");

enum { LINE_BYTES = 256, WORD_BYTES = 32 };

struct reading {
    struct theme *theme;
    const char *file;
    unsigned line;
    unsigned given[THEME_ROLES_MOST]; /* the line of each role, 0: not yet */
    struct acd_fault *why;
};

static const char *const colours[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
static const struct {
    const char *name;
    unsigned char bit;
} attributes[] = {
    {"bold", THEME_BOLD},       {"dim", THEME_DIM},       {"underline", THEME_UNDERLINE},
    {"reverse", THEME_REVERSE}, {"italic", THEME_ITALIC}, {"blink", THEME_BLINK},
};
static const struct look plain = {.ink = -1, .paper = -1};

static bool read_attribute(const char *word, unsigned char *bits)
{
    for (size_t i = 0; i < ACD_COUNT_OF(attributes); i++) {
        if (strcasecmp(word, attributes[i].name) == 0) {
            *bits |= attributes[i].bit;
            return true;
        }
    }
    return false;
}

static bool named_colour(const char *word, short *colour)
{
    bool bright = strncasecmp(word, "bright-", 7) == 0;

    for (size_t i = 0; i < ACD_COUNT_OF(colours); i++) {
        if (strcasecmp(word + (bright ? 7 : 0), colours[i]) == 0) {
            *colour = (short)(i + (bright ? 8 : 0));
            return true;
        }
    }
    return false;
}

static bool read_colour(const char *word, enum theme_depth depth, short *colour)
{
    char *end;

    if (strcasecmp(word, "default") == 0) {
        *colour = -1;
        return true;
    }
    if (named_colour(word, colour))
        return true;
    if (word[0] == '#') {
        if (strlen(word) != 7 || strspn(word + 1, "0123456789abcdefABCDEF") != 6)
            return false;
        *colour = theme_nearest(depth, (unsigned)strtoul(word + 1, NULL, 16));
        return true;
    }
    if (word[0] < '0' || word[0] > '9' || strlen(word) > 3)
        return false;
    long number = strtol(word, &end, 10);

    *colour = (short)number;
    return *end == '\0' && number < (depth == THEME_16 ? 16 : 256);
}

/* The next word of a part, in `out`; false at its end. */
static bool next_word(const char **at, char *out)
{
    static const char gaps[] = " \t,\r";
    const char *begin = *at + strspn(*at, gaps);
    size_t length = strcspn(begin, gaps), kept = length < WORD_BYTES ? length : WORD_BYTES - 1;

    memcpy(out, begin, kept);
    out[kept] = '\0';
    *at = begin + length;
    return length > 0;
}

static const char *expected_at(enum theme_depth depth)
{
    static const char *const words[THEME_DEPTHS] = {
        "a colour (default, black .. white, bright-black .. bright-white, 0..255, #rrggbb)",
        "a colour of 16 (default, black .. white, bright-black .. bright-white, 0..15, #rrggbb)",
        "no colour, since this part is for monochrome,",
    };

    return words[depth];
}

static bool read_look(struct reading *reading, const char *part, enum theme_depth depth, struct look *look)
{
    char word[WORD_BYTES];
    bool has_ink = false, has_paper = false;

    *look = plain;
    while (next_word(&part, word)) {
        short *colour = has_ink ? NULL : &look->ink;
        bool paper = strcasecmp(word, "on") == 0;

        if (read_attribute(word, &look->attributes))
            continue;
        if (paper) {
            colour = has_paper ? NULL : &look->paper;
            if (!next_word(&part, word))
                return acd_fault_say_at(reading->why, reading->file, reading->line,
                                        _("'on' is followed by nothing; expected %s"), expected_at(depth));
        }
        short read;

        if (!read_colour(word, depth, &read) || (depth == THEME_MONO && read != -1))
            return acd_fault_say_at(reading->why, reading->file, reading->line,
                                    _("'%s' is unknown here; expected %s or an attribute (bold dim "
                                    "underline reverse italic blink)"), word, expected_at(depth));
        if (colour == NULL)
            return acd_fault_say_at(reading->why, reading->file, reading->line,
                                    _("'%s' is a second %s; expected INK on PAPER, ATTRIBUTES"), word,
                                    paper ? "paper" : "ink");
        *colour = read;
        has_ink = has_ink || !paper;
        has_paper = has_paper || paper;
    }
    return true;
}

static short to_16(short colour)
{
    return colour < 16 ? colour : theme_nearest(THEME_16, theme_rgb(colour));
}

/* A look for fewer colours than the one it is made from. */
static struct look derived(struct look from, enum theme_depth depth, int role)
{
    struct look look = {to_16(from.ink), to_16(from.paper), from.attributes};

    if (depth != THEME_MONO)
        return look;
    if (from.paper != -1 && role != ROLE_NORMAL)
        look.attributes |= THEME_REVERSE;
    look.ink = look.paper = -1;
    return look;
}

static bool read_parts(struct reading *reading, int role, char *value)
{
    struct theme *theme = reading->theme;
    char *rest = value;

    for (int depth = 0; depth < THEME_DEPTHS; depth++) {
        char *part = rest != NULL ? strsep(&rest, "|") : NULL;

        if (part != NULL && part[strspn(part, " \t\r")] != '\0') {
            if (!read_look(reading, part, (enum theme_depth)depth, &theme->looks[depth][role]))
                return false;
        } else if (depth > 0) {
            theme->looks[depth][role] = derived(theme->looks[depth - 1][role], (enum theme_depth)depth, role);
        } else {
            return acd_fault_say_at(reading->why, reading->file, reading->line,
                                    _("%s has no look; expected INK on PAPER, ATTRIBUTES"), role_about[role].key);
        }
    }
    if (rest != NULL)
        return acd_fault_say_at(reading->why, reading->file, reading->line,
                                _("more than %d parts; expected 256 colours | 16 colours | monochrome"),
                                THEME_DEPTHS);
    return true;
}

/* The role whose key begins most like `word`. */
static const char *most_like(const char *word)
{
    int best = 0;
    size_t most = 0;

    for (int i = 0; i < ROLES; i++) {
        size_t same = 0;

        while (word[same] != '\0' && word[same] == role_about[i].key[same])
            same++;
        if (same > most) {
            most = same;
            best = i;
        }
    }
    return role_about[best].key;
}

static bool read_line(struct reading *reading, char *line)
{
    char key[WORD_BYTES];
    char *value = strchr(line, '=');
    const char *at = line;

    if (value == NULL)
        return acd_fault_say_at(reading->why, reading->file, reading->line,
                                _("'%.40s' has no '='; expected ROLE = INK on PAPER, ATTRIBUTES"), line);
    *value++ = '\0';
    if (!next_word(&at, key) || at[strspn(at, " \t")] != '\0')
        return acd_fault_say_at(reading->why, reading->file, reading->line,
                                _("'%.40s' is not one word; expected a role such as tier3"), line);
    int role = role_find(key);

    if (role == ROLES)
        return acd_fault_say_at(reading->why, reading->file, reading->line,
                                _("no role is called '%s'; the nearest is '%s', dark.theme has them all"),
                                key, most_like(key));
    if (reading->given[role] != 0)
        return acd_fault_say_at(reading->why, reading->file, reading->line,
                                _("%s stands in line %u already"), key, reading->given[role]);
    reading->given[role] = reading->line;
    return read_parts(reading, role, value);
}

static void read_comment(struct theme *theme, const char *line)
{
    line += strspn(line, "# \t");
    if (theme->about[0] != '\0')
        return;
    char words[LINE_BYTES];

    snprintf(words, sizeof words, "%.*s", (int)strcspn(line, "\r"), line);
    text_safe(theme->about, sizeof theme->about, words);
}

static bool all_given(const struct reading *reading)
{
    char missing[ACD_FAULT_TEXT_BYTES] = "";
    size_t used = 0;

    for (int i = 0; i < ROLES; i++) {
        size_t length = strlen(role_about[i].key);

        if (reading->given[i] != 0 || used + length + 2 > sizeof missing)
            continue;
        missing[used++] = ' ';
        memcpy(missing + used, role_about[i].key, length + 1);
        used += length;
    }
    return used == 0 || acd_fault_say(reading->why, _("%s: these roles have no line:%s"), reading->file, missing);
}

/* "/a/b/night.theme" is called "night". */
static void set_name(struct theme *theme, const char *file)
{
    const char *slash = strrchr(file, '/'), *base = slash != NULL ? slash + 1 : file;
    size_t length = strlen(base), ending = strlen(".theme");

    if (length > ending && strcmp(base + length - ending, ".theme") == 0)
        length -= ending;
    if (length >= sizeof theme->name)
        length = sizeof theme->name - 1;
    memcpy(theme->name, base, length);
    theme->name[length] = '\0';
}

static bool read_all(struct theme *theme, const char *file, const char *text, struct acd_fault *why)
{
    struct reading reading = {.theme = theme, .file = file, .why = why};

    set_name(theme, file);
    while (*text != '\0') {
        char line[LINE_BYTES];
        size_t length = strcspn(text, "\n");

        reading.line++;
        if (length >= sizeof line)
            return acd_fault_say_at(why, file, reading.line, _("the line is longer than %d bytes"), LINE_BYTES - 1);
        memcpy(line, text, length);
        line[length] = '\0';
        text += length + (text[length] == '\n');
        char *begin = line + strspn(line, " \t\r");

        if (*begin == '#')
            read_comment(theme, begin);
        else if (*begin != '\0' && !read_line(&reading, begin))
            return false;
    }
    return all_given(&reading);
}

bool theme_read(struct theme *theme, const char *file, const char *text, struct acd_fault *why)
{
    struct theme read = {.name = ""};

    if (!read_all(&read, file, text, why))
        return false;
    *theme = read;
    return true;
}

struct look theme_look(const struct theme *theme, enum theme_depth depth, int role, int ground)
{
    assert(role >= 0 && role < ROLES && ground >= 0 && ground < ROLES);
    struct look look = theme->looks[depth][role], under = theme->looks[depth][ground];

    if (look.paper == -1 || role == ROLE_NORMAL)
        look.paper = under.paper != -1 ? under.paper : theme->looks[depth][ROLE_NORMAL].paper;
    if (look.ink == -1)
        look.ink = theme->looks[depth][ROLE_NORMAL].ink;
    if (role != ground && (under.attributes & THEME_REVERSE))
        look.attributes ^= THEME_REVERSE;
    return look;
}
