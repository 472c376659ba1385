/* Any text, as a JSON line and as key=value: what is taken of it is written as a line that is fit
 * for a terminal and is read again as it was.  The first byte chooses the shape. */
#include "acdfeed/json.h"
#include "acdfeed/limits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static unsigned char room[2][2 * ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

static void check_again(const struct acd_json *json, const struct acd_shape *shape)
{
    struct acd_scratch scratch = {.at = room[0], .bytes = ACD_SCRATCH_BYTES};
    struct acd_scratch other = {.at = room[1], .bytes = sizeof(room[1])};
    struct acd_fault why;
    const char *unknown;
    void *entity = acd_json_entity(json, shape, &scratch, &unknown, &why);
    if (!entity)
        return;
    char *line = acd_json_line(shape, entity, NULL, NULL);
    for (const char *at = line; *at; at++)
        assert((unsigned char)*at >= 0x20 && *at != 0x7f);
    struct acd_json *again = acd_json_new();
    bool taken = acd_json_merge_line(again, line, strlen(line), &why);
    void *read = taken ? acd_json_entity(again, shape, &other, &unknown, &why) : NULL;
    assert(read && acd_shape_equal(shape, entity, read));
    acd_json_free(again);
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static const struct acd_shape *const shapes[] = {
        &acd_queue_shape,   &acd_agent_shape, &acd_site_shape, &acd_event_shape,
        &acd_request_shape, &acd_args_shape,  &acd_reply_shape};
    if (bytes < 1 || bytes > 65536)
        return 0;
    const struct acd_shape *shape = shapes[data[0] % ACD_COUNT_OF(shapes)];
    struct acd_json *json = acd_json_new();
    struct acd_fault why;
    char *text = malloc(bytes);
    memcpy(text, data + 1, bytes - 1);
    text[bytes - 1] = '\0';
    if (acd_json_merge_line(json, text, bytes - 1, &why) ||
        acd_json_merge_pair(json, shape, text, &why))
        check_again(json, shape);
    acd_json_free(json);
    free(text);
    return 0;
}
