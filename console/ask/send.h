/* Checks what a dialogue has decided and puts it into the outbox.  Inside the room. */
#ifndef CONSOLE_ASK_SEND_H
#define CONSOLE_ASK_SEND_H

#include "console/ask/forms.h"

/* Whether what the dialogue says can be asked at this moment; if not, why.  *empty: only because a
 * field is not filled in yet. */
bool send_check(const struct asking *asking, bool *empty, struct acd_fault *why) ACD_MUST_CHECK;
/* One request, or one for each agent of an action on many.  After send_check() alone. */
void send_deed(const struct asking *asking);

#endif
