/* The program inside tmux, which shows the attributes that the emulator of the other tests lacks: dim
 * among them.  A session and a server of its own, ended by name. */
#include "tests/support/patience.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SCREEN_BYTES = 1 << 17, DEADLINE_S = 30 };

static char server[64];

/* tmux of this test alone; what it prints. */
static int tmux(const char *words, char *out, size_t bytes)
{
    char line[2048];

    snprintf(line, sizeof line, "tmux -L %s -f /dev/null %s 2>&1", server, words);
    FILE *pipe = popen(line, "r");

    assert_non_null(pipe);
    size_t n = fread(out, 1, bytes - 1, pipe);

    out[n] = '\0';
    return pclose(pipe);
}

static void start(const char *kind, const char *environment)
{
    char words[1600], out[256];
    const char *folder = getenv("OUT");
    static int servers;

    /* A server of its own each time: one that is just ending takes no new session. */
    snprintf(server, sizeof server, "acdwall-test-%d-%d", (int)getpid(), ++servers);

    snprintf(words, sizeof words,
             "new-session -d -x 80 -y 24 "
             "'env TERM=%s LC_ALL=C.UTF-8 %s %s/acdwall --theme monochrome --journal none "
             "--feed ipc:///tmp/%s.none'",
             kind, environment, folder != NULL ? folder : "build", server);
    if (tmux(words, out, sizeof out) != 0)
        fail_msg("tmux: %s", out);
}

static void until(const char *text, char *screen)
{
    time_t end = time(NULL) + (time_t)patience_ms(DEADLINE_S);

    do {
        tmux("capture-pane -p -e", screen, SCREEN_BYTES);
        if (strstr(screen, text) != NULL)
            return;
        usleep(20000);
    } while (time(NULL) < end);
    fail_msg("'%s' never stood in tmux:\n%s", text, screen);
}

static void stop(void)
{
    char out[256];

    tmux("kill-server", out, sizeof out);
}

/* The letters of an SGR sequence before `text` on its line. */
static bool has_attribute(const char *screen, const char *text, int attribute)
{
    const char *at = strstr(screen, text), *line = at;
    bool is = false;

    assert_non_null(at);
    while (line > screen && line[-1] != '\n')
        line--;
    for (const char *sgr = line; (sgr = strstr(sgr, "\033[")) != NULL && sgr < at; sgr++)
        for (const char *number = sgr + 2; *number >= '0' && *number <= '9';) {
            char *end;
            long value = strtol(number, &end, 10);

            is = value == attribute || (is && value != 0);
            number = *end == ';' ? end + 1 : "";
        }
    return is;
}

static void test_attributes_alone_say_it(void **state)
{
    static const char *const kinds[] = {"tmux-256color", "screen", "tmux"};
    static char screen[SCREEN_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        start(kinds[i], i == 1 ? "NO_COLOR=1" : "");
        until("no word yet", screen);
        assert_true(has_attribute(screen, "Nothing has been heard", 2)); /* dim */
        assert_true(has_attribute(screen, "no word yet", 7));            /* stale: reverse and underlined */
        assert_true(has_attribute(screen, "no word yet", 4));
        assert_true(has_attribute(screen, "Queues, worst first", 1));
        for (const char *colour = screen; (colour = strstr(colour, "\033[3")) != NULL; colour++)
            assert_false(colour[3] >= '0' && colour[3] <= '8');
        stop();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_attributes_alone_say_it)};

    snprintf(server, sizeof server, "acdwall-test-%d", (int)getpid());
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    stop();
    return failed;
}
