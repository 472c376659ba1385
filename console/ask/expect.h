/* The response plan and its arithmetic in a dialogue: what it begins with, what would probably come of
 * it as it stands.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_EXPECT_H
#define CONSOLE_ASK_EXPECT_H

#include "console/ask/forms.h"
#include "console/model/outlook.h"

/* Writes the plan's values into the fields, before a person does. */
void expect_preset(const struct asking *asking);
/* Adds the lines "Expect ..." of both sides and "Told: ...". */
void expect_tell(const struct asking *asking);
/* What the fields ask, for a forecast.  False: not filled in so that it could be said. */
bool expect_measure(const struct asking *asking, struct outlook_measure *out);

/* Its forecast, reckoned anew when it or the floor has changed; outlook_effect(). */
bool expect_reckon(const struct asking *asking, const struct outlook_measure *measure,
                   struct outlook_effect *effect, const char **why) ACD_MUST_CHECK;

#endif
