/* Takes a line of queue_log apart.  It never knows what a line means for a floor. */
#include "feed/queuelog/entry.h"

#include "acdfeed/names.h"

#include <string.h>

#define ENTRY_EVENT_WORD(name) #name,
static const char *const words[] = {ENTRY_EVENT_LIST(ENTRY_EVENT_WORD)};
static const struct acd_names event_names = {"event of queue_log", words, ENTRY_EVENTS};

/* The field up to the next '|'; moves on behind it.  NULL at the end of the line. */
static const char *take(const char **at, const char *end, size_t *bytes)
{
    const char *field = *at;
    if (!field)
        return NULL;
    const char *bar = memchr(field, '|', (size_t)(end - field));
    *bytes = (size_t)((bar ? bar : end) - field);
    *at = bar ? bar + 1 : NULL;
    return field;
}

static void keep(char out[ENTRY_TEXT_BYTES], const char *field, size_t bytes)
{
    if (!field || (bytes == 4 && memcmp(field, "NONE", 4) == 0))
        bytes = 0;
    bytes = bytes < ENTRY_TEXT_BYTES ? bytes : ENTRY_TEXT_BYTES - 1;
    if (bytes)
        memcpy(out, field, bytes);
    out[bytes] = '\0';
}

/* Digits, and at most three decimals that count. */
static bool read_time(const char *field, size_t bytes, int64_t *t)
{
    int64_t seconds = 0, ms = 0, unit = 100;
    size_t i = 0;
    for (; i < bytes && field[i] >= '0' && field[i] <= '9' && i < 11; i++)
        seconds = 10 * seconds + field[i] - '0';
    if (i == 0)
        return false;
    if (i < bytes && field[i] == '.')
        for (i++; i < bytes && field[i] >= '0' && field[i] <= '9'; i++, unit /= 10)
            ms += unit * (field[i] - '0');
    *t = 1000 * seconds + ms;
    return i == bytes;
}

bool entry_read(struct entry *entry, const char *line, size_t bytes, struct acd_fault *why)
{
    const char *at = line, *end = line + bytes;
    size_t n = 0;
    *entry = (struct entry){0};
    const char *field = take(&at, end, &n);
    if (!field || !read_time(field, n, &entry->t))
        return acd_fault_say(why, "expected seconds since 1970 at the beginning, found \"%.*s\"",
                             (int)(n < 40 ? n : 40), field ? field : "");
    char *const texts[] = {entry->call, entry->queue, entry->member};
    for (size_t i = 0; i < ACD_COUNT_OF(texts); i++) {
        field = take(&at, end, &n);
        keep(texts[i], field, n);
    }
    field = take(&at, end, &n);
    if (!field || n == 0)
        return acd_fault_say(why, "expected time|call|queue|member|EVENT, the event is missing");
    int event = acd_names_find(&event_names, field, n);
    entry->event = event < 0 ? ENTRY_OTHER : (enum entry_event)event;
    for (int i = 0; i < ENTRY_DATA; i++) {
        field = take(&at, end, &n);
        keep(entry->data[i], field, n);
    }
    bool of_call = entry->event <= ENTRY_AGENTDUMP;
    if (of_call && (!entry->call[0] || !entry->queue[0]))
        return acd_fault_say(why, "%s names no call or no queue", event_names.names[event]);
    return true;
}

int64_t entry_seconds_ms(const struct entry *entry, int i)
{
    int64_t t;
    const char *text = entry->data[i];
    return read_time(text, strlen(text), &t) ? t : -1;
}
