/* Contacts and their tallies from disk: first all of the file is looked at, then taken up, so that a
 * broken one changes nothing.  Knows the book; counts nothing. */
#include "feed/tallies/contacts_file.h"

#include "feed/tallies/book.h"
#include "feed/tallies/contacts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILE_BYTES = 64 << 20, MOST_WORDS = 32 };
#define MOST_NUMBER INT64_C(100000000000000000) /* so that no sum of a few leaves its type */

struct loading {
    struct contacts *c; /* NULL: only look whether it is whole */
    int64_t t;
    int queue; /* -1: its first line is yet to come */
};

/* Cuts a line into words, in place. */
static int split(char *line, char **words)
{
    int n = 0;

    for (char *word = strtok_r(line, " ", &line); word; word = strtok_r(NULL, " ", &line)) {
        if (n == MOST_WORDS)
            return -1;
        words[n++] = word;
    }
    return n;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_word(const char *text, char *out, size_t bytes)
{
    size_t n = 0;

    while (*text) {
        int byte = (unsigned char)*text++;

        if (byte == '%') {
            if (hex(text[0]) < 0 || hex(text[1]) < 0)
                return false;
            byte = hex(text[0]) * 16 + hex(text[1]);
            text += 2;
        }
        if (n + 1 >= bytes || byte == 0)
            return false;
        out[n++] = (char)byte;
    }
    out[n] = '\0';
    return n > 0;
}

static bool read_number(const char *text, int64_t *number)
{
    char *end;

    errno = 0;
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *number < MOST_NUMBER &&
           *number > -MOST_NUMBER;
}

static bool read_numbers(char **words, int n, int64_t *numbers)
{
    for (int i = 0; i < n; i++)
        if (!read_number(words[i], &numbers[i]))
            return false;
    return true;
}

static int find_queue(const struct contacts *c, const char *id)
{
    for (int i = 0; i < c->n_lines; i++)
        if (strcmp(c->lines[i].id, id) == 0)
            return i;
    return -1;
}

static bool take_queue(struct loading *l, char **words, int n)
{
    char id[ACD_MAX_ID_BYTES + 1];

    if (n != 2 || !read_word(words[1], id, sizeof(id)))
        return false;
    l->queue = 0;
    if (l->c) {
        l->queue = find_queue(l->c, id);
        if (l->queue < 0) /* its targets come with the settings */
            l->queue = contacts_queue(l->c, id, 0, 0, l->t);
    }
    return true;
}

static bool take_span(struct loading *l, char **words, int n)
{
    int64_t numbers[ACD_TALLY_FIELDS + 2];
    struct spans_piece piece = {.part = SPANS_DAY};

    if (n != ACD_TALLY_FIELDS + 3 || l->queue < 0 || !read_numbers(words + 1, n - 1, numbers) ||
        numbers[0] < 0 || numbers[0] >= SPANS_PARTS)
        return false;
    piece.part = (enum spans_part)numbers[0];
    piece.start = numbers[1];
    piece.since = numbers[2];
    memcpy(&piece.counts[1], &numbers[3], (ACD_TALLY_FIELDS - 1) * sizeof(numbers[0]));
    if (l->c)
        spans_take_up(l->c->lines[l->queue].spans, &piece);
    return true;
}

static void take_up(struct loading *l, const struct contact *saved)
{
    struct contact *k;

    if (book_find(l->c, saved->id) || !(k = book_new(l->c, saved->id, l->queue, saved->came_t)))
        return;
    memcpy(k->from, saved->from, sizeof(k->from));
    k->left_t = saved->left_t;
    k->answered_t = saved->answered_t;
    k->held_t = saved->held_t;
    k->hold_ms = saved->hold_ms;
    k->prio = saved->prio;
    k->sure = saved->sure;
    k->within = saved->within;
    k->brief = saved->brief;
    k->has_prio = saved->has_prio;
    k->held = saved->held;
    book_move(l->c, k, l->queue, saved->state);
}

static bool take_contact(struct loading *l, char **words, int n)
{
    struct contact k = {.queue = 0};
    int64_t numbers[8];

    if (n != 11 || l->queue < 0 || !read_word(words[1], k.id, sizeof(k.id)) ||
        !read_numbers(words + 2, 8, numbers) || !read_word(words[10], k.from, sizeof(k.from)) ||
        numbers[0] < 0 || numbers[0] > CONTACT_IS_ACTIVE || (numbers[6] & ~(int64_t)FLAGS) != 0)
        return false;
    if (strcmp(words[10], "-") == 0)
        memset(k.from, 0, sizeof(k.from));
    k.state = (enum contact_state)numbers[0];
    k.came_t = numbers[1];
    k.left_t = numbers[2];
    k.answered_t = numbers[3];
    k.held_t = numbers[4];
    k.hold_ms = numbers[5];
    k.sure = (numbers[6] & FLAG_SURE) != 0;
    k.within = (numbers[6] & FLAG_WITHIN) != 0;
    k.brief = (numbers[6] & FLAG_BRIEF) != 0;
    k.has_prio = (numbers[6] & FLAG_PRIO) != 0;
    k.held = (numbers[6] & FLAG_HELD) != 0;
    k.prio = numbers[7];
    if (l->c)
        take_up(l, &k);
    return true;
}

static bool take_line(struct loading *l, char *line)
{
    char *words[MOST_WORDS];
    int n = split(line, words);

    if (n < 1)
        return false;
    if (strcmp(words[0], "queue") == 0)
        return take_queue(l, words, n);
    if (strcmp(words[0], "span") == 0)
        return take_span(l, words, n);
    return strcmp(words[0], "contact") == 0 && take_contact(l, words, n);
}

/* Goes through all lines; `line_at` is the one that is wrong. */
static bool take_lines(struct loading *l, char *text, int *line_at)
{
    char *line, *rest = text;
    int64_t promised = -1;

    l->queue = -1;
    for (*line_at = 1; (line = strsep(&rest, "\n")); ++*line_at) {
        if (*line_at == 1 && strcmp(line, CONTACTS_FILE_MAGIC) != 0)
            return false;
        if (*line_at == 1)
            continue;
        if (strncmp(line, "end ", 4) == 0)
            return read_number(line + 4, &promised) && promised == *line_at - 1;
        if (!take_line(l, line))
            return false;
    }
    return false; /* without its end */
}

static char *read_open(FILE *file, const char *path, size_t *n, struct acd_fault *why)
{
    struct stat about;
    char *text;

    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode) ||
        about.st_size > MOST_FILE_BYTES) {
        acd_fault_say(why, "%s: no regular file of at most 64 MiB", path);
        return NULL;
    }
    text = acd_alloc((size_t)about.st_size);
    *n = fread(text, 1, (size_t)about.st_size, file);
    if (!ferror(file))
        return text;
    acd_fault_say(why, "%s: cannot read the saved tallies: %s", path, strerror(errno));
    free(text);
    return NULL;
}

