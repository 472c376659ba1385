/* Any bytes as what a bridge had saved, its contacts, its agents' days and its measures, each
 * behind a line of dashes: taken up or refused in words, and what is told then holds together. */
#include "feed/asterisk/pbx.h"
#include "feed/asterisk/pbx_ops.h"
#include "tests/fuzz/told.h"

#include <unistd.h>

#define T0 INT64_C(1795287600000)
enum { PARTS = 3, PATH_BYTES = 80 };

static void write_part(const char *path, const char *text, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    HOLDS(file && fwrite(text, 1, bytes, file) == bytes && fclose(file) == 0);
}

/* Lays the parts beside each other as the bridge does. */
static void lay(char path[PARTS][PATH_BYTES], const char *text)
{
    static const char line[] = "---\n";
    for (int i = 0; i < PARTS; i++) {
        const char *end = strstr(text, line);
        size_t n = end ? (size_t)(end - text) : strlen(text);
        write_part(path[i], text, n);
        text = end ? end + strlen(line) : text + n;
    }
}

static void check_told(struct pbx *pbx, struct pbx_ops *ops, int64_t t)
{
    int i;
    pbx_advance(pbx, t);
    pbx_ops_advance(ops, t);
    pbx_touch_queues(pbx);
    while ((i = pbx_changed_queue(pbx)) >= 0) {
        struct acd_queue queue = *pbx_tell_queue(pbx, i, t);
        pbx_ops_tell(ops, i, t, &queue);
        check_counts(&acd_queue_shape, &queue);
        for (uint32_t k = 0; k < queue.n_calls; k++)
            check_counts(&acd_call_shape, &queue.calls[k]);
        for (uint32_t k = 0; k < queue.n_measures; k++)
            check_counts(&acd_measure_shape, &queue.measures[k]);
    }
    while ((i = pbx_changed_agent(pbx)) >= 0)
        check_counts(&acd_agent_shape, pbx_tell_agent(pbx, i, t));
    check_counts(&acd_site_shape, pbx_tell_site(pbx, t));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static const char *const ends[PARTS] = {"", ".agents", ".measures"};
    char path[PARTS][PATH_BYTES];
    struct pbx_settings settings;
    struct acd_fault why;
    if (bytes > 16384)
        return 0;
    char *text = input_text(data, bytes);
    for (int i = 0; i < PARTS; i++)
        snprintf(path[i], PATH_BYTES, "/tmp/acdfuzz-state-%ld%s", (long)getpid(), ends[i]);
    lay(path, text);
    pbx_settings_init(&settings);
    settings.wrapup_ms = 5000;
    struct pbx *pbx = pbx_new(&settings, T0);
    struct pbx_ops *ops = pbx_ops_new(pbx);
    if (!pbx_load(pbx, path[0], T0, &why))
        check_words(why.text);
    if (!pbx_ops_load(ops, path[0], &why))
        check_words(why.text);
    pbx_connected(pbx, T0);
    check_told(pbx, ops, T0 + 1000);
    check_told(pbx, ops, T0 + 100000000);
    pbx_ops_free(ops);
    pbx_free(pbx);
    pbx_settings_release(&settings);
    for (int i = 0; i < PARTS; i++)
        unlink(path[i]);
    free(text);
    return 0;
}
