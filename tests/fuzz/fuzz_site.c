/* Any text as the settings file of a bridge to an Asterisk: taken with everything in its range, or
 * the first wrong line named in words. */
#define _GNU_SOURCE /* memfd_create */
#include "feed/commands/asterisk_settings.h"
#include "tests/fuzz/input.h"

#include <sys/mman.h>
#include <unistd.h>

static void check_site(const struct pbx_settings *site)
{
    HOLDS(acd_id_valid(site->id, strlen(site->id)) || site->id[0] == '\0');
    HOLDS(site->window_ms >= 60000 && site->window_ms <= 86400000 && site->zone);
    HOLDS(site->day_start_ms >= 0 && site->day_start_ms < 86400000 && site->wrapup_ms >= 0);
    HOLDS(site->digits >= 0 && site->n_flexible <= PBX_REASONS);
    for (int i = 0; i < site->n_queues; i++) {
        const struct pbx_queue_settings *queue = &site->queues[i];
        HOLDS(acd_id_valid(queue->id, strlen(queue->id)) &&
              acd_utf8_valid(queue->name, strlen(queue->name)));
        HOLDS(queue->n_choices <= ACD_MAX_CHOICES && queue->wrapup_ms >= -1);
    }
    for (int i = 0; i < site->n_agents; i++) {
        const struct pbx_agent_settings *agent = &site->agents[i];
        HOLDS(acd_id_valid(agent->id, strlen(agent->id)) && agent->n_interfaces <= PBX_INTERFACES);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct asterisk_settings settings;
    struct acd_fault why;
    char path[64];
    if (bytes > 16384)
        return 0;
    int fd = memfd_create("site", MFD_CLOEXEC);
    HOLDS(fd >= 0 && write(fd, data, bytes) == (ssize_t)bytes);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if (site_settings_read(&settings, path, INT64_C(1795287600000), &why))
        check_site(&settings.site);
    else
        check_words(why.text);
    asterisk_settings_release(&settings);
    close(fd);
    return 0;
}
