/* Any lines as a journal: each a note or not, a chain that holds or says in words where it broke, a
 * shift whose handover is text, JSON and CSV without control characters.  A note that is read,
 * written and read again is the same. */
#include "console/report/handover.h"
#include "console/trail/chain.h"
#include "tests/fuzz/input.h"

#include <jansson.h>
#include <locale.h>

static unsigned char room[NOTE_SCRATCH_BYTES] __attribute__((aligned(8)));
static unsigned char other_room[NOTE_SCRATCH_BYTES] __attribute__((aligned(8)));

static void check_note(const struct note *note)
{
    struct acd_scratch scratch = {.at = other_room, .bytes = sizeof(other_room)};
    struct note again;
    struct acd_fault why;
    char *line = note_line(note);
    check_words(line);
    HOLDS(note_read(line, strlen(line), &scratch, &again, &why));
    HOLDS(acd_shape_equal(&note_shape, note, &again));
    free(line);
}

static void print(handover_function *handover, const struct shift *shift, char **text)
{
    size_t bytes;
    FILE *out = open_memstream(text, &bytes);
    handover(out, shift, "journal.jsonl", 3600);
    fclose(out);
    HOLDS(strlen(*text) == bytes);
    check_lines(*text);
}

static void check_handover(const struct shift *shift)
{
    char *text;
    print(handover_text, shift, &text);
    free(text);
    print(handover_csv, shift, &text);
    free(text);
    print(handover_json, shift, &text);
    json_t *json = json_loads(text, 0, NULL);
    HOLDS(json);
    json_decref(json);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct input input = {data, data + bytes};
    if (bytes > 32768)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    struct chain *chain = chain_new();
    struct shift *shift = shift_new(0, INT64_C(4000000000000));
    struct note note;
    struct acd_fault why;
    while (input_left(&input)) {
        const char *line = (const char *)input.at;
        const uint8_t *newline = memchr(input.at, '\n', input_left(&input));
        size_t n = newline ? (size_t)(newline - input.at) : input_left(&input);
        struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
        input.at += n + (newline != NULL);
        chain_take(chain, line, n, newline != NULL, &note);
        if (note_read(line, n, &scratch, &note, &why)) {
            check_note(&note);
            shift_take(shift, &note);
        } else {
            check_words(why.text);
        }
    }
    if (!chain_end(chain)) {
        HOLDS(chain_broken_line(chain) >= 1);
        check_words(chain_fault(chain));
    }
    shift_end(shift);
    check_handover(shift);
    shift_free(shift);
    chain_free(chain);
    return 0;
}
