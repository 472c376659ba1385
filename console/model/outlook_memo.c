/* Keeps the last few outlooks by what they were reckoned from.  Knows no queue and no time. */
#include "console/model/outlook_memo.h"

#include <string.h>

/* The one of that side, new where there is none. */
static struct outlook_kept *kept_for(struct outlook_memo *memo, const struct outlook_side *side)
{
    struct outlook_kept *kept;

    for (int i = 0; i < OUTLOOKS_KEPT; i++) {
        kept = &memo->kept[i];
        if ((kept->reckoned || kept->ranged) && memcmp(&kept->side, side, sizeof(*side)) == 0)
            return kept;
    }
    kept = &memo->kept[memo->next];
    memo->next = (memo->next + 1) % OUTLOOKS_KEPT;
    *kept = (struct outlook_kept){.side = *side};
    return kept;
}

struct outlook outlook_memo_of(struct outlook_memo *memo, const struct outlook_side *side)
{
    struct outlook_kept *kept;

    if (!memo)
        return outlook_of(side);
    kept = kept_for(memo, side);
    if (!kept->reckoned)
        kept->outlook = outlook_of(side);
    kept->reckoned = true;
    return kept->outlook;
}

bool outlook_memo_range(struct outlook_memo *memo, struct outlook_range *out,
                        const struct outlook_side *side)
{
    struct outlook_kept *kept;

    if (!memo)
        return outlook_range(out, side);
    kept = kept_for(memo, side);
    if (!kept->ranged)
        kept->has_range = outlook_range(&kept->range, side);
    kept->ranged = true;
    *out = kept->range;
    return kept->has_range;
}
