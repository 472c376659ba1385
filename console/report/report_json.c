/* The board as one JSON object on one line, and what the exit status says of it. */
#include "console/report/report.h"

#include "acdfeed/memory.h"
#include "console/report/report_tree.h"

#include <stdlib.h>

/* A share of six digits says all that a share of callers can. */
enum { SHARE_DIGITS = 6 };

/* JSON escapes the control characters of ASCII; the others (DEL, U+0080 to U+009F, among them a CSI)
 * a terminal would obey as well. */
static void print_escaped(FILE *out, const char *json)
{
    for (const unsigned char *c = (const unsigned char *)json; *c; c++) {
        if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f)
            fprintf(out, "\\u%04x", *++c);
        else if (*c == 0x7f)
            fputs("\\u007f", out);
        else
            fputc(*c, out);
    }
    fputc('\n', out);
}

void report_json(FILE *out, const struct board *board, const struct roster_view *look, int64_t now_ms,
                 int64_t wall_ms)
{
    json_t *tree = report_tree(board, look, now_ms, wall_ms);

    char *json =
        json_dumps(tree, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(SHARE_DIGITS));

    if (!json)
        acd_no_memory();
    print_escaped(out, json);
    free(json);
    json_decref(tree);
}

int report_status(const struct board *board)
{
    for (int i = 0; i < board_sites(board); i++)
        if (board_site_at(board, i)->state.link != ACD_LINK_LIVE)
            return 3;
    return board_sites(board) == 0 ? 3 : 0;
}
