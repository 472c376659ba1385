/* The bridge as a program, against a small server of the test's own that plays what a real Asterisk
 * cannot be made to do on demand: half lines, storms, events that no one knows, refused logins, a
 * connection that dies.  What a real one does is tested with a real one: tests/asterisk/check. */
#define _GNU_SOURCE /* memmem */
#include "tests/support/cases.h"
#include "tests/support/patience.h"
#include "tests/support/tool.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct server {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES], settings[256];
    struct tool bridge;
    int listening, fd, port;
    char heard[65536];
    size_t n;
};

static const char banner[] = "Asterisk Call Manager/5.0.4\r\n";

/* --- the server ---------------------------------------------------------------------------------- */

static void say(struct server *s, const char *text)
{
    size_t n = strlen(text);
    while (n > 0) {
        ssize_t sent = send(s->fd, text, n, MSG_NOSIGNAL);
        assert_true(sent > 0);
        text += sent;
        n -= (size_t)sent;
    }
}

static void wait_readable(int fd)
{
    struct pollfd look = {.fd = fd, .events = POLLIN};
    assert_int_equal(poll(&look, 1, (int)patience_ms(TOOL_DEADLINE_MS)), 1);
}

static void let_in(struct server *s)
{
    wait_readable(s->listening);
    s->fd = accept(s->listening, NULL, NULL);
    assert_true(s->fd >= 0);
    s->n = 0;
    s->heard[0] = '\0';
}

/* The next action that was asked for with this name; its ActionID goes to `id`. */
static void await_action(struct server *s, const char *action, char id[64])
{
    char line[128];
    snprintf(line, sizeof(line), "Action: %s\r\n", action);
    for (;;) {
        char *at = strstr(s->heard, line), *end = at ? strstr(at, "\r\n\r\n") : NULL;
        if (end) {
            char *told = strstr(at, "ActionID: ");
            assert_true(told && told < end);
            assert_int_equal(sscanf(told, "ActionID: %63s", id), 1);
            memset(at, '-', 6); /* not a second time */
            return;
        }
        wait_readable(s->fd);
        ssize_t got = recv(s->fd, s->heard + s->n, sizeof(s->heard) - 1 - s->n, 0);
        assert_true(got > 0);
        s->n += (size_t)got;
        s->heard[s->n] = '\0';
    }
}

static void answer(struct server *s, const char *id, const char *rest)
{
    char text[2048];
    snprintf(text, sizeof(text), "Response: Success\r\nActionID: %s\r\n%s\r\n", id, rest);
    say(s, text);
}

static void list(struct server *s, const char *id)
{
    char text[2048];
    answer(s, id, "EventList: start\r\n");
    snprintf(text, sizeof(text),
             "Event: QueueParams\r\nQueue: sales\r\nActionID: %s\r\n\r\n"
             "Event: QueueMember\r\nQueue: sales\r\nName: Ana\r\nLocation: PJSIP/1\r\n"
             "Membership: static\r\nStatus: 1\r\nPaused: 0\r\nActionID: %s\r\n\r\n"
             "Event: QueueStatusComplete\r\nActionID: %s\r\nEventList: Complete\r\n\r\n",
             id, id, id);
    say(s, text);
}

static void log_in(struct server *s)
{
    char id[64];
    let_in(s);
    say(s, banner);
    await_action(s, "Login", id);
    assert_non_null(strstr(s->heard, "Secret: hush\r\n"));
    answer(s, id, "");
    await_action(s, "ListCommands", id);
    answer(s, id, "QueuePause: x\r\nRedirect: x\r\nShowDialPlan: x\r\n");
    await_action(s, "QueueStatus", id);
    list(s, id);
}

static void join(struct server *s, int number, char *text, size_t room)
{
    (void)s;
    snprintf(text, room,
             "Event: QueueCallerJoin\r\nTimestamp: 1795287600.%06d\r\nChannel: PJSIP/c-%d\r\n"
             "Uniqueid: 1795287600.%d\r\nLinkedid: 1795287600.%d\r\nCallerIDNum: 155512345\r\n"
             "Queue: sales\r\nPosition: %d\r\nCount: %d\r\n\r\n",
             number, number, number, number, number, number);
}

