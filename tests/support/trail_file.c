/* Reads journal files for tests. */
#define _GNU_SOURCE /* memmem */
#include "tests/support/patience.h"
#include "tests/support/trail_file.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "tests/support/cases.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEADLINE_MS = 30000, TURN_MS = 20 };

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text;
    long bytes;
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    bytes = ftell(file);
    rewind(file);
    text = acd_alloc((size_t)bytes + 1);
    text[fread(text, 1, (size_t)bytes, file)] = '\0';
    fclose(file);
    return text;
}

struct trail_file trail_file_read(const char *path)
{
    struct trail_file file = {.text = slurp(path)};
    struct chain *chain = chain_new();
    struct note note;
    assert_non_null(file.text);
    for (const char *line = file.text; *line;) {
        size_t bytes = strcspn(line, "\n");
        chain_take(chain, line, bytes, line[bytes] == '\n', &note);
        line += bytes + (line[bytes] == '\n');
    }
    if (!chain_end(chain))
        file.broken_line = chain_broken_line(chain);
    file.lines = chain_lines(chain);
    file.repairs = chain_repairs(chain);
    file.seq = chain_seq(chain);
    snprintf(file.fault, sizeof(file.fault), "%s", chain_fault(chain));
    chain_free(chain);
    return file;
}

int trail_file_count(const struct trail_file *file, const char *const *texts)
{
    int n = 0;
    for (const char *line = file->text; *line;) {
        size_t bytes = strcspn(line, "\n");
        bool has = true;
        for (int i = 0; texts[i]; i++)
            has = has && memmem(line, bytes, texts[i], strlen(texts[i]));
        n += has;
        line += bytes + (line[bytes] == '\n');
    }
    return n;
}

void trail_file_await(const char *path, const char *const *texts)
{
    int64_t until_ms = acd_monotonic_ms() + patience_ms(DEADLINE_MS);
    while (acd_monotonic_ms() < until_ms) {
        struct trail_file file = {.text = slurp(path)};
        struct pollfd nothing = {.fd = -1};
        int n = file.text ? trail_file_count(&file, texts) : 0;
        free(file.text);
        if (n > 0)
            return;
        poll(&nothing, 1, TURN_MS);
    }
    fail_msg("%s: no line with %s", path, texts[0]);
}
