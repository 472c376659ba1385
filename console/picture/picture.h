/* The cells of a screen as a picture, for documents, mail and chat: the same text, the same columns,
 * the colours of a theme at 256.  Writes to the stream it is given. */
#ifndef CONSOLE_PICTURE_PICTURE_H
#define CONSOLE_PICTURE_PICTURE_H

#include "console/cells/grid.h"
#include "console/settings/theme.h"

#include <stdio.h>

/* `title` names the picture to those who do not see it. */
typedef void picture_function(FILE *out, const struct grid *grid, const struct theme *theme,
                              const char *title);
picture_function picture_svg;  /* a document of its own; every text run is held to its columns */
picture_function picture_html; /* a page with one <pre> */

#endif
