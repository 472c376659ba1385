/* Reads the two forms of a line, a JSON object and key=value words, to one thing that can be laid
 * over an entity.  Never knows what is published or where a line came from. */
#include "feed/commands/patch.h"

#include "acdfeed/memory.h"
#include "acdfeed/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool copy_id(char out[ACD_MAX_ID_BYTES + 1], const char *what, const char *text,
                    struct acd_fault *why)
{
    if (!acd_id_valid(text, strlen(text)))
        return acd_fault_say(why,
                             "%s: expected an id, 1 to 64 of A-Z a-z 0-9 . _ : @ + -, found \"%s\"",
                             what, text);
    memcpy(out, text, strlen(text) + 1);
    return true;
}

static bool read_json(struct patch *patch, const char *line, size_t bytes, struct acd_fault *why)
{
    patch->line = line;
    patch->bytes = bytes;
    struct acd_json *json = acd_json_new();
    bool fine = acd_json_merge_line(json, line, bytes, why);
    if (fine) {
        const char *kind = acd_json_text(json, "kind");
        const char *site = acd_json_text(json, "site");
        const char *id = acd_json_text(json, "id");
        patch->has_id = id != NULL;
        if (kind == NULL)
            fine =
                acd_fault_say(why, "kind: expected site, queue, agent, event or reply, found none");
        else
            fine = copy_id(patch->kind, "kind", kind, why) &&
                   (site == NULL || copy_id(patch->site, "site", site, why)) &&
                   (id == NULL || strcmp(kind, "site") != 0 || copy_id(patch->id, "id", id, why));
    }
    acd_json_free(json);
    return fine;
}

/* The first word is a kind, or KIND=ID: the kind's name is then that of the id in complaints. */
static bool read_first_word(struct patch *patch, const char *word, struct acd_fault *why)
{
    char kind[ACD_MAX_ID_BYTES + 1];
    size_t bytes = strcspn(word, "=");
    if (bytes > ACD_MAX_ID_BYTES || acd_names_find(&acd_kind_names, word, bytes) < 0)
        return acd_fault_say(why,
                             "expected a JSON object, or a kind and its id first (queue=sales, "
                             "agent=anna, site=berlin, event), found \"%.64s\"",
                             word);
    memcpy(kind, word, bytes);
    kind[bytes] = '\0';
    memcpy(patch->kind, kind, bytes + 1);
    patch->has_id = word[bytes] == '=';
    return !patch->has_id || copy_id(patch->id, kind, word + bytes + 1, why);
}

bool patch_read_words(struct patch *patch, const char *const *words, size_t n,
                      struct acd_fault *why)
{
    *patch = (struct patch){0};
    if (n == 0)
        return true;
    if (n == 1 && words[0][0] == '{')
        return read_json(patch, words[0], strlen(words[0]), why);
    if (n > PATCH_MOST_WORDS)
        return acd_fault_say(why, "more than %d words", PATCH_MOST_WORDS);
    if (!read_first_word(patch, words[0], why))
        return false;
    for (size_t i = 1; i < n; i++) {
        if (strchr(words[i], '=') == NULL)
            return acd_fault_say(why, "expected key=value, found \"%.64s\"", words[i]);
        if (strncmp(words[i], "site=", 5) == 0) {
            if (!copy_id(patch->site, "site", words[i] + 5, why))
                return false;
        } else if (strncmp(words[i], "id=", 3) == 0) {
            patch->has_id = true;
            if (!copy_id(patch->id, "id", words[i] + 3, why))
                return false;
        } else {
            patch->words[patch->n_words++] = words[i];
        }
    }
    return true;
}

/* Copies one word of `*at` to `*out`, NUL behind it.  A quote, single or double, at its beginning
 * or at that of its value holds it together up to its like; in double quotes a backslash takes the
 * next character as it is. */
static void copy_word(const char **at, char **out)
{
    char quote = '\0', before = '=';
    const char *from = *at;
    for (; *from != '\0' && (quote != '\0' || (*from != ' ' && *from != '\t')); from++) {
        if (quote == '\0' && before == '=' && (*from == '"' || *from == '\'')) {
            quote = *from;
        } else if (quote != '\0' && *from == quote) {
            quote = '\0';
        } else {
            if (quote == '"' && *from == '\\' && from[1] != '\0')
                from++;
            *(*out)++ = *from;
        }
        before = *from;
    }
    *at = from + (*from != '\0');
    *(*out)++ = '\0';
}

/* Cuts the text into words, in place.  Returns their number, or PATCH_MOST_WORDS + 1 when there are
 * more. */
static size_t split(char *text, const char **words)
{
    size_t n = 0;
    char *out = text;
    for (const char *at = text; *(at += strspn(at, " \t")) != '\0';) {
        if (n == PATCH_MOST_WORDS)
            return n + 1;
        words[n++] = out;
        copy_word(&at, &out);
    }
    return n;
}

bool patch_read_line(struct patch *patch, const char *line, size_t bytes, struct acd_fault *why)
{
    *patch = (struct patch){0};
    while (bytes > 0 && (*line == ' ' || *line == '\t'))
        line++, bytes--;
    if (bytes == 0 || *line == '#')
        return true;
    if (*line == '{')
        return read_json(patch, line, bytes, why);
    if (memchr(line, '\0', bytes) != NULL)
        return acd_fault_say(why, "expected text, found a NUL character");
    char *text = acd_alloc(bytes + 2);
    memcpy(text, line, bytes);
    text[bytes] = text[bytes + 1] = '\0';
    const char *words[PATCH_MOST_WORDS];
    size_t n = split(text, words);
    bool fine = n <= PATCH_MOST_WORDS ? patch_read_words(patch, words, n, why)
                                      : acd_fault_say(why, "more than %d words", PATCH_MOST_WORDS);
    patch->text = text;
    return fine;
}

void patch_release(struct patch *patch)
{
    free(patch->text);
    patch->text = NULL;
}

static bool apply_words(const struct patch *patch, const struct acd_shape *shape,
                        struct acd_json *json, struct acd_fault *why)
{
    for (size_t i = 0; i < patch->n_words; i++)
        if (!acd_json_merge_pair(json, shape, patch->words[i], why))
            return false;
    return true;
}

bool patch_apply(const struct patch *patch, const struct acd_shape *shape, struct acd_json *json,
                 struct acd_fault *why)
{
    static const char names_no_entity[] = "{\"kind\":null,\"site\":null}";
    if (patch->line == NULL && !apply_words(patch, shape, json, why))
        return false;
    if (patch->line != NULL &&
        (!acd_json_merge_line(json, patch->line, patch->bytes, why) ||
         !acd_json_merge_line(json, names_no_entity, sizeof(names_no_entity) - 1, why)))
        return false;
    if (patch->id[0] == '\0')
        return true;
    char line[ACD_MAX_ID_BYTES + 16];
    int bytes = snprintf(line, sizeof(line), "{\"id\":\"%s\"}", patch->id);
    return acd_json_merge_line(json, line, (size_t)bytes, why);
}
