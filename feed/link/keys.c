/* Key files: drawing, writing, reading and refusing what others can read.  It never sees a socket,
 * and no fault it says holds a secret. */
#include "acdfeed/keys.h"

#include "acdfeed/shape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

enum { PATH_BYTES = 4096, FILE_BYTES = 4096 };

static const char z85[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

bool acd_key_valid(const char *text, size_t bytes)
{
    char copy[ACD_KEY_BYTES];
    uint8_t binary[32];
    if (bytes != ACD_KEY_BYTES - 1)
        return false;
    for (size_t i = 0; i < bytes; i++) {
        if (!text[i] || !strchr(z85, text[i]))
            return false;
    }
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    bool valid = zmq_z85_decode(binary, copy) != NULL;
    explicit_bzero(copy, sizeof copy);
    explicit_bzero(binary, sizeof binary);
    return valid;
}

void acd_key_forget(struct acd_key *key)
{
    explicit_bzero(key, sizeof *key);
}

bool acd_key_draw(struct acd_key *key, const char *name, struct acd_fault *why)
{
    *key = (struct acd_key){.name = ""};
    if (!acd_id_valid(name, strlen(name)))
        return acd_fault_say(why, "%s: no name for a key: 1 to 64 of A-Z a-z 0-9 . _ : @ + -",
                             name);
    snprintf(key->name, sizeof key->name, "%s", name);
    if (zmq_curve_keypair(key->public_key, key->secret) != 0)
        return acd_fault_say(why, "this system's ZeroMQ makes no keys: %s", zmq_strerror(errno));
    return true;
}

/* Whole or not at all. */
static bool write_file(const char *path, mode_t mode, const char *text, struct acd_fault *why)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0)
        return acd_fault_say(why, "%s: %s", path,
                             errno == EEXIST ? "is there already; a key is never overwritten"
                                             : strerror(errno));
    size_t bytes = strlen(text);
    bool fine = fchmod(fd, mode) == 0 && write(fd, text, bytes) == (ssize_t)bytes && fsync(fd) == 0;
    int error = errno;
    close(fd);
    if (fine)
        return true;
    unlink(path);
    return acd_fault_say(why, "%s: cannot be written: %s", path, strerror(error));
}

bool acd_key_write(const struct acd_key *key, const char *folder, struct acd_fault *why)
{
    char path[PATH_BYTES], text[FILE_BYTES];
    if (snprintf(path, sizeof path, "%s/%s.secret", folder, key->name) >= PATH_BYTES)
        return acd_fault_say(why, "%s: too long a path", folder);
    snprintf(text, sizeof text, "secret %s %s\npublic %s %s\n", key->name, key->secret, key->name,
             key->public_key);
    bool fine = write_file(path, 0600, text, why);
    explicit_bzero(text, sizeof text);
    if (!fine)
        return false;
    char public_path[PATH_BYTES];
    snprintf(public_path, sizeof public_path, "%s/%s.public", folder, key->name);
    snprintf(text, sizeof text, "public %s %s\n", key->name, key->public_key);
    if (write_file(public_path, 0644, text, why))
        return true;
    unlink(path);
    return false;
}

static bool read_text(int fd, const char *path, char out[FILE_BYTES], struct acd_fault *why)
{
    ssize_t got = read(fd, out, FILE_BYTES);
    if (got < 0)
        return acd_fault_say(why, "%s: %s", path, strerror(errno));
    if (got == FILE_BYTES || memchr(out, '\0', (size_t)got))
        return acd_fault_say(why, "%s: no key file", path);
    out[got] = '\0';
    return true;
}

/* The key behind "WORD NAME "; false when no line has it. */
static bool find_line(const char *text, const char *word, char name[ACD_MAX_ID_BYTES + 1],
                      char out[ACD_KEY_BYTES])
{
    size_t word_bytes = strlen(word);
    for (const char *line = text; line; line = (line = strchr(line, '\n')) ? line + 1 : NULL) {
        if (strncmp(line, word, word_bytes) != 0 || line[word_bytes] != ' ')
            continue;
        const char *at = line + word_bytes + 1;
        size_t name_bytes = strcspn(at, " \n");
        const char *key = at + name_bytes + (at[name_bytes] == ' ');
        size_t bytes = strcspn(key, " \r\n");
        if (!acd_id_valid(at, name_bytes) || !acd_key_valid(key, bytes))
            return false;
        memcpy(name, at, name_bytes);
        name[name_bytes] = '\0';
        memcpy(out, key, bytes);
        out[bytes] = '\0';
        return true;
    }
    return false;
}

static bool private_file(int fd, const char *path, struct acd_fault *why)
{
    struct stat is;
    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode))
        return acd_fault_say(why, "%s: no key file", path);
    if ((is.st_mode & 077) == 0 && (is.st_uid == geteuid() || is.st_uid == 0))
        return true;
    return acd_fault_say(why,
                         "%s: others can read this secret key (mode %04o): chmod 600 it, or draw a "
                         "new one by `acdfeed keygen`",
                         path, (unsigned)(is.st_mode & 07777));
}

static bool take_secret(int fd, const char *path, struct acd_key *key, struct acd_fault *why)
{
    char text[FILE_BYTES];
    bool fine = private_file(fd, path, why) && read_text(fd, path, text, why);
    if (fine && !find_line(text, "secret", key->name, key->secret))
        fine = acd_fault_say(why,
                             "%s: no secret key in it; expected a line `secret NAME KEY` as "
                             "`acdfeed keygen` writes it",
                             path);
    explicit_bzero(text, sizeof text);
    /* From the secret, so that a wrong second line cannot mislead. */
    if (fine && zmq_curve_public(key->public_key, key->secret) != 0)
        fine = acd_fault_say(why, "%s: no public key can be made of it: %s", path,
                             zmq_strerror(errno));
    return fine;
}

bool acd_key_read_secret(const char *path, struct acd_key *key, struct acd_fault *why)
{
    *key = (struct acd_key){.name = ""};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return acd_fault_say(why, "%s: the key cannot be read: %s", path, strerror(errno));
    bool fine = take_secret(fd, path, key, why);
    close(fd);
    if (!fine)
        acd_key_forget(key);
    return fine;
}

bool acd_key_read_public(const char *path_or_key, struct acd_key *key, struct acd_fault *why)
{
    char text[FILE_BYTES] = "";
    *key = (struct acd_key){.name = ""};
    if (acd_key_valid(path_or_key, strlen(path_or_key))) {
        memcpy(key->public_key, path_or_key, ACD_KEY_BYTES);
        return true;
    }
    int fd = open(path_or_key, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return acd_fault_say(why, "%s: neither a key of 40 characters nor a file: %s", path_or_key,
                             strerror(errno));
    bool fine = read_text(fd, path_or_key, text, why);
    if (fine && !find_line(text, "public", key->name, key->public_key))
        fine = acd_fault_say(why, "%s: no public key in it; expected a line `public NAME KEY`",
                             path_or_key);
    explicit_bzero(text, sizeof text);
    close(fd);
    return fine;
}

/* The leak checker of the sanitizers looks into its own process from outside. */
#if defined(__SANITIZE_ADDRESS__)
enum { WATCHED_FROM_OUTSIDE = 1 };
#else
enum { WATCHED_FROM_OUTSIDE = 0 };
#endif

void acd_keys_stay_inside(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (!WATCHED_FROM_OUTSIDE)
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
