/* The tape as a file: whole up to its last whole frame wherever it is cut, damage noticed, other
 * files refused, never more than one recorder. */
#include "acdfeed/limits.h"
#include "acdfeed/tape.h"
#include "tests/support/cases.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = 40, PATH_BYTES = 64 };

static void make_path(char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "/tmp/acdtape-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
}

/* Frame i: bodies that deflate, bodies that do not, none at all; a key set at every tenth. */
static struct acd_tape_frame frame_at(int i, char body[600])
{
    static const char *const topics[] = {"queue/berlin/", "agent/berlin/", "event/berlin/",
                                         "site/berlin/", "other"};
    struct acd_tape_frame frame = {.kind = ACD_TAPE_MESSAGE,
                                   .feed = i % 3,
                                   .at_ms = 1000000 + i * 500,
                                   .wall_ms = 1000007 + i * 500,
                                   .topic = topics[i % 5],
                                   .topic_bytes = strlen(topics[i % 5]),
                                   .body = body,
                                   .body_bytes = i % 7 == 3 ? 0 : (size_t)(i * 13 % 600)};
    for (size_t b = 0; b < frame.body_bytes; b++)
        body[b] = i % 2 ? "waiting_ms"[b % 10] : (char)(b * b * 31 + (size_t)i * 97);
    if (i % 10 == 4 || i % 10 == 6) {
        frame.kind = i % 10 == 4 ? ACD_TAPE_KEY : ACD_TAPE_KEY_END;
        frame.topic_bytes = 0;
        frame.body = i % 10 == 4 ? "berlin paris" : "";
        frame.body_bytes = strlen(frame.body);
    } else if (i % 10 == 5) {
        frame.kind = ACD_TAPE_KEYED;
    }
    return frame;
}

static void write_frames(const char *path, int from, int to)
{
    struct acd_fault why;
    struct acd_tape_writer *writer = acd_tape_append(path, &why);
    if (!writer)
        fail_msg("%s", why.text);
    for (int i = from; i < to; i++) {
        char body[600];
        struct acd_tape_frame frame = frame_at(i, body);
        acd_tape_write(writer, &frame);
    }
    assert_true(acd_tape_flush(writer, true, &why));
    acd_tape_finish(writer);
}

static void same_frame(const struct acd_tape_frame *frame, int i)
{
    char body[600];
    struct acd_tape_frame wanted = frame_at(i, body);
    assert_int_equal(frame->kind, wanted.kind);
    assert_int_equal(frame->feed, wanted.feed);
    assert_int_equal(frame->at_ms, wanted.at_ms);
    assert_int_equal(frame->wall_ms, wanted.wall_ms);
    assert_int_equal(frame->topic_bytes, wanted.topic_bytes);
    assert_int_equal(frame->body_bytes, wanted.body_bytes);
    assert_memory_equal(frame->topic, wanted.topic, wanted.topic_bytes);
    assert_memory_equal(frame->body, wanted.body, wanted.body_bytes);
}

static unsigned char *slurp(const char *path, size_t *n)
{
    struct stat status;
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0 && fstat(fd, &status) == 0);
    *n = (size_t)status.st_size;
    unsigned char *bytes = malloc(*n + 1);
    assert_true(read(fd, bytes, *n) == (ssize_t)*n);
    close(fd);
    return bytes;
}

