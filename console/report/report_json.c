/* The board as one JSON object on one line, and what the exit status says of it. */
#include "console/report/report.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"
#include "console/report/report_tree.h"

#include <stdlib.h>

/* A share of six digits says all that a share of callers can. */
enum { SHARE_DIGITS = 6 };

void report_json(FILE *out, const struct board *board, const struct roster_view *look, int64_t now_ms,
                 int64_t wall_ms)
{
    json_t *tree = report_tree(board, look, now_ms, wall_ms);

    char *json =
        json_dumps(tree, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(SHARE_DIGITS));

    if (!json)
        acd_no_memory();
    json = acd_json_escape(json);
    fprintf(out, "%s\n", json);
    free(json);
    json_decref(tree);
}

int report_status(const struct board *board)
{
    for (int i = 0; i < board_sites(board); i++)
        if (board_site_at(board, i)->state.link != ACD_LINK_LIVE)
            return 3;
    for (int i = 0; i < board_feeds(board); i++)
        if (board_feed_at(board, i)->full) /* whole sites may be missing */
            return 3;
    return board_sites(board) == 0 ? 3 : 0;
}
