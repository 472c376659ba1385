/* An hour of the simulated centre that goes wrong, watched by a console's board and either left alone
 * or helped by a person who does what the console proposes, by its keys. */
#ifndef TESTS_SUPPORT_BAD_HOUR_H
#define TESTS_SUPPORT_BAD_HOUR_H

#include <stdbool.h>
#include <stdint.h>

struct bad_hour {
    double level;       /* of the queue from the surge on: answered in time / those who stayed in it */
    double level_all;   /* of every voice queue of the site, each caller counted once */
    double waiting;     /* mean of the queue */
    int back_min;       /* from the surge until it is below tier 2 for good; 55 when it never is */
    int asked, done;    /* measures */
    int predictions;    /* outlooks on the next quarter of an hour that were held against it */
    double error, error_abs; /* sums of predicted - simulated level */
    int ranges, inside;      /* of those, with a range; and the level within it */
};
struct bad_hour bad_hour_run(uint64_t seed, bool helped);
/* An hour in which nothing changes but by chance: only the predictions are filled in. */
struct bad_hour even_hour_run(uint64_t seed);

#endif
