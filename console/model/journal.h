/* Which of this console's own requests the journal must still tell itself: those of which the feed has
 * published no event (not answered, or never sent).  Pure. */
#ifndef CONSOLE_MODEL_JOURNAL_H
#define CONSOLE_MODEL_JOURNAL_H

#include "console/model/board.h"
#include "console/model/requests.h"

/* Newest first; returns how many.  `requests` may be NULL. */
int journal_untold(const struct board *board, const struct requests *requests,
                   const struct request_entry **out, int most);

#endif
