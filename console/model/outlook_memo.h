/* Outlooks that were reckoned already: a screen asks for the same ones frame after frame, and each is
 * some 100,000 steps.  What is kept is given back for exactly the same side alone. */
#ifndef CONSOLE_MODEL_OUTLOOK_MEMO_H
#define CONSOLE_MODEL_OUTLOOK_MEMO_H

#include "console/model/outlook.h"

enum { OUTLOOKS_KEPT = 48 };
struct outlook_memo { /* zeroed is empty */
    struct outlook_kept {
        struct outlook_side side;
        bool reckoned, ranged, has_range;
        struct outlook outlook;
        struct outlook_range range;
    } kept[OUTLOOKS_KEPT];
    int next; /* the one that gives way */
};

/* As outlook_of() and outlook_range(); memo NULL: reckoned anew. */
struct outlook outlook_memo_of(struct outlook_memo *memo, const struct outlook_side *side);
bool outlook_memo_range(struct outlook_memo *memo, struct outlook_range *out,
                        const struct outlook_side *side) ACD_MUST_CHECK;

#endif
