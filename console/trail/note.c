/* Lines of the journal, by the table of note.h.  Knows no file, no clock and no chain. */
#include "console/trail/note.h"

#include "acdfeed/json.h"
#include "acdfeed/limits.h"

#include <stdlib.h>
#include <string.h>

#define KIND_WORD(name, word, about) #word,
const struct acd_names note_kind_names = {
    "kind of line", (const char *const[]){NOTE_KIND_LIST(KIND_WORD)}, NOTE_KINDS};

#define COMMON(in, name)                                                                           \
    .key = #name, .key_bytes = sizeof(#name) - 1, .padded = #name, .offset = offsetof(struct in, name)
#define FIELD_COUNT .type = ACD_TYPE_COUNT
#define FIELD_MS .type = ACD_TYPE_MS
#define FIELD_TIME .type = ACD_TYPE_TIME
#define FIELD_INT .type = ACD_TYPE_INT
#define FIELD_BOOL .type = ACD_TYPE_BOOL
#define FIELD_TEXT .type = ACD_TYPE_TEXT, .most = ACD_MAX_TEXT_BYTES
#define FIELD_ID .type = ACD_TYPE_ID, .most = ACD_MAX_ID_BYTES
#define FIELD_KIND .type = ACD_TYPE_NAME, .names = &note_kind_names
#define FIELD_ARGS .type = ACD_TYPE_MAP, .shape = &acd_args_shape
#define FIELD_READING .type = ACD_TYPE_MAP, .shape = &note_reading_shape

static const struct acd_field reading_fields[NOTE_READING_FIELDS] = {
    [NOTE_READING_WAITING] = {COMMON(note_reading, waiting), .type = ACD_TYPE_COUNT},
    [NOTE_READING_LONGEST] = {COMMON(note_reading, longest_ms), .type = ACD_TYPE_MS},
    [NOTE_READING_LEVEL] = {COMMON(note_reading, level), .type = ACD_TYPE_FRACTION},
    [NOTE_READING_ON_DUTY] = {COMMON(note_reading, on_duty), .type = ACD_TYPE_COUNT},
};
const struct acd_shape note_reading_shape = {.name = "reading", .bytes = sizeof(struct note_reading),
    .n_fields = NOTE_READING_FIELDS, .fields = reading_fields, .key_field = -1};

#define FIELD(name, member, type, about) [NOTE_FIELD_##name] = {COMMON(note, member), FIELD_##type},
#define HELD_COUNT 0
#define HELD_MS 0
#define HELD_TIME 0
#define HELD_INT 0
#define HELD_BOOL 0
#define HELD_KIND 0
#define HELD_READING 0
#define HELD_TEXT 1
#define HELD_ID 1
#define HELD_ARGS 1
#define HELD(name, member, type, about) | (HELD_##type ? ACD_BIT(NOTE_FIELD_##name) : 0)
_Static_assert((int)NOTE_FIELDS <= 64, "one bit a field");
static const struct acd_field fields[NOTE_FIELDS] = {NOTE_FIELD_LIST(FIELD)};
const struct acd_shape note_shape = {.name = "line", .bytes = sizeof(struct note),
    .n_fields = NOTE_FIELDS, .fields = fields, .held = UINT64_C(0) NOTE_FIELD_LIST(HELD),
    .key_field = -1};

struct note note_make(enum note_kind what, int64_t wall_ms)
{
    struct note note = {.known = ACD_BIT(NOTE_FIELD_WHAT) | ACD_BIT(NOTE_FIELD_T), .t = wall_ms,
                        .what = (int)what};
    return note;
}

/* --- writing ----------------------------------------------------------------------------------- */

/* A text longer than a reader takes is cut at a character. */
static void cut_texts(struct note *note, char cut[NOTE_FIELDS][ACD_MAX_TEXT_BYTES + 1])
{
    for (int i = 0; i < NOTE_FIELDS; i++) {
        const char **text = (const char **)((char *)note + fields[i].offset);
        size_t most = fields[i].most;

        if (fields[i].type != ACD_TYPE_TEXT || !(note->known & ACD_BIT(i)) || strlen(*text) <= most)
            continue;
        while (most > 0 && ((*text)[most] & 0xc0) == 0x80)
            most--;
        memcpy(cut[i], *text, most);
        cut[i][most] = '\0';
        *text = cut[i];
    }
}

char *note_line(const struct note *note)
{
    char cut[NOTE_FIELDS][ACD_MAX_TEXT_BYTES + 1];
    struct note fitting = *note;
    char *line;

    cut_texts(&fitting, cut);
    line = acd_json_line(&note_shape, &fitting, NULL, NULL);
    if (strlen(line) <= NOTE_LINE_MOST)
        return line;
    free(line);
    fitting.known &= ~ACD_BIT(NOTE_FIELD_ARGS);
    return acd_json_line(&note_shape, &fitting, NULL, NULL);
}

/* --- reading ----------------------------------------------------------------------------------- */

bool note_read(const char *line, size_t bytes, struct acd_scratch *scratch, struct note *out,
               struct acd_fault *why)
{
    const uint64_t always = ACD_BIT(NOTE_FIELD_SEQ) | ACD_BIT(NOTE_FIELD_PREV) | ACD_BIT(NOTE_FIELD_T);
    struct acd_json *json = acd_json_new();
    const struct note *note = NULL;

    scratch->used = 0;
    if (acd_json_merge_line(json, line, bytes, why))
        note = acd_json_entity(json, &note_shape, scratch, NULL, why);
    acd_json_free(json);
    if (!note)
        return false;
    if ((note->known & always) != always)
        return acd_fault_say(why, "no seq, prev or t: expected all three");
    *out = *note;
    return true;
}
