/* Where the secret of the manager user comes from: a file that nobody else may read, or the
 * environment.  Never shows it, and leaves no copy but the caller's. */
#include "feed/commands/asterisk_settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read straight into the caller's room, which he wipes: a stream would keep a copy in its buffer. */
static bool first_line(int fd, char *out, size_t bytes, const char *path, struct acd_fault *why)
{
    ssize_t got = read(fd, out, bytes);
    if (got < 0)
        return acd_fault_say(why, "%s cannot be read: %s", path, strerror(errno));
    size_t n = 0;
    while (n < (size_t)got && out[n] != '\n' && out[n] != '\r' && out[n] != '\0')
        n++;
    bool whole = n < bytes;
    explicit_bzero(out + (whole ? n : 0), bytes - (whole ? n : 0));
    if (!whole)
        return acd_fault_say(why, "%s: its first line is longer than %zu bytes", path, bytes - 1);
    return n > 0 || acd_fault_say(why, "%s holds no secret: its first line is empty", path);
}

static bool read_private(const char *path, char *out, size_t bytes, struct acd_fault *why)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &about) != 0) {
        if (fd >= 0)
            close(fd);
        return acd_fault_say(why, "%s cannot be read: %s", path, strerror(errno));
    }
    bool fine = S_ISREG(about.st_mode) || acd_fault_say(why, "%s: no file of a secret", path);
    if (fine && (about.st_mode & 077) != 0)
        fine = acd_fault_say(why, "%s may be read by others (mode %03o): chmod 600 %s", path,
                             (unsigned)(about.st_mode & 0777), path);
    fine = fine && first_line(fd, out, bytes, path, why);
    close(fd);
    return fine;
}

/* `ps e` and /proc/PID/environ show the block that a program began with: it is wiped there too. */
static void forget_told(char *told)
{
    if (!told)
        return;
    explicit_bzero(told, strlen(told));
    unsetenv("ACDFEED_AMI_SECRET");
}

bool asterisk_secret(const struct asterisk_settings *settings, char *out, size_t bytes,
                     struct acd_fault *why)
{
    char *told = getenv("ACDFEED_AMI_SECRET");
    bool fine = true;
    if (settings->secret_file[0])
        fine = read_private(settings->secret_file, out, bytes, why);
    else if (told && *told && strlen(told) < bytes)
        snprintf(out, bytes, "%s", told);
    else
        fine = acd_fault_say(why, "no secret: [asterisk] secret_file in the settings, or "
                                  "ACDFEED_AMI_SECRET in the environment, is expected");
    forget_told(told);
    return fine;
}
