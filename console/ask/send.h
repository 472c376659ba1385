/* Puts what a dialogue has decided into the outbox.  Inside the room. */
#ifndef CONSOLE_ASK_SEND_H
#define CONSOLE_ASK_SEND_H

#include "console/ask/forms.h"

/* One request, or one for each agent of an action on many: all of them or none.  False: the
 * dialogue's error says why. */
bool send_deed(const struct asking *asking) ACD_MUST_CHECK;

#endif
