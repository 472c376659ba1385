/* A second pair of eyes on a screen. */
#include "tests/faults/glance.h"

#include "acdfeed/clock.h"
#include "tests/support/cases.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { FINISH_MS = 40 }; /* shorter than the time between two frames: a flash is still there */

bool glance_in(const char *line, const char *text)
{
    size_t bytes = strlen(text);
    for (const char *at = line; (at = strstr(at, text)) != NULL; at++)
        if ((at == line || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[bytes]))
            return true;
    return false;
}

static bool shown(const struct glance *glance, const char *text)
{
    for (int row = 0; row < person_rows(glance->person); row++)
        if (glance_in(person_row(glance->person, row), text))
            return true;
    return false;
}

/* The first thing that is wrong with the screen, in words; "" nothing. */
static void find_fault(const struct glance *glance, char *out, size_t bytes)
{
    out[0] = '\0';
    for (int i = 0; i < glance->n_never; i++)
        if (shown(glance, glance->never[i]))
            snprintf(out, bytes, "'%s' is shown again", glance->never[i]);
    for (int i = 0; i < glance->n_pairs; i++) {
        const struct glance_pair *pair = &glance->pairs[i];
        if (shown(glance, pair->before) && (pair->turned || shown(glance, pair->after)))
            snprintf(out, bytes, "'%s' is shown %s '%s'", pair->before,
                     pair->turned ? "again after" : "beside", pair->after);
    }
}

static void look(void *context, struct person *person)
{
    struct glance *glance = context;
    char wrong[160];
    find_fault(glance, wrong, sizeof wrong);
    if (wrong[0]) {
        person_read(person, FINISH_MS);
        find_fault(glance, wrong, sizeof wrong);
    }
    if (wrong[0]) {
        person_print(person);
        fail_msg("at reading %d: %s", glance->readings, wrong);
    }
    for (int i = 0; i < glance->n_pairs; i++)
        glance->pairs[i].turned |= shown(glance, glance->pairs[i].after);
    glance->readings++;
}

void glance_begin(struct glance *glance, struct person *person)
{
    *glance = (struct glance){.person = person};
    person_watched(person, look, glance);
}

void glance_end(struct glance *glance)
{
    assert_true(glance->readings > 0);
    person_watched(glance->person, NULL, NULL);
}

void glance_never(struct glance *glance, const char *text)
{
    assert_true(glance->n_never < GLANCE_TEXTS);
    snprintf(glance->never[glance->n_never++], GLANCE_TEXT_BYTES, "%s", text);
}

void glance_turns(struct glance *glance, const char *before, const char *after)
{
    assert_true(glance->n_pairs < GLANCE_TEXTS);
    struct glance_pair *pair = &glance->pairs[glance->n_pairs++];
    snprintf(pair->before, sizeof pair->before, "%s", before);
    snprintf(pair->after, sizeof pair->after, "%s", after);
}

bool glance_hides(struct glance *glance, const char *text)
{
    int64_t until_ms = acd_monotonic_ms() + PERSON_DEADLINE_MS;
    while (shown(glance, text) && acd_monotonic_ms() < until_ms)
        person_read(glance->person, FINISH_MS);
    return !shown(glance, text);
}
