/* What a dialogue asks, as a request of the contract.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_REQUEST_H
#define CONSOLE_ASK_REQUEST_H

#include "console/ask/forms.h"

/* Reads the fields into `request`, which borrows from the dialogue, and tells it in words.  `id` is
 * borrowed too.  False: what a field lacks; *empty says that it is only not filled in yet. */
bool request_read(const struct asking *asking, const char *id, struct acd_request *request,
                  char *words, size_t bytes, bool *empty, struct acd_fault *why) ACD_MUST_CHECK;
/* Whether the floor lets it be done now; if not, why. */
bool request_fits(const struct asking *asking, const struct acd_request *request,
                  struct acd_fault *why) ACD_MUST_CHECK;

#endif
