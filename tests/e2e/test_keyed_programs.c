/* The real programs with keys: drawn by keygen, served by publish, used by tap, send, check and
 * acdwall, each refusal in the words that a person gets. */
#define _GNU_SOURCE /* memmem */
#include "feed/commands/command.h"
#include "tests/support/patience.h"
#include "tests/support/person.h"
#include "tests/support/place.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_BYTES = 256 };

struct bench {
    struct place *place;
    char list[PATH_BYTES];
    char secret[4][PATH_BYTES], public_path[4][PATH_BYTES];
};

enum { FEED, ANNA, HALL, MALLORY };
static const char *const names[] = {"feed", "anna", "hall", "mallory"};
static const char *const roles[] = {"publisher", "supervisor", "wall"};

/* The last word of what keygen printed. */
static void public_key(const char *printed, char out[64])
{
    size_t bytes = strlen(printed);
    assert_true(bytes > 41 && printed[bytes - 1] == '\n');
    snprintf(out, 64, "%.40s", printed + bytes - 41);
}

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char text[1024] = "";
    assert_int_equal(place_make((void **)&bench->place), 0);
    const char *folder = bench->place->folder;
    for (int i = FEED; i <= MALLORY; i++) {
        char *out, *err, key[64];
        assert_int_equal(TOOL_RUN(NULL, &out, &err, "keygen", names[i], "--dir", folder), 0);
        snprintf(bench->secret[i], PATH_BYTES, "%s/%s.secret", folder, names[i]);
        snprintf(bench->public_path[i], PATH_BYTES, "%s/%s.public", folder, names[i]);
        public_key(out, key);
        if (i == ANNA || i == HALL)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s %s %s\n", names[i],
                     roles[i], key);
        free(out);
        free(err);
    }
    place_file(bench->place, "authorized", text, bench->list);
    struct place *place = bench->place;
    tool_start(&place->feed, (const char *const[]){"publish",
                                                   "--stats",
                                                   place->stats,
                                                   "--control",
                                                   place->control,
                                                   "--inject",
                                                   "none",
                                                   "--site",
                                                   "berlin",
                                                   "--ops",
                                                   "notice",
                                                   "--period",
                                                   "200ms",
                                                   "--keyframe",
                                                   "1s",
                                                   "--key",
                                                   bench->secret[FEED],
                                                   "--authorized",
                                                   bench->list,
                                                   "--commands-per-minute",
                                                   "1",
                                                   NULL});
    tool_say(&place->feed, "queue=sales waiting=7\nagent=bert state=available\n");
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    void *place = bench->place;
    free(bench->place->feed.complaint);
    place_remove(&place);
    free(bench);
    return 0;
}

static void end_feed(struct bench *bench)
{
    assert_int_equal(tool_stop(&bench->place->feed), 0);
}

static void expect(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("expected \"%s\" in: %s", part, text);
}

static void keygen_writes_and_shows(void **state)
{
    struct bench *bench = *state;
    char *out, *err, *shown;
    struct stat is;
    assert_int_equal(stat(bench->secret[ANNA], &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "keygen", "anna", "--dir", bench->place->folder),
                     COMMAND_FAILED);
    expect(err, "a key is never overwritten");
    free(out);
    free(err);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "keygen", "--show", bench->secret[ANNA]), 0);
    free(err);
    assert_int_equal(TOOL_RUN(NULL, &shown, &err, "keygen", "--show", bench->public_path[ANNA]), 0);
    assert_string_equal(out, shown);
    expect(out, "anna ");
    free(err);
    free(out);
    free(shown);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "keygen"), COMMAND_USAGE);
    free(out);
    free(err);
    end_feed(bench);
}

