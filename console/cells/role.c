/* The table of roles: keys for theme files, letters for golden screens.  Must never know a colour. */
#include "console/cells/role.h"

#include <string.h>

#define ROLE_ABOUT(name, key, letter, what) {key, letter, what},
const struct role_about role_about[ROLES] = {ROLE_LIST(ROLE_ABOUT)};

enum role role_find(const char *key)
{
    for (int i = 0; i < ROLES; i++)
        if (strcmp(role_about[i].key, key) == 0)
            return (enum role)i;
    return ROLES;
}
