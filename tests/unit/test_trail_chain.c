/* Lines of the journal there and back, and every kind of edit found at its line. */
#include "console/trail/chain.h"

#include "tests/support/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES = 8, TEXT_MOST = 1 << 16 };

/* A journal of LINES lines, as the console would have written it. */
struct file {
    char *line[LINES + 4];
    int n;
    bool cut; /* the last line has no newline */
};

static char *make_line(uint64_t seq, const char *prev, enum note_kind what, const char *why, int64_t n)
{
    struct note note = note_make(what, 1772530890000 + (int64_t)seq);
    NOTE_SET(&note, SEQ, seq, (int64_t)seq);
    NOTE_SET(&note, PREV, prev, prev);
    NOTE_SAY(&note, WHY, why, why);
    if (what == NOTE_REPAIR) {
        NOTE_SET(&note, N, n, n);
        NOTE_SET(&note, TORN, torn, true);
    }
    return note_line(&note);
}

static struct file make_file(void)
{
    struct file file = {.n = LINES};
    char prev[NOTE_HASH_BYTES], why[32];

    strcpy(prev, chain_zeros);
    for (int i = 0; i < LINES; i++) {
        snprintf(why, sizeof why, "reason %d", i + 1);
        file.line[i] = make_line((uint64_t)i + 1, prev, NOTE_SITE, why, 0);
        chain_hash(file.line[i], strlen(file.line[i]), prev);
    }
    return file;
}

static void free_file(struct file *file)
{
    for (int i = 0; i < file->n; i++)
        free(file->line[i]);
}

/* 0 when the chain holds, else the first broken line; its words in `fault`. */
static uint64_t verify(const struct file *file, char fault[ACD_FAULT_TEXT_BYTES], uint64_t *repairs)
{
    struct chain *chain = chain_new();
    struct note note;
    uint64_t broken;

    for (int i = 0; i < file->n; i++)
        chain_take(chain, file->line[i], strlen(file->line[i]), i + 1 < file->n || !file->cut, &note);
    broken = chain_end(chain) ? 0 : chain_broken_line(chain);
    strcpy(fault, chain_fault(chain));
    if (repairs)
        *repairs = chain_repairs(chain);
    chain_free(chain);
    return broken;
}

static void a_line_comes_back_as_it_went(void **state)
{
    (void)state;
    struct acd_scratch scratch = {.at = malloc(NOTE_SCRATCH_BYTES), .bytes = NOTE_SCRATCH_BYTES};
    struct note note = note_make(NOTE_EVALUATION, 1772530890000), back;
    struct acd_fault why;
    NOTE_SET(&note, SEQ, seq, 7);
    NOTE_SET(&note, PREV, prev, chain_zeros);
    NOTE_SET(&note, QUEUE, queue, "sales");
    NOTE_SET(&note, TIER, tier, -1);
    NOTE_SAY(&note, WHY, why, "");
    NOTE_SAY(&note, WORDS, words, "overflow 6 to \"B\\ck\" \342\202\254\n");
    note.args.calls = 6;
    note.args.known = ACD_BIT(ACD_ARGS_CALLS);
    note.known |= ACD_BIT(NOTE_FIELD_ARGS);
    note.before = (struct note_reading){.known = ACD_BIT(NOTE_READING_LEVEL), .level = 0.612};
    note.known |= ACD_BIT(NOTE_FIELD_BEFORE);
    char *line = note_line(&note);
    assert_null(strchr(line, '\n'));
    assert_true(note_read(line, strlen(line), &scratch, &back, &why));
    assert_true(acd_shape_equal(&note_shape, &note, &back));
    assert_false(NOTE_HAS(&back, WHY));
    free(line);
    free(scratch.at);
}

static void long_texts_are_cut_at_a_character(void **state)
{
    (void)state;
    struct acd_scratch scratch = {.at = malloc(NOTE_SCRATCH_BYTES), .bytes = NOTE_SCRATCH_BYTES};
    char text[600];
    struct note note = note_make(NOTE_SITE, 1), back;
    struct acd_fault why;
    for (int i = 0; i < 597; i += 3)
        memcpy(text + i, "\342\202\254", 4);
    NOTE_SET(&note, SEQ, seq, 1);
    NOTE_SET(&note, PREV, prev, chain_zeros);
    NOTE_SET(&note, WHY, why, text);
    char *line = note_line(&note);
    assert_true(note_read(line, strlen(line), &scratch, &back, &why));
    assert_int_equal(strlen(back.why), 255);
    free(line);
    free(scratch.at);
}

static void what_is_no_line_is_refused_with_words(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "{", "[]", "7", "{\"seq\":1}", "{\"seq\":-1,\"prev\":\"\",\"t\":1}",
        "{\"seq\":1,\"prev\":7,\"t\":1}", "{\"seq\":1,\"prev\":\"\",\"t\":1,\"site\":\"a b\"}"};
    struct acd_scratch scratch = {.at = malloc(NOTE_SCRATCH_BYTES), .bytes = NOTE_SCRATCH_BYTES};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct note note;
        struct acd_fault why = {""};
        assert_false(note_read(cases[i], strlen(cases[i]), &scratch, &note, &why));
        assert_true(*why.text);
    }
    free(scratch.at);
}

static void a_whole_file_holds(void **state)
{
    (void)state;
    struct file file = make_file();
    char fault[ACD_FAULT_TEXT_BYTES];
    assert_int_equal(verify(&file, fault, NULL), 0);
    assert_string_equal(fault, "");
    free_file(&file);
}