/* --- the place ------------------------------------------------------------------------------------ */

static int open_server(void **state)
{
    struct server *s = calloc(1, sizeof(*s));
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof(to);
    char path[256];
    tool_folder(s->folder);
    tool_endpoint(s->stats, s->folder, "stats");
    tool_endpoint(s->control, s->folder, "control");
    s->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(s->listening, (struct sockaddr *)&to, sizeof(to)) != 0 || listen(s->listening, 4) != 0 ||
        getsockname(s->listening, (struct sockaddr *)&to, &n) != 0)
        return -1;
    s->port = ntohs(to.sin_port);
    snprintf(path, sizeof(path), "%s/secret", s->folder);
    FILE *file = fopen(path, "w");
    fputs("hush\n", file);
    fclose(file);
    chmod(path, 0600);
    snprintf(s->settings, sizeof(s->settings), "%s/settings", s->folder);
    file = fopen(s->settings, "w");
    fprintf(file,
            "[asterisk]\nport = %d\nuser = wall\nsecret_file = %s\n[site]\nid = lab\n"
            "context = callers\n[queue sales]\nname = Sales\n",
            s->port, path);
    fclose(file);
    *state = s;
    return 0;
}

static void start(struct server *s)
{
    const char *const arguments[] = {"asterisk",  s->settings, "--stats", s->stats, "--control",
                                     s->control, "--period",  "200ms",   NULL};
    tool_start(&s->bridge, arguments);
    tool_await_complaint(&s->bridge, "stats ");
}

static int close_server(void **state)
{
    struct server *s = *state;
    if (s->fd > 0)
        close(s->fd);
    close(s->listening);
    tool_remove_folder(s->folder);
    free(s);
    return 0;
}

static void stop(struct server *s)
{
    assert_int_equal(tool_stop(&s->bridge), 0);
    free(s->bridge.complaint);
}

/* Passes over what the feed tells until one line has all the texts. */
static void feed_tells(struct server *s, const char *const *texts)
{
    struct tool tap;
    const char *const arguments[] = {"tap",       "--stats", s->stats,
                                     "--control", s->control, NULL};
    tool_start(&tap, arguments);
    (void)tool_await(&tap, texts);
    (void)tool_stop(&tap);
    free(tap.complaint);
}
#define FEED_TELLS(s, ...) feed_tells((s), (const char *const[]){__VA_ARGS__, NULL})

/* --- tests ---------------------------------------------------------------------------------------- */

static void half_lines_unknown_events_and_noise_do_no_harm(void **state)
{
    struct server *s = *state;
    char text[1024], piece[2] = "";
    start(s);
    log_in(s);
    say(s, "Event: NeverHeardOf\r\nQueue: sales\r\nPosition: -7\r\n\r\nno colon\r\n\r\n"
           "Event: QueueCallerLeave\r\nQueue: sales\r\n\r\nEvent: AgentConnect\r\n\r\n");
    join(s, 1, text, sizeof(text));
    for (const char *at = text; *at; at++) { /* one byte at a time */
        piece[0] = *at;
        say(s, piece);
    }
    FEED_TELLS(s, "\"kind\":\"queue\"", "\"waiting\":1", "\"id\":\"1795287600.1\"", "******345");
    stop(s);
}

/* A text of /proc/PID/NAME, NULs and all. */
static size_t look_into(const struct server *s, const char *name, char *out, size_t room)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%ld/%s", (long)s->bridge.pid, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(out, 1, room - 1, file);
    out[n] = '\0';
    fclose(file);
    return n;
}

