/* The keys that feeds and consoles know each other by (CURVE), as files: NAME.secret, which nobody
 * else may read, and NAME.public, which goes to the other side.  A key is 40 characters of Z85.
 *
 * Secrets stay in files: no option takes one, and no message or log line holds one. */
#ifndef ACDFEED_KEYS_H
#define ACDFEED_KEYS_H

#include "acdfeed/fault.h"
#include "acdfeed/limits.h"

#include <stddef.h>

enum { ACD_KEY_BYTES = 41 }; /* with its NUL */

struct acd_key {
    char name[ACD_MAX_ID_BYTES + 1]; /* of whom */
    char public_key[ACD_KEY_BYTES];
    char secret[ACD_KEY_BYTES]; /* "" when only the public part is known */
};

/* Draws a new pair.  `name` is an id of the contract. */
bool acd_key_draw(struct acd_key *key, const char *name, struct acd_fault *why) ACD_MUST_CHECK;
/* Writes NAME.secret (mode 0600) and NAME.public into `folder`.  Never over a file that is there.
 */
bool acd_key_write(const struct acd_key *key, const char *folder,
                   struct acd_fault *why) ACD_MUST_CHECK;
/* Reads a secret file.  False also when others than its owner can read it. */
bool acd_key_read_secret(const char *path, struct acd_key *key,
                         struct acd_fault *why) ACD_MUST_CHECK;
/* The public part: of a public or a secret file, or the key itself, 40 characters. */
bool acd_key_read_public(const char *path_or_key, struct acd_key *key,
                         struct acd_fault *why) ACD_MUST_CHECK;
/* Overwrites it. */
void acd_key_forget(struct acd_key *key);

/* Whether these bytes are a key in Z85.  Pure. */
bool acd_key_valid(const char *text, size_t bytes);

/* For programs that hold secrets: no core file, no look into our memory by other processes of the
 * same user. */
void acd_keys_stay_inside(void);

#endif
