/* A command of the settings and a note into the words of a program.  Starts nothing. */
#include "console/edge/hook.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct words {
    char *text;
    size_t used;
    const struct note *note;
    struct acd_fault *why;
};

static bool put(struct words *words, const char *bytes, size_t n)
{
    if (words->used + n >= HOOK_TEXT_BYTES)
        return acd_fault_say(words->why, "the arguments are longer than %d bytes", HOOK_TEXT_BYTES);
    memcpy(words->text + words->used, bytes, n);
    words->used += n;
    return true;
}

/* The field of that name; nothing where the note does not have it. */
static bool put_field(struct words *words, const char *name, size_t bytes)
{
    const struct acd_field *field = acd_shape_field(&note_shape, name, bytes);
    const void *member = field ? (const char *)words->note + field->offset : NULL;
    char number[24];

    if (!field || field->type == ACD_TYPE_MAP)
        return acd_fault_say(words->why, "{%.*s} is nothing that a note has", (int)bytes, name);
    if (!(words->note->known & ACD_BIT(field - note_shape.fields)))
        return true;
    if (field->type == ACD_TYPE_TEXT || field->type == ACD_TYPE_ID)
        return put(words, *(const char *const *)member, strlen(*(const char *const *)member));
    if (field->type == ACD_TYPE_NAME)
        snprintf(number, sizeof(number), "%s", acd_names_word(field->names, *(const int *)member));
    else if (field->type == ACD_TYPE_BOOL)
        snprintf(number, sizeof(number), "%d", *(const bool *)member);
    else
        snprintf(number, sizeof(number), "%" PRId64, *(const int64_t *)member);
    return put(words, number, strlen(number));
}

/* One word, up to the blank or the closing quote; *at is left behind it. */
static bool put_word(struct words *words, const char **at)
{
    bool quoted = **at == '"';
    const char *end = quoted ? "\"" : " \t";
    size_t begin = words->used;
    bool is_ours = false; /* its first character stands in the settings */

    *at += quoted;
    is_ours = **at != '{';
    while (**at && !strchr(end, **at)) {
        size_t bytes = strcspn(*at + 1, "{} \"");
        bool is_field = **at == '{' && (*at)[1 + bytes] == '}';

        /* Which program is run is the settings' to say alone. */
        if (is_field && begin == 0)
            return acd_fault_say(words->why, "{%.*s} stands in the program's path; only arguments hold fields",
                                 (int)bytes, *at + 1);
        if (!(is_field ? put_field(words, *at + 1, bytes) : put(words, *at, 1)))
            return false;
        *at += is_field ? bytes + 2 : 1;
    }
    *at += quoted && **at == '"';
    /* What a feed tells must not become an option of somebody's program. */
    if (!is_ours && words->used > begin && words->text[begin] == '-' &&
        (words->used - begin != 2 || words->text[begin + 1] != '1')) /* -1: the tier that is not known */
        return acd_fault_say(words->why, "an argument would begin with '-': \"%.*s\"",
                             (int)(words->used - begin), words->text + begin);
    return put(words, "", 1);
}

bool hook_words(const char *command, const struct note *note, char text[HOOK_TEXT_BYTES],
                char *argv[HOOK_WORDS + 1], struct acd_fault *why)
{
    struct words words = {.text = text, .note = note, .why = why};
    int n = 0;

    for (const char *at = command + strspn(command, " \t"); *at; at += strspn(at, " \t")) {
        if (n == HOOK_WORDS)
            return acd_fault_say(why, "more than %d words", HOOK_WORDS);
        argv[n++] = text + words.used;
        if (!put_word(&words, &at))
            return false;
    }
    argv[n] = NULL;
    if (n == 0 || argv[0][0] != '/')
        return acd_fault_say(why, "%s: not the whole path of a program", n ? argv[0] : "\"\"");
    return true;
}
