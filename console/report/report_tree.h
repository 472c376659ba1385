/* The board as a tree of JSON, from which the JSON and the CSV are written. */
#ifndef CONSOLE_REPORT_REPORT_TREE_H
#define CONSOLE_REPORT_REPORT_TREE_H

#include "console/model/roster.h"

#include <jansson.h>

/* The object of PROTOCOL.md section 6; free with json_decref(). */
json_t *report_tree(const struct board *board, const struct roster_view *look, int64_t now_ms,
                    int64_t wall_ms);

#endif