/* The secret of the manager user, told by the environment: gone from there, in no core, never said. */
static void the_secret_stays_inside(void **state)
{
    struct server *s = *state;
    static char text[65536];
    char settings[256];
    snprintf(settings, sizeof(settings), "%s/by-environment", s->folder);
    FILE *file = fopen(settings, "w");
    fprintf(file, "[asterisk]\nport = %d\nuser = wall\n[site]\nid = lab\n", s->port);
    fclose(file);
    snprintf(s->settings, sizeof(s->settings), "%s", settings);
    setenv("ACDFEED_AMI_SECRET", "hush", 1);
    start(s);
    unsetenv("ACDFEED_AMI_SECRET");
    log_in(s); /* with "hush" */
    size_t n = look_into(s, "environ", text, sizeof(text));
    if (!getenv("VALGRIND")) /* what stands there then is memcheck's own */
        assert_null(memmem(text, n, "hush", 4));
    n = look_into(s, "cmdline", text, sizeof(text));
    assert_null(memmem(text, n, "hush", 4));
    assert_false(tool_may_leave_core(s->bridge.pid));
    assert_int_equal(tool_stop(&s->bridge), 0);
    assert_null(strstr(s->bridge.complaint, "hush"));
    free(s->bridge.complaint);
}

static void a_storm_is_drained_and_the_feed_goes_on(void **state)
{
    struct server *s = *state;
    enum { CALLS = 5000 };
    char *storm = malloc((size_t)CALLS * 1200), *at = storm;
    start(s);
    log_in(s);
    for (int i = 1; i <= CALLS; i++) {
        join(s, i, at, 1200);
        at += strlen(at);
        at += sprintf(at, "Event: Newchannel\r\nUniqueid: 1.%d\r\nFiller: %0200d\r\n\r\n", i, i);
    }
    say(s, storm);
    free(storm);
    FEED_TELLS(s, "\"kind\":\"queue\"", "\"waiting\":5000");
    stop(s);
}

static void a_connection_that_dies_leaves_the_unknown_and_is_made_again(void **state)
{
    struct server *s = *state;
    start(s);
    FEED_TELLS(s, "\"kind\":\"site\"", "no connection to Asterisk");
    log_in(s);
    FEED_TELLS(s, "\"kind\":\"queue\"", "\"waiting\":0");
    say(s, "Event: QueueCallerJo"); /* half a line, then nothing any more */
    close(s->fd);
    FEED_TELLS(s, "\"kind\":\"site\"", "no connection to Asterisk");
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "send", "overflow", "queue=sales", "to=sales",
                              "--site", "lab", "--stats", s->stats, "--control", s->control),
                     3);
    assert_non_null(strstr(out, "no connection to Asterisk"));
    free(out);
    free(err);
    log_in(s);
    FEED_TELLS(s, "\"kind\":\"queue\"", "\"waiting\":0");
    FEED_TELLS(s, "\"kind\":\"site\"", "day figures are not whole");
    stop(s);
}

static void a_refused_login_is_said_and_tried_again_later(void **state)
{
    struct server *s = *state;
    char id[64];
    start(s);
    let_in(s);
    say(s, banner);
    await_action(s, "Login", id);
    char text[256];
    snprintf(text, sizeof(text),
             "Response: Error\r\nActionID: %s\r\nMessage: Authentication failed\r\n\r\n", id);
    say(s, text);
    FEED_TELLS(s, "\"kind\":\"site\"", "login of wall was refused: Authentication failed");
    close(s->fd);
    log_in(s);
    FEED_TELLS(s, "\"kind\":\"queue\"", "\"waiting\":0");
    stop(s);
}

int main(void)
{
    tool_allow_cores(); /* where none are allowed at all there is nothing to see */
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_server, close_server)
    const struct CMUnitTest tests[] = {
        TEST(half_lines_unknown_events_and_noise_do_no_harm),
        TEST(the_secret_stays_inside),
        TEST(a_storm_is_drained_and_the_feed_goes_on),
        TEST(a_connection_that_dies_leaves_the_unknown_and_is_made_again),
        TEST(a_refused_login_is_said_and_tried_again_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
