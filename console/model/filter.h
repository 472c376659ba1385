/* Which rows a filter lets through; its words are explained in roster.h.  Pure. */
#ifndef CONSOLE_MODEL_FILTER_H
#define CONSOLE_MODEL_FILTER_H

#include "console/model/board.h"

/* `filter` may be NULL. */
bool filter_passes_queue(const char *filter, const struct board_queue *queue);
bool filter_passes_agent(const char *filter, const struct board_agent *agent);

#endif
