/* How many commands each key may give: so many a minute, saved up for one minute at most.  Who asks
 * for more is refused for as many again, and then not answered at all.  A crowd of names shares one
 * place once the table is full, so that memory is bounded whoever comes.  Pure. */
#ifndef LINK_QUOTA_H
#define LINK_QUOTA_H

#include <stdint.h>

enum { QUOTA_NAMES = 8192 }; /* told apart at one time; more than keys can be authorised */

struct quota_entry;
struct quota {
    int64_t per_minute;
    struct quota_entry *table;
};

enum quota_answer { QUOTA_PASS, QUOTA_REFUSE, QUOTA_DROP };
/* One more command of this key. */
enum quota_answer quota_take(struct quota *quota, const char *name, int64_t now_ms);
void quota_release(struct quota *quota);

#endif
