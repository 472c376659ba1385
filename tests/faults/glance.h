/* Looks at a screen at every reading of it and holds it to what a person may be led to believe:
 * figures of before never again after they are known to be gone, figures of two lives never side by
 * side.  A frame that is only half drawn is given the time to be finished before it is judged. */
#ifndef TESTS_FAULTS_GLANCE_H
#define TESTS_FAULTS_GLANCE_H

#include "tests/support/person.h"

enum { GLANCE_TEXTS = 8, GLANCE_TEXT_BYTES = 48 };

struct glance {
    struct person *person;
    int n_never, n_pairs;
    char never[GLANCE_TEXTS][GLANCE_TEXT_BYTES];
    struct glance_pair {
        char before[GLANCE_TEXT_BYTES], after[GLANCE_TEXT_BYTES];
        bool turned; /* `after` has been seen */
    } pairs[GLANCE_TEXTS];
    int readings;
};

/* Whether the text stands in the line as a word of its own: "77", not in a port 42777. */
bool glance_in(const char *line, const char *text);

/* From now on at each reading, until glance_end(). */
void glance_begin(struct glance *glance, struct person *person);
void glance_end(struct glance *glance);

/* From now on this text stands nowhere on the screen. */
void glance_never(struct glance *glance, const char *text);
/* Until it stands there no more; false at the deadline. */
bool glance_hides(struct glance *glance, const char *text);
/* What stands for a life and what stands for the next one: never both, and once the next one was
 * seen never the one before. */
void glance_turns(struct glance *glance, const char *before, const char *after);

#endif