static void spill(const char *path, const unsigned char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0600);
    assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    close(fd);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    make_path(path);
    write_frames(path, 0, 17);
    write_frames(path, 17, FRAMES); /* a second recording goes on */
    struct acd_fault why;
    struct acd_tape *tape = acd_tape_open(path, &why);
    assert_non_null(tape);
    struct acd_tape_frame frame;
    for (int i = 0; i < FRAMES; i++) {
        assert_true(acd_tape_next(tape, 0, &frame));
        same_frame(&frame, i);
    }
    assert_false(acd_tape_next(tape, 0, &frame));
    struct acd_tape_about about = acd_tape_about(tape);
    assert_int_equal(about.frames, FRAMES);
    assert_int_equal(about.damaged, 0);
    assert_false(about.cut);
    assert_int_equal(about.start_ms, 1000000);
    assert_int_equal(about.end_ms, 1000000 + (FRAMES - 1) * 500);
    assert_string_equal(about.sites, "berlin paris");

    static const struct {
        int64_t at_ms, key_ms;
        int frame;
    } seeks[] = {
        {0, -1, 0},          {1001999, -1, 0},        {1002000, 1002000, 4}, {1006999, 1002000, 4},
        {1007000, 1007000, 14}, {1017000, 1017000, 34}, {INT64_MAX, 1017000, 34},
    };
    for (size_t i = 0; i < sizeof seeks / sizeof seeks[0]; i++) {
        int64_t key_ms = -1;
        assert_int_equal(acd_tape_seek(tape, seeks[i].at_ms, &key_ms), seeks[i].key_ms >= 0);
        assert_int_equal(key_ms, seeks[i].key_ms);
        assert_true(acd_tape_next(tape, 0, &frame));
        same_frame(&frame, seeks[i].frame);
    }
    acd_tape_seek(tape, 0, NULL);
    int events = 0;
    while (acd_tape_next(tape, 1u << ACD_KIND_EVENT, &frame))
        events += frame.kind == ACD_TAPE_MESSAGE;
    assert_int_equal(events, 8); /* 2, 7, 12 ... 37 */
    acd_tape_close(tape);
    unlink(path);
}

/* How many frames read, each as written and in order, none invented. */
static int read_all(const char *path, bool *cut, uint64_t *damaged)
{
    struct acd_fault why;
    struct acd_tape_frame frame;
    struct acd_tape *tape = acd_tape_open(path, &why);
    int n = 0;
    if (!tape)
        return -1;
    for (int i = 0; acd_tape_next(tape, 0, &frame); i++, n++) {
        i = (int)((frame.wall_ms - 1000007) / 500);
        assert_true(i >= n && i < FRAMES);
        same_frame(&frame, i);
    }
    *cut = acd_tape_about(tape).cut;
    *damaged = acd_tape_about(tape).damaged;
    acd_tape_close(tape);
    return n;
}

static void cut_anywhere_it_is_whole_up_to_there(void **state)
{
    (void)state;
    char path[PATH_BYTES], copy[PATH_BYTES];
    make_path(path);
    make_path(copy);
    size_t ends[FRAMES + 1], n;
    for (int i = 0; i <= FRAMES; i++) {
        write_frames(path, i ? i - 1 : 0, i);
        free(slurp(path, &ends[i]));
    }
    unsigned char *bytes = slurp(path, &n);
    int whole = 0;
    for (size_t cut = 0; cut <= n; cut++) {
        bool is_cut;
        uint64_t damaged;
        while (whole < FRAMES && ends[whole + 1] <= cut)
            whole++;
        spill(copy, bytes, cut);
        int read = read_all(copy, &is_cut, &damaged);
        assert_int_equal(read, cut < ends[0] ? -1 : whole);
        if (read < 0)
            continue;
        assert_int_equal(damaged, 0);
        assert_int_equal(is_cut, cut != ends[whole]);
        if (cut % 97 != 0)
            continue;
        write_frames(copy, whole, FRAMES); /* and the next recorder goes on */
        assert_int_equal(read_all(copy, &is_cut, &damaged), FRAMES);
        assert_false(is_cut);
    }
    free(bytes);
    unlink(path);
    unlink(copy);
}

/* Frames of five topics between key sets ten frames apart: at most its own and one more are lost,
 * and none is ever shown as it was not. */
