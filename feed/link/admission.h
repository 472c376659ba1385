/* The list of authorised keys: lines `NAME ROLE KEY`, and what each role may.  Pure. */
#ifndef LINK_ADMISSION_H
#define LINK_ADMISSION_H

#include "acdfeed/keys.h"
#include "acdfeed/names.h"

#include <stddef.h>

#define ADMISSION_ROLE_LIST(X)                                                                     \
    X(WALL, wall)             /* stats without agents */                                           \
    X(VIEWER, viewer)         /* all stats and snapshots */                                        \
    X(SUPERVISOR, supervisor) /* may also command */                                               \
    X(PUBLISHER, publisher)   /* another feed, as a relay or recorder: as viewer */
#define ADMISSION_ROLE_ENUM(name, word) ADMISSION_##name,
enum admission_role { ADMISSION_ROLE_LIST(ADMISSION_ROLE_ENUM) ADMISSION_ROLES };
extern const struct acd_names admission_role_names;

enum { ADMISSION_MOST = 4096 };

struct admitted {
    char name[ACD_MAX_ID_BYTES + 1];
    enum admission_role role;
    char key[ACD_KEY_BYTES];
};
/* Zeroed is empty. */
struct admission {
    struct admitted *keys;
    size_t n;
};

/* Reads the list.  False, and the list empty, when any line is wrong: `why` names the first one
 * with file and line. */
bool admission_read(struct admission *admission, const char *file, const char *text,
                    struct acd_fault *why) ACD_MUST_CHECK;
void admission_release(struct admission *admission);

/* NULL: nobody with that key is let in. */
const struct admitted *admission_find(const struct admission *admission, const char *key);
/* Everyone of `before` is in `after`, with a role that may no less. */
bool admission_keeps(const struct admission *before, const struct admission *after);

bool admission_commands(enum admission_role role);
bool admission_sees_agents(enum admission_role role);

/* What a subscription of this role comes to: the prefixes it may have of those it asks for, written
 * to `out`, each NUL-terminated; how many.  `prefix` need not be text. */
enum { ADMISSION_PREFIXES = 4, ADMISSION_PREFIX_BYTES = 257 };
int admission_prefixes(enum admission_role role, const void *prefix, size_t bytes,
                       char out[ADMISSION_PREFIXES][ADMISSION_PREFIX_BYTES]);

#endif
