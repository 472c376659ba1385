/* Keys of a test's own in its folder, and the list that a feed lets in by. */
#ifndef TESTS_KEYRING_H
#define TESTS_KEYRING_H

#include "acdfeed/keys.h"
#include "acdfeed/subscriber.h"
#include "tests/support/watched.h"

/* Paths of NAME.secret and NAME.public, drawn at the first asking.  Borrowed for good. */
const char *keyring_secret(const char *name);
const char *keyring_public(const char *name);
const char *keyring_key(const char *name); /* the 40 characters */

/* Writes the list of authorised keys: "NAME ROLE\n..." becomes lines with the keys; its path. */
const char *keyring_authorize(const char *names_and_roles);
/* Writes the list as it is. */
void keyring_write_list(const char *text);

/* Adds a feed to a watched subscriber, as `name`. */
void keyring_add(struct watched *watched, const char *stats, const char *control, const char *name,
                 const char *server);

#endif
