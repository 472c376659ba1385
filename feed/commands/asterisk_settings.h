/* The settings file of `acdfeed asterisk`, and the secret, which never stands in it or on a command
 * line.  Input and output at the start alone. */
#ifndef FEED_COMMANDS_ASTERISK_SETTINGS_H
#define FEED_COMMANDS_ASTERISK_SETTINGS_H

#include "acdfeed/fault.h"
#include "feed/asterisk/pbx_settings.h"

struct asterisk_settings {
    struct pbx_settings site;
    struct acd_zone *zone;
    char host[128], port[16], user[128], secret_file[512], state[512];
};

/* False: `why` names file, line and what was expected.  Release in both cases. */
bool site_settings_read(struct asterisk_settings *settings, const char *path, int64_t t,
                        struct acd_fault *why) ACD_MUST_CHECK;
/* The same, and who logs in must stand there. */
bool asterisk_settings_read(struct asterisk_settings *settings, const char *path, int64_t t,
                            struct acd_fault *why) ACD_MUST_CHECK;
void asterisk_settings_release(struct asterisk_settings *settings);

/* From the file that the settings name, which nobody else may read (mode 0600 or 0400), else from
 * the environment, ACDFEED_AMI_SECRET. */
bool asterisk_secret(const struct asterisk_settings *settings, char *out, size_t bytes,
                     struct acd_fault *why) ACD_MUST_CHECK;

#endif
