/* The journal file: what it withstands. */
#include "console/edge/trail.h"
#include "console/edge/trail_disk.h"

#include "tests/support/cases.h"
#include "tests/support/tool.h"
#include "tests/support/trail_file.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct room {
    char folder[TOOL_NAME_BYTES], path[2 * TOOL_NAME_BYTES];
};

static int room_make(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    tool_folder(room->folder);
    snprintf(room->path, sizeof room->path, "%s/deep/er/journal.jsonl", room->folder);
    *state = room;
    return 0;
}

static int room_remove(void **state)
{
    struct room *room = *state;
    char name[3 * TOOL_NAME_BYTES];
    unlink(room->path);
    snprintf(name, sizeof name, "%s.head", room->path);
    unlink(name);
    snprintf(name, sizeof name, "%s/deep/er", room->folder);
    rmdir(name);
    snprintf(name, sizeof name, "%s/deep", room->folder);
    rmdir(name);
    tool_remove_folder(room->folder);
    free(room);
    return 0;
}

static bool say(struct trail *trail, const char *why)
{
    struct note note = note_make(NOTE_SITE, 1772530890000);
    NOTE_SAY(&note, WHY, why, why);
    return trail_write(trail, &note, true);
}

static void write_lines(const char *path, int n)
{
    struct trail *trail = trail_open(path, 1);
    assert_null(trail_trouble(trail));
    for (int i = 0; i < n; i++)
        assert_true(say(trail, "fine"));
    trail_close(trail);
}

static struct trail_file look(const char *path, uint64_t lines, uint64_t repairs)
{
    struct trail_file file = trail_file_read(path);
    if (file.broken_line)
        fail_msg("line %d %s", (int)file.broken_line, file.fault);
    assert_int_equal(file.lines, lines);
    assert_int_equal(file.repairs, repairs);
    return file;
}

static void cut_to(const char *path, off_t bytes)
{
    assert_int_equal(truncate(path, bytes), 0);
}

/* As a crash does, which comes before the head is written. */
static void tear_at(const char *path, off_t bytes)
{
    char head[3 * TOOL_NAME_BYTES];
    assert_true(trail_head_path(path, head, sizeof head));
    unlink(head);
    cut_to(path, bytes);
}

static off_t size_of(const char *path)
{
    struct stat is;
    assert_int_equal(stat(path, &is), 0);
    return is.st_size;
}

static void a_file_goes_on_where_it_ended(void **state)
{
    const struct room *room = *state;
    char hash[NOTE_HASH_BYTES];
    uint64_t seq = 0;
    struct stat is;
    write_lines(room->path, 3);
    write_lines(room->path, 4);
    free(look(room->path, 7, 0).text);
    assert_true(trail_head_read(room->path, &seq, hash));
    assert_int_equal(seq, 7);
    assert_int_equal(stat(room->path, &is), 0);
    assert_int_equal(is.st_mode & 0777, 0600);
}

/* Every place at which a crash may have cut the last line. */
static void every_torn_end_is_kept_and_marked(void **state)
{
    const struct room *room = *state;
    off_t two, whole;
    write_lines(room->path, 2);
    two = size_of(room->path);
    write_lines(room->path, 1);
    whole = size_of(room->path);
    for (off_t at = two + 1; at < whole; at += 7) {
        struct trail_file file;
        char before[8];
        tear_at(room->path, at);
        snprintf(before, sizeof before, "%.7s", "{\"seq\":3,\"prev\"" );
        write_lines(room->path, 1);
        file = look(room->path, 5, 1);
        assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"repair\"", "\"torn\":true"), 1);
        assert_true(at - two < 7 || strstr(file.text + two, before) == file.text + two);
        free(file.text);
        tear_at(room->path, two); /* and a whole third line for the next turn */
        write_lines(room->path, 1);
    }
}

static void a_first_line_may_be_torn_too(void **state)
{
    const struct room *room = *state;
    write_lines(room->path, 1);
    tear_at(room->path, 4);
    write_lines(room->path, 1);
    free(look(room->path, 3, 1).text);
}

static void a_cut_or_changed_end_is_said(void **state)
{
    const struct room *room = *state;
    off_t two;
    struct trail *trail;
    write_lines(room->path, 2);
    two = size_of(room->path);
    write_lines(room->path, 2);
    cut_to(room->path, two); /* two whole lines are gone: the chain alone cannot tell */
    free(look(room->path, 2, 0).text);
    trail = trail_open(room->path, 1);
    assert_non_null(trail_trouble(trail));
    assert_non_null(strstr(trail_trouble(trail), "cut or changed"));
    assert_true(say(trail, "all the same"));
    trail_close(trail);
}