/* Every byte of every line but the last, whose hash nobody has yet. */
static void every_flipped_byte_is_found_at_its_line(void **state)
{
    (void)state;
    struct file file = make_file();
    char fault[ACD_FAULT_TEXT_BYTES];
    for (int i = 0; i + 1 < LINES; i++)
        for (size_t at = 0; file.line[i][at]; at++) {
            file.line[i][at] ^= 1;
            if (file.line[i][at] != '\n') {
                uint64_t broken = verify(&file, fault, NULL);
                if (broken != (uint64_t)i + 1 && i + 2 < LINES)
                    fail_msg("line %d byte %zu: found at %d: %s", i + 1, at, (int)broken, fault);
                assert_true(broken != 0);
            }
            file.line[i][at] ^= 1;
        }
    free_file(&file);
}

static void take_out(struct file *file, int at)
{
    free(file->line[at]);
    memmove(file->line + at, file->line + at + 1, (size_t)(file->n - at - 1) * sizeof *file->line);
    file->n--;
}

static void put_in(struct file *file, int at, char *line)
{
    memmove(file->line + at + 1, file->line + at, (size_t)(file->n - at) * sizeof *file->line);
    file->line[at] = line;
    file->n++;
}

static void a_deleted_line_is_found(void **state)
{
    (void)state;
    for (int i = 0; i + 1 < LINES; i++) {
        struct file file = make_file();
        char fault[ACD_FAULT_TEXT_BYTES];
        take_out(&file, i);
        assert_int_equal(verify(&file, fault, NULL), i + 1);
        assert_non_null(strstr(fault, "missing"));
        free_file(&file);
    }
}

static void an_inserted_line_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < LINES; i++) { /* a copy of a line behind itself, and one made to fit */
        struct file file = make_file();
        char fault[ACD_FAULT_TEXT_BYTES], prev[NOTE_HASH_BYTES];
        put_in(&file, i + 1, strdup(file.line[i]));
        assert_int_equal(verify(&file, fault, NULL), i + 2);
        chain_hash(file.line[i], strlen(file.line[i]), prev);
        free(file.line[i + 1]);
        file.line[i + 1] = make_line((uint64_t)i + 2, prev, NOTE_EVENT, "forged", 0);
        if (i + 2 < file.n)
            assert_int_equal(verify(&file, fault, NULL), i + 3);
        free_file(&file);
    }
}

static void swapped_lines_are_found(void **state)
{
    (void)state;
    for (int i = 0; i + 1 < LINES; i++) {
        struct file file = make_file();
        char fault[ACD_FAULT_TEXT_BYTES], *line = file.line[i];
        file.line[i] = file.line[i + 1];
        file.line[i + 1] = line;
        assert_int_equal(verify(&file, fault, NULL), i + 1);
        free_file(&file);
    }
}

static void every_cut_in_the_last_line_is_found(void **state)
{
    (void)state;
    struct file file = make_file();
    char fault[ACD_FAULT_TEXT_BYTES], *last = file.line[LINES - 1];
    file.cut = true;
    for (size_t left = strlen(last); left > 0; left--) {
        last[left] = '\0';
        assert_int_equal(verify(&file, fault, NULL), LINES);
        assert_non_null(strstr(fault, "ends in the middle"));
    }
    free_file(&file);
}

/* Marks the last line, which a crash cut to `left` bytes, and goes on behind it. */
static void mark(struct file *file, size_t left)
{
    char marked[TEXT_MOST], hash[NOTE_HASH_BYTES];
    chain_hash(file->line[LINES - 2], strlen(file->line[LINES - 2]), hash);
    file->line[LINES - 1][left] = '\0';
    snprintf(marked, sizeof marked, "%s\n%s", hash, file->line[LINES - 1]);
    chain_hash(marked, strlen(marked), hash);
    file->line[file->n++] = make_line(LINES, hash, NOTE_REPAIR, "", (int64_t)left);
    chain_hash(file->line[LINES], strlen(file->line[LINES]), hash);
    file->line[file->n++] = make_line(LINES + 1, hash, NOTE_START, "", 0);
}

static void marked_remains_of_a_crash_are_no_edit(void **state)
{
    (void)state;
    struct file file = make_file();
    char fault[ACD_FAULT_TEXT_BYTES];
    uint64_t repairs;
    mark(&file, 20);
    assert_int_equal(verify(&file, fault, &repairs), 0);
    assert_int_equal(repairs, 1);
    file.line[LINES - 1][5] ^= 1; /* the remains themselves */
    assert_int_equal(verify(&file, fault, NULL), LINES);
    file.line[LINES - 1][5] ^= 1;
    strchr(file.line[LINES - 2], 'r')[0] = 'R'; /* the line before them */
    assert_int_not_equal(verify(&file, fault, NULL), 0);
    strchr(file.line[LINES - 2], 'R')[0] = 'r';
    take_out(&file, LINES - 1); /* the remains taken away, their mark left */
    assert_int_equal(verify(&file, fault, NULL), LINES);
    free_file(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_comes_back_as_it_went),
        cmocka_unit_test(long_texts_are_cut_at_a_character),
        cmocka_unit_test(what_is_no_line_is_refused_with_words),
        cmocka_unit_test(a_whole_file_holds),
        cmocka_unit_test(every_flipped_byte_is_found_at_its_line),
        cmocka_unit_test(a_deleted_line_is_found),
        cmocka_unit_test(an_inserted_line_is_found),
        cmocka_unit_test(swapped_lines_are_found),
        cmocka_unit_test(every_cut_in_the_last_line_is_found),
        cmocka_unit_test(marked_remains_of_a_crash_are_no_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
