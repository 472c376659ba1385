/* Key -> action by context; settings may rebind, conflicts are refused.  Pure. */
#ifndef CONSOLE_ASK_KEYMAP_H
#define CONSOLE_ASK_KEYMAP_H

#include "acdfeed/fault.h"
#include "console/ask/action.h"
#include "console/ask/key.h"

struct keymap;
struct keymap *keymap_new(void); /* the keys of ACTION_LIST */
void keymap_free(struct keymap *keymap);
/* Gives an action other keys, blank-separated; "" none.  False: unknown action or key, or a key that
 * another action has in a shared context: which. */
bool keymap_bind(struct keymap *keymap, const char *action, const char *keys, struct acd_fault *why)
    ACD_MUST_CHECK;
enum action keymap_find(const struct keymap *keymap, struct key key, enum view view);
/* The first key of an action as text, "" when it has none. */
const char *keymap_first(const struct keymap *keymap, enum action action, char *out, size_t bytes);
/* All keys of an action, blank-separated. */
const char *keymap_all(const struct keymap *keymap, enum action action, char *out, size_t bytes);

#endif
