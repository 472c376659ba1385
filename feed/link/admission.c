/* Who may do what.  It reads a text and answers; it never sees a file, a socket or a secret. */
#include "feed/link/admission.h"

#include "acdfeed/macros.h"
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROLE_WORD(name, word) #word,
static const char *const role_words[] = {ADMISSION_ROLE_LIST(ROLE_WORD)};
const struct acd_names admission_role_names = {"role", role_words, ADMISSION_ROLES};

static const struct {
    bool commands, sees_agents;
} rights[] = {
    [ADMISSION_WALL] = {.commands = false, .sees_agents = false},
    [ADMISSION_VIEWER] = {.commands = false, .sees_agents = true},
    [ADMISSION_SUPERVISOR] = {.commands = true, .sees_agents = true},
    [ADMISSION_PUBLISHER] = {.commands = false, .sees_agents = true},
};

bool admission_commands(enum admission_role role)
{
    return rights[role].commands;
}

bool admission_sees_agents(enum admission_role role)
{
    return rights[role].sees_agents;
}

const struct admitted *admission_find(const struct admission *admission, const char *key)
{
    for (size_t i = 0; i < admission->n; i++) {
        if (strcmp(admission->keys[i].key, key) == 0)
            return &admission->keys[i];
    }
    return NULL;
}

bool admission_keeps(const struct admission *before, const struct admission *after)
{
    for (size_t i = 0; i < before->n; i++) {
        const struct admitted *was = &before->keys[i], *is = admission_find(after, was->key);
        if (!is || rights[is->role].commands < rights[was->role].commands ||
            rights[is->role].sees_agents < rights[was->role].sees_agents)
            return false;
    }
    return true;
}

struct word {
    const char *at;
    int bytes;
};

/* The words of one line; how many, at most `most` + 1. */
static int split(const char *line, size_t bytes, struct word *words, int most)
{
    int n = 0;
    const char *end = line + bytes;
    for (const char *at = line; at < end; at++) {
        if (*at == ' ' || *at == '\t' || *at == '\r')
            continue;
        const char *begin = at;
        while (at < end && *at != ' ' && *at != '\t' && *at != '\r')
            at++;
        if (n < most)
            words[n] = (struct word){begin, (int)(at - begin)};
        if (++n > most)
            return n;
    }
    return n;
}

static bool is_new(const struct admission *admission, const struct admitted *key, const char *file,
                   unsigned line, struct acd_fault *why)
{
    for (size_t i = 0; i < admission->n; i++) {
        if (strcmp(admission->keys[i].name, key->name) == 0)
            return acd_fault_say_at(why, file, line, "the name %s stands there already", key->name);
        if (strcmp(admission->keys[i].key, key->key) == 0)
            return acd_fault_say_at(why, file, line, "the key of %s is that of %s already",
                                    key->name, admission->keys[i].name);
    }
    return admission->n < ADMISSION_MOST ||
           acd_fault_say_at(why, file, line, "more than %d keys", ADMISSION_MOST);
}

static bool read_line(struct admission *admission, const char *text, size_t bytes, const char *file,
                      unsigned line, struct acd_fault *why)
{
    enum { NAME, ROLE, KEY, WORDS };
    struct word words[WORDS];
    int n = split(text, bytes, words, WORDS);
    if (n == 0 || words[0].at[0] == '#')
        return true;
    if (n != WORDS)
        return acd_fault_say_at(why, file, line, "expected NAME ROLE KEY, or # and a comment");
    if (!acd_id_valid(words[NAME].at, (size_t)words[NAME].bytes))
        return acd_fault_say_at(why, file, line,
                                "%.*s is no name: 1 to 64 of A-Z a-z 0-9 . _ : @ + -",
                                words[NAME].bytes, words[NAME].at);
    int role = acd_names_find(&admission_role_names, words[ROLE].at, (size_t)words[ROLE].bytes);
    if (role < 0)
        return acd_fault_say_at(why, file, line,
                                "%.*s is no role: expected wall, viewer, supervisor or publisher",
                                words[ROLE].bytes, words[ROLE].at);
    if (!acd_key_valid(words[KEY].at, (size_t)words[KEY].bytes))
        return acd_fault_say_at(why, file, line,
                                "no public key: expected its 40 characters, as the file .public of "
                                "`acdfeed keygen` has them");
    struct admitted key = {.role = (enum admission_role)role};
    memcpy(key.name, words[NAME].at, (size_t)words[NAME].bytes);
    memcpy(key.key, words[KEY].at, (size_t)words[KEY].bytes);
    if (!is_new(admission, &key, file, line, why))
        return false;
    admission->keys = acd_realloc(admission->keys, (admission->n + 1) * sizeof *admission->keys);
    admission->keys[admission->n++] = key;
    return true;
}

bool admission_read(struct admission *admission, const char *file, const char *text,
                    struct acd_fault *why)
{
    unsigned number = 1;
    *admission = (struct admission){.n = 0};
    for (const char *line = text; *line; number++) {
        size_t bytes = strcspn(line, "\n");
        if (!read_line(admission, line, bytes, file, number, why)) {
            admission_release(admission);
            return false;
        }
        line += bytes + (line[bytes] == '\n');
    }
    return true;
}

void admission_release(struct admission *admission)
{
    free(admission->keys);
    *admission = (struct admission){.n = 0};
}

int admission_prefixes(enum admission_role role, const void *prefix, size_t bytes,
                       char out[ADMISSION_PREFIXES][ADMISSION_PREFIX_BYTES])
{
    static const char *const without_agents[] = {"site/", "queue/", "event/"};
    int n = 0;
    if (bytes >= ADMISSION_PREFIX_BYTES || memchr(prefix, '\0', bytes))
        return 0;
    if (admission_sees_agents(role)) {
        memcpy(out[0], prefix, bytes);
        out[0][bytes] = '\0';
        return 1;
    }
    for (size_t i = 0; i < ACD_COUNT_OF(without_agents); i++) {
        const char *may = without_agents[i];
        size_t length = strlen(may);
        if (memcmp(prefix, may, bytes < length ? bytes : length) != 0)
            continue;
        if (bytes < length)
            snprintf(out[n], ADMISSION_PREFIX_BYTES, "%s", may);
        else
            snprintf(out[n], ADMISSION_PREFIX_BYTES, "%.*s", (int)bytes, (const char *)prefix);
        n++;
    }
    return n;
}
