/* --once svg and html: the screen of the console, or a page of the wall, as a picture. */
#ifndef CONSOLE_EDGE_ONCE_PICTURE_H
#define CONSOLE_EDGE_ONCE_PICTURE_H

#include "console/edge/options.h"
#include "console/settings/settings.h"

#include <stdio.h>

/* The moment that is shown. */
struct once_moment {
    int64_t now_ms, wall_ms;
    bool recorded; /* of a tape, and says so */
};
/* A board that was judged.  False: the theme cannot be read. */
bool once_picture(FILE *out, const struct options *options, const struct settings *settings,
                  const struct pages *pages, const struct board *board,
                  struct once_moment moment, struct acd_fault *why);

#endif
