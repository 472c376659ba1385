/* What tiles.c, which chooses rows, leaves to tile_figures.c, for this room alone. */
#ifndef CONSOLE_WALL_TILES_PARTS_H
#define CONSOLE_WALL_TILES_PARTS_H

#include "console/wall/tiles.h"

/* Fills tile->shown from rows, tier and figures that are set already. */
void tile_show(struct tile *tile, const struct page *page);

#endif
