/* Colours as numbers: the fixed palette of 256 as xterm has it, and the nearest of them. */
#include "console/settings/theme.h"

/* The first 16 are the user's to change; these are xterm's. */
static const unsigned first_16[] = {
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

unsigned theme_rgb(short colour)
{
    static const unsigned level[] = {0, 95, 135, 175, 215, 255};
    unsigned c = (unsigned)colour;

    if (c < 16)
        return first_16[c];
    if (c >= 232)
        return (8 + (c - 232) * 10) * 0x010101;
    c -= 16;
    return level[c / 36] << 16 | level[c / 6 % 6] << 8 | level[c % 6];
}

static int distance(unsigned a, unsigned b)
{
    int red = (int)(a >> 16) - (int)(b >> 16);
    int green = (int)(a >> 8 & 0xff) - (int)(b >> 8 & 0xff);
    int blue = (int)(a & 0xff) - (int)(b & 0xff);

    return 2 * red * red + 4 * green * green + 3 * blue * blue;
}

short theme_nearest(enum theme_depth depth, unsigned rgb)
{
    short from = depth == THEME_16 ? 0 : 16, to = depth == THEME_16 ? 16 : 256, best = from;

    for (short i = from; i < to; i++)
        if (distance(theme_rgb(i), rgb) < distance(theme_rgb(best), rgb))
            best = i;
    return best;
}