static void a_flipped_byte_is_noticed(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    size_t n;
    make_path(path);
    write_frames(path, 0, FRAMES);
    unsigned char *bytes = slurp(path, &n);
    for (size_t at = 16; at < n; at++) {
        bool is_cut;
        uint64_t damaged;
        bytes[at] ^= (unsigned char)(1 << at % 8);
        spill(path, bytes, n);
        bytes[at] ^= (unsigned char)(1 << at % 8);
        int read = read_all(path, &is_cut, &damaged);
        assert_in_range(read, FRAMES - 2, FRAMES - 1);
        if (damaged + is_cut < 1 || damaged + is_cut > 2) /* in the last frame: taken for a crash */
            fail_msg("byte %zu of %zu: %d damaged places, cut %d", at, n, (int)damaged, is_cut);
    }
    free(bytes);
    unlink(path);
}

static const struct refusal {
    const char *name, *text;
    size_t bytes;
    const char *said;
} refusals[] = {
    {"empty", "", 0, "no tape"},
    {"text", "hello, this is a letter\n", 24, "no tape"},
    {"short", "ACDTAPE\n\1", 9, "no tape"},
    {"damaged", "ACDTAPE\n\1\0\0\0zzzz", 16, "damaged"},
    {"future", "ACDTAPE\n\2\0\0\0\217\225\230\136", 16, "version 2"},
};

static void other_files_are_refused_with_words(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct acd_fault why;
    make_path(path);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        spill(path, (const unsigned char *)refusals[i].text, refusals[i].bytes);
        assert_null(acd_tape_open(path, &why));
        if (!strstr(why.text, refusals[i].said))
            fail_msg("%s: \"%s\"", refusals[i].name, why.text);
        if (!refusals[i].bytes)
            continue;
        assert_null(acd_tape_append(path, &why)); /* and is left alone */
        size_t n;
        free(slurp(path, &n));
        assert_int_equal(n, refusals[i].bytes);
    }
    unlink(path);
    assert_null(acd_tape_open(path, &why));
    assert_non_null(strstr(why.text, "cannot be opened"));
    assert_null(acd_tape_open("/tmp", &why));
    assert_null(acd_tape_append("/nowhere/at/all", &why));
}

static void one_recorder_at_a_time(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct acd_fault why;
    make_path(path);
    struct acd_tape_writer *writer = acd_tape_append(path, &why);
    assert_non_null(writer);
    assert_null(acd_tape_append(path, &why));
    assert_non_null(strstr(why.text, "another recorder"));
    acd_tape_finish(writer);
    writer = acd_tape_append(path, &why);
    assert_non_null(writer);
    acd_tape_finish(writer);
    unlink(path);
}

/* A file that may not grow stands for a disk that is full. */
static void a_full_disk_leaves_the_tape_whole(void **state)
{
    (void)state;
    struct acd_fault why = {""};
    struct rlimit before;
    char path[PATH_BYTES];
    size_t n;
    make_path(path);
    write_frames(path, 0, 10);
    free(slurp(path, &n));
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = {.rlim_cur = n + 100, .rlim_max = before.rlim_max};
    struct acd_tape_writer *writer = acd_tape_append(path, &why);
    assert_non_null(writer);
    for (int i = 10; i < 20; i++) {
        char body[600];
        struct acd_tape_frame frame = frame_at(i, body);
        acd_tape_write(writer, &frame);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool flushed = acd_tape_flush(writer, false, &why);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(flushed);
    assert_non_null(strstr(why.text, "whole up to"));
    bool is_cut;
    uint64_t damaged;
    assert_int_equal(read_all(path, &is_cut, &damaged), 10);
    assert_false(is_cut);
    acd_tape_finish(writer);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(cut_anywhere_it_is_whole_up_to_there),
        cmocka_unit_test(a_flipped_byte_is_noticed),
        cmocka_unit_test(other_files_are_refused_with_words),
        cmocka_unit_test(one_recorder_at_a_time),
        cmocka_unit_test(a_full_disk_leaves_the_tape_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
