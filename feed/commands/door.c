/* Finds the user's own place for a local socket and refuses one that others could have laid. */
#include "feed/commands/door.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool own_folder(const char *path, struct acd_fault *why)
{
    struct stat is;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return acd_fault_say(why, "%s: cannot make the folder: %s", path, strerror(errno));
    if (lstat(path, &is) != 0)
        return acd_fault_say(why, "%s: %s", path, strerror(errno));
    if (!S_ISDIR(is.st_mode) || is.st_uid != geteuid() || (is.st_mode & 077) != 0)
        return acd_fault_say(why,
                             "%s: expected a folder of your own with mode 0700; name another "
                             "place by --inject ipc:///PATH",
                             path);
    return true;
}

bool door_default(char endpoint[DOOR_BYTES], struct acd_fault *why)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    if (runtime != NULL && runtime[0] == '/' && strlen(runtime) < DOOR_BYTES - 32) {
        snprintf(endpoint, DOOR_BYTES, "ipc://%s/acdfeed-inject", runtime);
        return true;
    }
    char folder[DOOR_BYTES - 32];
    snprintf(folder, sizeof(folder), "/tmp/acdfeed-%lu", (unsigned long)geteuid());
    snprintf(endpoint, DOOR_BYTES, "ipc://%s/inject", folder);
    return own_folder(folder, why);
}