/* What `tap` says and how it ends, as each of them. */
static void tap_hears_its_part_or_says_why_not(void **state)
{
    struct bench *bench = *state;
    static const struct {
        int who, server; /* -1: no key */
        const char *kind;
        int status;
        const char *says;
    } cases[] = {
        {ANNA, FEED, "queue", COMMAND_DONE, ""},
        {ANNA, FEED, "agent", COMMAND_DONE, ""},
        {HALL, FEED, "queue", COMMAND_DONE, ""},
        {HALL, FEED, "agent", COMMAND_DONE, "(nothing)"},
        {MALLORY, FEED, "queue", COMMAND_SILENT, "does not know our key"},
        {-1, -1, "queue", COMMAND_SILENT, "takes nobody without a key"},
        {ANNA, MALLORY, "queue", COMMAND_SILENT, "its key is not the one given as --server-key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool comes = cases[i].says[0] == '\0';
        const char *arguments[16] = {"tap", "--stats", bench->place->stats, "--kinds",
                                     cases[i].kind};
        int n = 5;
        if (cases[i].who >= 0) {
            arguments[n++] = "--key";
            arguments[n++] = bench->secret[cases[i].who];
            arguments[n++] = "--server-key";
            arguments[n++] = bench->public_path[cases[i].server];
        }
        arguments[n++] = comes ? "--count" : "--for";
        /* What does not come is never there; why not takes its time to be heard. */
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%ds",
                 (int)(patience_ms(cases[i].status == COMMAND_DONE ? 1000 : 3000) / 1000));
        arguments[n++] = comes ? "1" : seconds;
        char *out, *err;
        assert_int_equal(tool_run(arguments, NULL, &out, &err), cases[i].status);
        if (comes)
            expect(out, cases[i].kind);
        else
            assert_string_equal(out, "");
        if (cases[i].status == COMMAND_SILENT)
            expect(err, cases[i].says);
        free(out);
        free(err);
    }
    end_feed(bench);
    expect(bench->place->feed.complaint, "turned away: the key ");
    expect(bench->place->feed.complaint, "turned away: someone without a key");
    expect(bench->place->feed.complaint, "turned away: someone who expects another feed's key");
}

static int send_as(struct bench *bench, int who, char **out)
{
    char *err;
    int status = TOOL_RUN(NULL, out, &err, "send", "notice", "text=hello", "--site", "berlin",
                          "--stats", bench->place->stats, "--control", bench->place->control,
                          "--by", "somebody", "--key", bench->secret[who], "--server-key",
                          bench->public_path[FEED], "--wait", "20s", "--no-wait");
    free(err);
    return status;
}

static void send_is_named_by_its_key(void **state)
{
    struct bench *bench = *state;
    char *out;
    assert_int_equal(send_as(bench, HALL, &out), COMMAND_REFUSED);
    expect(out, "\"denied\"");
    expect(out, "hall has the role wall");
    free(out);
    assert_int_equal(send_as(bench, ANNA, &out), COMMAND_DONE);
    expect(out, "\"accepted\"");
    free(out);
    expect(TOOL_AWAIT(&bench->place->feed, "\"notice\""), "\"by\":\"anna\"");
    assert_int_equal(send_as(bench, ANNA, &out), COMMAND_REFUSED);
    expect(out, "too many requests of anna");
    free(out);
    end_feed(bench);
}

/* acdwall's exit status; what it prints goes to the file. */
static int run_wall(const char *const *arguments, const char *file)
{
    char program[512];
    const char *folder = getenv("OUT");
    snprintf(program, sizeof program, "%s/acdwall", folder ? folder : "build");
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        execv(program, (char *const *)arguments);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WEXITSTATUS(status);
}

static void read_file(const char *path, char out[8192])
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t got = fread(out, 1, 8191, file);
    out[got] = '\0';
    fclose(file);
}

