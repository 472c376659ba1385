/* Any lines into a feed of lines, JSON or key=value: each is taken or refused in words.  What is
 * taken is written as a line that is fit for a terminal and reads again as it was; a line that is
 * refused changes nothing of what the lines before it told. */
#include "acdfeed/json.h"
#include "acdfeed/limits.h"
#include "feed/commands/lines.h"
#include "feed/commands/merge.h"
#include "tests/fuzz/input.h"

static unsigned char room[2 * ACD_SCRATCH_BYTES] __attribute__((aligned(8)));

static const struct acd_shape *shape_of(enum merge_what what)
{
    return what == MERGE_REPLY ? &acd_reply_shape : acd_kind_shape((enum acd_kind)what);
}

/* As a line, and that line again. */
static char *check_item(const struct merge_item *item)
{
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    const struct acd_shape *shape = shape_of(item->what);
    struct acd_fault why;
    char *line = acd_json_line(shape, item->entity, NULL, item->site);
    check_words(line);
    struct acd_json *json = acd_json_new();
    HOLDS(acd_json_merge_line(json, line, strlen(line), &why));
    if (item->what == MERGE_EVENT && !acd_json_text(json, "id")) { /* the publisher draws one */
        acd_json_free(json);
        return line;
    }
    const void *again = acd_json_entity(json, shape, &scratch, NULL, &why);
    HOLDS(again && acd_shape_equal(shape, item->entity, again));
    acd_json_free(json);
    return line;
}

/* The state of one known queue, told by a line that says nothing of it. */
static char *look(struct merge *merge)
{
    struct merge_item item;
    struct acd_fault why;
    static const char line[] = "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\"}";
    if (!merge_line(merge, line, sizeof(line) - 1, 0, &item, &why))
        return NULL;
    return acd_json_line(&acd_queue_shape, item.entity, "queue", item.site);
}

static void take(struct merge *merge, const struct line *line)
{
    struct merge_item item;
    struct acd_fault why;
    char *before = look(merge);
    if (!merge_line(merge, line->text, line->bytes, 0, &item, &why)) {
        check_words(why.text);
        char *after = look(merge);
        HOLDS(before && after && strcmp(before, after) == 0);
        free(after);
    } else if (item.what != MERGE_LINK && item.what != MERGE_BLANK) {
        free(check_item(&item));
    }
    free(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct lines lines;
    struct line line;
    if (bytes > LINES_READ_BYTES)
        return 0;
    struct merge *merge = merge_new("berlin");
    lines_init(&lines);
    memcpy(lines_room(&lines), data, bytes);
    lines_filled(&lines, bytes);
    lines_end(&lines);
    while (lines_next(&lines, &line))
        take(merge, &line);
    lines_release(&lines);
    merge_free(merge);
    return 0;
}
