/* Any bytes as a tape: opened or refused, read to its end, sought, played to a subscriber. */
#include "acdfeed/playback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    char path[64];
    struct acd_fault why;
    struct acd_subscriber_handler nobody = {0};
    snprintf(path, sizeof path, "/tmp/acdfuzz-tape-%ld", (long)getpid());
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, bytes, file) != bytes || fclose(file) != 0)
        abort();
    struct acd_playback *playback = acd_playback_open(path, &nobody, &why);
    if (playback) {
        struct acd_tape_about about = acd_playback_about(playback);
        (void)acd_playback_advance(playback, about.end_ms, 0);
        acd_playback_seek(playback, about.start_ms + (about.end_ms - about.start_ms) / 2);
        acd_playback_close(playback);
    }
    unlink(path);
    return 0;
}
