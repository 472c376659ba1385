/* Golden screens: writes a grid as reviewable text, compares it, shows where it differs. */
#include "tests/support/screen.h"
#include "console/cells/character.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void screen_text(const struct grid *grid, FILE *out)
{
    for (int row = 0; row < grid->rows; row++) {
        fputc('|', out);
        for (int col = 0; col < grid->cols; col++)
            fputs(grid_at(grid, row, col)->text, out);
        fputs("|\n", out);
    }
}

void screen_roles(const struct grid *grid, FILE *out)
{
    for (int row = 0; row < grid->rows; row++) {
        fputc('|', out);
        for (int col = 0; col < grid->cols; col++)
            fputc(role_about[grid_at(grid, row, col)->role].letter, out);
        fputs("|\n", out);
    }
}

static bool has_ground(const struct grid *grid, int row)
{
    for (int col = 0; col < grid->cols; col++)
        if (grid_at(grid, row, col)->ground != ROLE_NORMAL)
            return true;
    return false;
}

void screen_grounds(const struct grid *grid, FILE *out)
{
    for (int row = 0; row < grid->rows; row++) {
        if (!has_ground(grid, row))
            continue;
        fprintf(out, "ground of row %d\n|", row);
        for (int col = 0; col < grid->cols; col++)
            fputc(role_about[grid_at(grid, row, col)->ground].letter, out);
        fputs("|\n", out);
    }
}

char *screen_written(const struct grid *grid)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);

    assert_non_null(out);
    fprintf(out, "screen %dx%d\n", grid->cols, grid->rows);
    screen_text(grid, out);
    fputs("roles\n", out);
    screen_roles(grid, out);
    screen_grounds(grid, out);
    fclose(out);
    return text;
}

static char *read_all(const char *path)
{
    FILE *in = fopen(path, "r");
    char *text = NULL, piece[4096];
    size_t bytes = 0, n;

    if (in == NULL)
        return strdup("");
    FILE *out = open_memstream(&text, &bytes);

    while ((n = fread(piece, 1, sizeof piece, in)) > 0)
        fwrite(piece, 1, n, out);
    fclose(in);
    fclose(out);
    return text;
}

/* A caret under each character of `got` that `expected` does not have there. */
static void print_carets(const char *expected, const char *got)
{
    struct character a = {.cols = 1}, b = {.cols = 1};
    bool more_a = true, more_b = true;

    printf("          ");
    while ((more_a = more_a && character_next(&expected, &a)) |
           (more_b = more_b && character_next(&got, &b))) {
        bool same = more_a && more_b && strcmp(a.text, b.text) == 0;

        printf("%*s", more_b ? b.cols : 1, same ? "" : "^");
    }
    printf("\n");
}

static void print_difference(const char *expected, const char *got)
{
    char *a = strdup(expected), *b = strdup(got), *rest_a = a, *rest_b = b;

    for (int line = 1; rest_a != NULL || rest_b != NULL; line++) {
        char *from_a = rest_a != NULL ? strsep(&rest_a, "\n") : NULL;
        char *from_b = rest_b != NULL ? strsep(&rest_b, "\n") : NULL;

        if (from_a != NULL && from_b != NULL && strcmp(from_a, from_b) == 0)
            continue;
        printf("line %d\nexpected: %s\n     got: %s\n", line, from_a != NULL ? from_a : "(no more)",
               from_b != NULL ? from_b : "(no more)");
        print_carets(from_a != NULL ? from_a : "", from_b != NULL ? from_b : "");
    }
    free(a);
    free(b);
}

static void write_golden(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");

    if (out == NULL)
        fail_msg("%s cannot be written", path);
    fputs(text, out);
    fclose(out);
}

void screen_expect(const char *name, const struct grid *grid)
{
    const char *source = getenv("ACD_SOURCE"), *bless = getenv("BLESS");
    char path[1024];
    char *got = screen_written(grid);

    snprintf(path, sizeof path, "%s/tests/screens/%s.screen", source != NULL ? source : ".", name);
    if (bless != NULL && bless[0] != '\0') {
        write_golden(path, got);
        free(got);
        return;
    }
    char *expected = read_all(path);
    bool same = strcmp(expected, got) == 0;

    if (!same) {
        print_difference(expected, got);
        printf("--- the whole screen %s now\n%s", name, got);
    }
    free(expected);
    free(got);
    if (!same)
        fail_msg("%s differs; `make bless` records it anew if it is as it should be", path);
}

const char *screen_row(const struct grid *grid, int row, char *out, size_t bytes)
{
    size_t used = 0;

    out[0] = '\0';
    for (int col = 0; col < grid->cols; col++) {
        const char *text = grid_at(grid, row, col)->text;

        if (used + strlen(text) >= bytes)
            break;
        used += (size_t)sprintf(out + used, "%s", text);
    }
    while (used > 0 && out[used - 1] == ' ')
        out[--used] = '\0';
    return out;
}

int screen_find(const struct grid *grid, const char *text)
{
    char line[8192];

    for (int row = 0; row < grid->rows; row++)
        if (strstr(screen_row(grid, row, line, sizeof line), text) != NULL)
            return row;
    return -1;
}
