/* Any bytes as a key file: read as a key that can be one, or refused in words that hold none of it.
 */
#define _GNU_SOURCE /* memfd_create */
#include "acdfeed/keys.h"
#include "tests/fuzz/input.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is refused is not told: of a file that might hold a secret no word of ten bytes appears. */
static void check_refusal(const struct acd_fault *why, const uint8_t *data, size_t bytes)
{
    enum { PIECE = 10 };
    check_words(why->text);
    for (size_t i = 0; i + PIECE <= bytes && i < 200; i++) {
        char piece[PIECE + 1];
        memcpy(piece, data + i, PIECE);
        piece[PIECE] = '\0';
        bool ours = strstr(
            "no secret key in it; expected a line `secret NAME KEY` as `acdfeed keygen` writes it "
            "no public key can be made of it expected a line `public NAME KEY` no key file",
            piece);
        HOLDS(strlen(piece) < PIECE || ours || !strstr(why->text, piece));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct acd_key key;
    struct acd_fault why = {""};
    char path[64];
    if (bytes > 4096)
        return 0;
    int fd = memfd_create("key", MFD_CLOEXEC);
    HOLDS(fd >= 0 && fchmod(fd, 0600) == 0 && write(fd, data, bytes) == (ssize_t)bytes);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if (acd_key_read_secret(path, &key, &why)) {
        HOLDS(acd_key_valid(key.secret, strlen(key.secret)) &&
              acd_key_valid(key.public_key, strlen(key.public_key)));
        HOLDS(acd_id_valid(key.name, strlen(key.name)));
    } else {
        check_refusal(&why, data, bytes);
        HOLDS(key.secret[0] == '\0');
    }
    acd_key_forget(&key);
    HOLDS(key.secret[0] == '\0');
    if (acd_key_read_public(path, &key, &why))
        HOLDS(acd_key_valid(key.public_key, strlen(key.public_key)) && key.secret[0] == '\0');
    else
        check_refusal(&why, data, bytes);
    close(fd);
    return 0;
}
