/* Where the secret of the manager user comes from: a file that nobody else may read, or the
 * environment.  Never shows it. */
#include "feed/commands/asterisk_settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool first_line(FILE *file, char *out, size_t bytes, const char *path, struct acd_fault *why)
{
    if (!fgets(out, (int)bytes, file))
        return acd_fault_say(why, "%s holds no secret: its first line is expected", path);
    out[strcspn(out, "\r\n")] = '\0';
    return out[0] || acd_fault_say(why, "%s holds no secret: its first line is empty", path);
}

bool asterisk_secret(const struct asterisk_settings *settings, char *out, size_t bytes,
                     struct acd_fault *why)
{
    const char *path = settings->secret_file, *told = getenv("ACDFEED_AMI_SECRET");
    struct stat about;
    if (!path[0] && (!told || !*told || strlen(told) >= bytes))
        return acd_fault_say(why, "no secret: [asterisk] secret_file in the settings, or "
                                  "ACDFEED_AMI_SECRET in the environment, is expected");
    if (!path[0]) {
        snprintf(out, bytes, "%s", told);
        return true;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        if (fd >= 0)
            close(fd);
        return acd_fault_say(why, "%s cannot be read: %s", path, strerror(errno));
    }
    FILE *file = fdopen(fd, "r");
    bool fine = (about.st_mode & 077) == 0
                    ? first_line(file, out, bytes, path, why)
                    : acd_fault_say(why, "%s may be read by others (mode %03o): chmod 600 %s", path,
                                    (unsigned)(about.st_mode & 0777), path);
    fclose(file);
    return fine;
}
