/* Which page stands, and when it turns.  A page in alarm is shown at once and held until it recovers;
 * several take turns among themselves.  A person who turns a page has it for one turn.  Pages are
 * known by number while their order lasts; time is monotonic and passed in. */
#ifndef CONSOLE_WALL_ROTATION_H
#define CONSOLE_WALL_ROTATION_H

#include <stdbool.h>
#include <stdint.h>

struct rotation {
    int at;            /* the page that stands */
    int64_t since_ms;
    bool by_hand;      /* a person chose it */
    bool held;         /* it stands because it is in alarm */
    bool begun;
};
struct rotation_page {
    bool breaching;
    int64_t every_ms;  /* > 0 */
};

/* Lets time work on n >= 1 pages; true when another page stands than before. */
bool rotation_pass(struct rotation *rotation, const struct rotation_page *pages, int n, int64_t now_ms);
/* A person turns `step` pages on (or back). */
void rotation_turn(struct rotation *rotation, int n, int step, int64_t now_ms);

#endif
