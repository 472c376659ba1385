/* Contacts and their tallies to disk, so that a bridge may be restarted without forgetting the day.
 * Knows the book; counts nothing. */
#include "feed/tallies/contacts_file.h"

#include "feed/tallies/book.h"
#include "feed/tallies/contacts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void write_word(FILE *file, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c <= ' ' || c == '%' || c >= 0x7f)
            fprintf(file, "%%%02X", c);
        else
            fputc(c, file);
    }
}

static int write_spans(FILE *file, const struct spans *spans)
{
    struct spans_piece piece;
    int lines = 0;

    for (int at = 0; spans_next_piece(spans, &at, &piece); lines++) {
        fprintf(file, "span %d %" PRId64 " %" PRId64, (int)piece.part, piece.start, piece.since);
        for (int field = 1; field < ACD_TALLY_FIELDS; field++)
            fprintf(file, " %" PRId64, piece.counts[field]);
        fputc('\n', file);
    }
    return lines;
}

static void write_contact(FILE *file, const struct contact *k)
{
    int flags = (k->sure ? FLAG_SURE : 0) | (k->within ? FLAG_WITHIN : 0) |
                (k->brief ? FLAG_BRIEF : 0) | (k->has_prio ? FLAG_PRIO : 0) |
                (k->held ? FLAG_HELD : 0);

    fputs("contact ", file);
    write_word(file, k->id);
    fprintf(file, " %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d %" PRId64 " ",
            (int)k->state, k->came_t, k->left_t, k->answered_t, k->held_t, k->hold_ms, flags, k->prio);
    if (k->from[0])
        write_word(file, k->from);
    else
        fputc('-', file);
    fputc('\n', file);
}

/* Contacts in the order of the table, which is that of their making. */
static int write_queue(FILE *file, const struct contacts *c, int queue)
{
    int lines = 1;

    fputs("queue ", file);
    write_word(file, c->lines[queue].id);
    fputc('\n', file);
    lines += write_spans(file, c->lines[queue].spans);
    for (const struct contact *k = c->by_id; k; k = k->hh.next)
        if (k->queue == queue) {
            write_contact(file, k);
            lines++;
        }
    return lines;
}

static bool write_all(FILE *file, const struct contacts *c)
{
    int lines = 1;

    fputs(CONTACTS_FILE_MAGIC "\n", file);
    for (int i = 0; i < c->n_lines; i++)
        lines += write_queue(file, c, i);
    fprintf(file, "end %d\n", lines);
    return fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
}

bool contacts_save(const struct contacts *c, const char *path, struct acd_fault *why)
{
    char beside[4096];
    bool written;
    FILE *file;
    int fd;

    if ((size_t)snprintf(beside, sizeof(beside), "%s.new", path) >= sizeof(beside))
        return acd_fault_say(why, "%s: a path too long to save to", path);
    fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || !(file = fdopen(fd, "w"))) {
        acd_fault_say(why, "%s: cannot write the tallies: %s", beside, strerror(errno));
        if (fd >= 0)
            close(fd);
        return false;
    }
    written = write_all(file, c);
    if (fclose(file) != 0 || !written || rename(beside, path) != 0)
        return acd_fault_say(why, "%s: cannot save the tallies: %s; the old file stays", path,
                             strerror(errno));
    return true;
}