static char *read_file(const char *path, size_t *n, struct acd_fault *why)
{
    FILE *file = fopen(path, "re");
    char *text;

    if (!file) {
        acd_fault_say(why, "%s: cannot read the saved tallies: %s", path, strerror(errno));
        return NULL;
    }
    text = read_open(file, path, n, why);
    fclose(file);
    return text;
}

/* Words are cut in place, so each pass has its own copy. */
static bool pass(struct loading *l, const char *text, size_t n, int *line_at)
{
    char *copy = acd_alloc(n + 1);
    bool whole;

    memcpy(copy, text, n);
    copy[n] = '\0';
    whole = take_lines(l, copy, line_at);
    free(copy);
    return whole;
}

bool contacts_load(struct contacts *c, const char *path, int64_t t, struct acd_fault *why)
{
    struct loading looking = {.c = NULL, .t = t}, taking = {.c = c, .t = t};
    int line_at = 0;
    size_t n = 0;
    char *text = read_file(path, &n, why);
    bool whole;

    if (!text)
        return false;
    whole = pass(&looking, text, n, &line_at) && pass(&taking, text, n, &line_at);
    free(text);
    if (!whole)
        return acd_fault_say_at(why, path, (unsigned)line_at,
                                "not as saved tallies are written; remove the file to start anew");
    return true;
}
