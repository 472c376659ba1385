/* Looks of a theme as attributes and colour pairs of curses, allocated as they are first seen. */
#include "console/edge/tty_ink.h"
#include "acdfeed/macros.h"

#include <string.h>

static const struct {
    unsigned char attribute;
    attr_t curses;
} attributes[] = {
    {THEME_BOLD, WA_BOLD},       {THEME_DIM, WA_DIM},       {THEME_UNDERLINE, WA_UNDERLINE},
    {THEME_REVERSE, WA_REVERSE}, {THEME_ITALIC, WA_ITALIC}, {THEME_BLINK, WA_BLINK},
};

void tty_inks_init(struct tty_inks *inks, bool colour)
{
    memset(inks, 0, sizeof *inks);
    inks->colours = colour ? COLORS : 0;
    inks->depth = inks->colours >= 256 ? THEME_256 : inks->colours >= 8 ? THEME_16 : THEME_MONO;
    inks->own_colours = colour && use_default_colors() == OK;
}

bool tty_inks_take(struct tty_inks *inks, const struct theme *theme)
{
    if (memcmp(&inks->theme, theme, sizeof *theme) == 0)
        return false;
    inks->theme = *theme;
    memset(inks->of, 0, sizeof inks->of);
    inks->pairs = 0;
    return true;
}

/* The number that curses has for a colour of the theme. */
static int number_of(const struct tty_inks *inks, short colour, int instead)
{
    if (colour < 0)
        return inks->own_colours ? -1 : instead;
    if (inks->colours > 256 && colour >= 8)
        return (int)theme_rgb(colour); /* direct colour: the first 8 are still the palette's */
    if (inks->colours < 16 && colour >= 8)
        return colour - 8;
    return colour;
}

static short pair_for(struct tty_inks *inks, short ink, short paper)
{
    short most = (short)ACD_COUNT_OF(inks->pair_of);

    if (ink < 0 && paper < 0)
        return 0;
    for (short i = 0; i < inks->pairs; i++)
        if (inks->pair_of[i].ink == ink && inks->pair_of[i].paper == paper)
            return (short)(i + 1);
    if (inks->pairs >= most || inks->pairs + 1 >= COLOR_PAIRS ||
        init_extended_pair(inks->pairs + 1, number_of(inks, ink, COLOR_WHITE),
                           number_of(inks, paper, COLOR_BLACK)) == ERR)
        return 0;
    inks->pair_of[inks->pairs].ink = ink;
    inks->pair_of[inks->pairs].paper = paper;
    return ++inks->pairs;
}

const struct tty_ink *tty_ink(struct tty_inks *inks, int role, int ground)
{
    struct tty_ink *ink = &inks->of[role][ground];

    if (ink->known)
        return ink;
    struct look look = theme_look(&inks->theme, inks->depth, role, ground);

    for (size_t i = 0; i < ACD_COUNT_OF(attributes); i++)
        if (look.attributes & attributes[i].attribute)
            ink->attributes |= attributes[i].curses;
    if (inks->depth != THEME_MONO) {
        if (inks->colours < 16 && look.ink >= 8)
            ink->attributes |= WA_BOLD; /* what 8 colours have for the bright ones */
        ink->pair = pair_for(inks, look.ink, look.paper);
    }
    ink->known = true;
    return ink;
}