static void what_is_no_journal_is_left_alone(void **state)
{
    const struct room *room = *state;
    struct trail *trail;
    FILE *file;
    char text[64] = "";
    write_lines(room->path, 1);
    file = fopen(room->path, "w");
    fputs("dear diary\n", file);
    fclose(file);
    trail = trail_open(room->path, 1);
    assert_non_null(strstr(trail_trouble(trail), "no journal"));
    assert_false(say(trail, "never"));
    assert_int_equal(trail_unwritten(trail), 1);
    trail_close(trail);
    file = fopen(room->path, "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, "dear diary\n");
}

static void two_consoles_never_share_a_file(void **state)
{
    const struct room *room = *state;
    struct trail *one = trail_open(room->path, 1), *other = trail_open(room->path, 1);
    assert_null(trail_trouble(one));
    assert_non_null(strstr(trail_trouble(other), "another console"));
    assert_true(say(one, "mine"));
    assert_false(say(other, "not mine"));
    trail_close(one);
    trail_pass(other, 100000, 1);
    assert_null(trail_trouble(other));
    assert_true(say(other, "mine now"));
    trail_close(other);
    struct trail_file file = look(room->path, 3, 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"unwritten\"", "\"n\":1"), 1);
    free(file.text);
}

/* Lines in a file that has no name any more are lost, and nobody would know. */
static void a_file_that_was_taken_away_is_said_and_begun_anew(void **state)
{
    const struct room *room = *state;
    struct trail *trail = trail_open(room->path, 1);
    assert_true(say(trail, "before"));
    assert_false(trail_pass(trail, 1000, 1));
    assert_int_equal(unlink(room->path), 0);
    assert_true(trail_pass(trail, 2000, 1));
    assert_non_null(strstr(trail_trouble(trail), "moved or deleted"));
    assert_true(say(trail, "after"));
    assert_false(trail_pass(trail, 3000, 1));
    trail_close(trail);
    struct trail_file file = look(room->path, 2, 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"unwritten\"", "moved or deleted"), 1);
    free(file.text);
}

static void limit_files_to(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A limit on the size of files stands for the full disk: the last line gets in by half. */
static void a_full_disk_is_counted_and_survived(void **state)
{
    const struct room *room = *state;
    struct trail *trail = trail_open(room->path, 1);
    signal(SIGXFSZ, SIG_IGN);
    assert_true(say(trail, "fine"));
    limit_files_to((rlim_t)size_of(room->path) + 50);
    assert_false(say(trail, "too much"));
    assert_false(say(trail, "still too much"));
    assert_non_null(strstr(trail_trouble(trail), "not written"));
    trail_pass(trail, 100000, 1);
    assert_int_equal(trail_unwritten(trail), 2);
    limit_files_to(RLIM_INFINITY);
    trail_pass(trail, 101000, 1); /* too soon to try again */
    assert_non_null(trail_trouble(trail));
    trail_pass(trail, 200000, 1);
    assert_null(trail_trouble(trail));
    assert_true(say(trail, "fine again"));
    trail_close(trail);
    struct trail_file file = trail_file_read(room->path);
    assert_int_equal(file.broken_line, 0);
    assert_int_equal(file.repairs, 1);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"unwritten\"", "\"n\":2", "not written"), 1);
    free(file.text);
}

/* A writer killed at any moment leaves a file that the next one goes on with. */
static void a_killed_writer_leaves_a_file_that_holds(void **state)
{
    const struct room *room = *state;
    for (int turn = 0; turn < 5; turn++) {
        pid_t pid = fork();
        if (pid == 0) {
            struct trail *trail = trail_open(room->path, 1);
            for (;;)
                say(trail, "again and again");
        }
        TRAIL_AWAIT(room->path, "again and again");
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        write_lines(room->path, 1);
        struct trail_file file = trail_file_read(room->path);
        assert_int_equal(file.broken_line, 0);
        free(file.text);
        tear_at(room->path, 0);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, room_make, room_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_file_goes_on_where_it_ended),
        TEST(every_torn_end_is_kept_and_marked),
        TEST(a_first_line_may_be_torn_too),
        TEST(a_cut_or_changed_end_is_said),
        TEST(what_is_no_journal_is_left_alone),
        TEST(two_consoles_never_share_a_file),
        TEST(a_file_that_was_taken_away_is_said_and_begun_anew),
        TEST(a_full_disk_is_counted_and_survived),
        TEST(a_killed_writer_leaves_a_file_that_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