static void wall_reads_keys_from_options_and_settings(void **state)
{
    struct bench *bench = *state;
    char text[8192], file[PATH_BYTES], settings[PATH_BYTES], said[8192];
    snprintf(file, sizeof file, "%s/said", bench->place->folder);
    snprintf(text, sizeof text, "[feed berlin]\nstats = %s\nkey = %s\nserver_key = %s\n",
             bench->place->stats, bench->secret[ANNA], bench->public_path[FEED]);
    place_file(bench->place, "acdwall.ini", text, settings);
    assert_int_equal(run_wall((const char *const[]){"acdwall", "--once", "text", "--wait", "20s",
                                                    "--settings", settings, NULL},
                              file),
                     0);
    read_file(file, said);
    expect(said, "sales");
    assert_int_equal(
        run_wall((const char *const[]){"acdwall", "--once", "text", "--wait", "20s", "--feed",
                                       bench->place->stats, "--key", bench->secret[ANNA],
                                       "--server-key", bench->public_path[FEED], NULL},
                 file),
        0);
    assert_int_equal(
        run_wall((const char *const[]){"acdwall", "--once", "text", "--wait", "3s", "--feed",
                                       bench->place->stats, "--key", bench->secret[MALLORY],
                                       "--server-key", bench->public_path[FEED], NULL},
                 file),
        3);
    read_file(file, said);
    expect(said, "the feed does not know our key");
    chmod(bench->secret[ANNA], 0644);
    assert_int_equal(
        run_wall((const char *const[]){"acdwall", "--once", "text", "--feed", bench->place->stats,
                                       "--key", bench->secret[ANNA], "--server-key",
                                       bench->public_path[FEED], NULL},
                 file),
        1);
    read_file(file, said);
    expect(said, "others can read this secret key (mode 0644): chmod 600");
    end_feed(bench);
}

static void person_sees_own_name_and_why_not(void **state)
{
    struct bench *bench = *state;
    char program[512];
    const char *folder = getenv("OUT");
    snprintf(program, sizeof program, "%s/acdwall", folder ? folder : "build");
    struct person *wall = person_open(
        (const char *const[]){program, "--feed", bench->place->stats, "--control",
                              bench->place->control, "--key", bench->secret[ANNA], "--server-key",
                              bench->public_path[FEED], "--by", "somebody", NULL},
        "xterm-256color", 100, 30);
    assert_true(person_shows(wall, "sales"));
    assert_true(person_find(wall, "anna") >= 0); /* as the feed will call him */
    assert_true(person_find(wall, "somebody") < 0);
    assert_false(tool_may_leave_core(person_pid(wall)));
    person_send(wall, "q");
    assert_int_equal(person_ends(wall), 0);
    person_close(wall);
    wall = person_open((const char *const[]){program, "--feed", bench->place->stats, NULL},
                       "xterm-256color", 160, 30);
    assert_true(person_shows(wall, "takes nobody without a key"));
    person_send(wall, "q");
    assert_int_equal(person_ends(wall), 0);
    person_close(wall);
    end_feed(bench);
}

static void no_secret_is_ever_said(void **state)
{
    struct bench *bench = *state;
    char text[8192], secret[64];
    read_file(bench->secret[FEED], text);
    assert_int_equal(sscanf(text, "secret feed %63s", secret), 1);
    /* Nobody of the same user looks into its memory either. */
    struct tool tap;
    tool_start(&tap, (const char *const[]){"tap", "--stats", bench->place->stats, "--key",
                                           bench->secret[ANNA], "--server-key",
                                           bench->public_path[FEED], "--count", "1", NULL});
    assert_non_null(tool_line(&tap));
    /* Heard of, so that it is the feed's own command line by now and not that of the fork. */
    char path[64];
    memset(text, 0, sizeof text);
    snprintf(path, sizeof path, "/proc/%ld/cmdline", (long)bench->place->feed.pid);
    read_file(path, text);
    assert_null(memmem(text, sizeof text, secret, 40));
    assert_false(tool_may_leave_core(bench->place->feed.pid));
    assert_false(tool_may_leave_core(tap.pid));
    snprintf(path, sizeof path, "/proc/%ld/mem", (long)bench->place->feed.pid);
    if (geteuid() != 0)
        assert_true(open(path, O_RDONLY) < 0);
    assert_int_equal(tool_end(&tap), 0);
    free(tap.complaint);
    end_feed(bench);
    assert_null(strstr(bench->place->feed.complaint, secret));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    tool_allow_cores(); /* where none are allowed at all there is nothing to see */
    const struct CMUnitTest tests[] = {
        CASE(keygen_writes_and_shows),          CASE(tap_hears_its_part_or_says_why_not),
        CASE(send_is_named_by_its_key),         CASE(wall_reads_keys_from_options_and_settings),
        CASE(person_sees_own_name_and_why_not), CASE(no_secret_is_ever_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
