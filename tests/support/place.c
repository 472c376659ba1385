/* Makes and clears the folder of a test, runs its feed. */
#include "tests/support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

int place_make(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    assert_non_null(place);
    tool_folder(place->folder);
    tool_endpoint(place->stats, place->folder, "stats");
    tool_endpoint(place->control, place->folder, "control");
    tool_endpoint(place->inject, place->folder, "inject");
    *state = place;
    return 0;
}

int place_remove(void **state)
{
    tool_remove_folder(((struct place *)*state)->folder);
    free(*state);
    return 0;
}

void place_start_feed(struct place *place)
{
    tool_start(&place->feed,
               (const char *const[]){"publish", "--stats", place->stats, "--control",
                                     place->control, "--inject", place->inject, "--site", "berlin",
                                     "--ops", "overflow,notice,open", "--period", "200ms",
                                     "--keyframe", "1s", "--answer-within", "10s", NULL});
    struct tool tap;
    tool_start(&tap, (const char *const[]){"tap", "--stats", place->stats, "--count", "1", NULL});
    assert_non_null(tool_line(&tap));
    assert_int_equal(tool_end(&tap), 0);
    free(tap.complaint);
}

void place_stop_feed(struct place *place)
{
    assert_int_equal(tool_stop(&place->feed), 0);
    assert_string_equal(place->feed.complaint, "");
    free(place->feed.complaint);
}

void place_file(const struct place *place, const char *name, const char *text, char path[256])
{
    snprintf(path, 256, "%s/%s", place->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}
