/* The open dialogue in a box over the rest: fields, what would happen, what stands against it,
 * Cancel and the deed.  On a small terminal the middle scrolls; the buttons never do. */
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/panes/wrap.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum {
    BEST_COLS = 76,
    LABEL_COLS = 10,
    LABEL_MOST_COLS = 14, /* in languages of longer words */
    HINT_COLS = 16,     /* hints stand in one column where what is typed is shorter */
    NARROW_COLS = 56, /* hints stand below their field where a line is shorter than this */
    LINES_MOST = 64,
    LIST_ROWS = 6, /* choices shown while their field has the focus */
    LINE_BYTES = 256,
};

enum line_kind { LINE_FIELD, LINE_CHOICE, LINE_TEXT };
struct line {
    enum line_kind kind;
    int field, choice;
    const char *text; /* LINE_TEXT: where it begins, and how many bytes of it */
    int bytes;
    enum role role;
};
struct lines {
    struct line at[LINES_MOST];
    int n;
    int focus_first, focus_last; /* lines that must be in sight */
};

static void add(struct lines *lines, struct line line)
{
    if (lines->n < LINES_MOST)
        lines->at[lines->n++] = line;
}

static void add_text(struct lines *lines, const char *text, int cols, enum role role)
{
    while (*text) {
        int n = wrap_bytes(text, cols);
        add(lines, (struct line){LINE_TEXT, -1, -1, text, n, role});
        text += n;
        text += strspn(text, " ");
    }
}

static bool has_list(const struct dialog_field *field)
{
    return (field->kind == FIELD_CHOICE || field->kind == FIELD_SWITCH) && field->n_choices > 1;
}

/* A piece of the list around the chosen one. */
static void add_list(struct lines *lines, const struct dialog_field *field, int i)
{
    int first = field->choice - LIST_ROWS / 2;
    if (first > field->n_choices - LIST_ROWS)
        first = field->n_choices - LIST_ROWS;
    if (first < 0)
        first = 0;
    for (int c = first; c < field->n_choices && c < first + LIST_ROWS; c++)
        add(lines, (struct line){LINE_CHOICE, i, c, NULL, 0, 0});
}

static void lay_lines(struct lines *lines, const struct dialog *dialog, int cols)
{
    lines->focus_first = lines->focus_last = -1;
    for (int i = 0; i < dialog->n_fields; i++) {
        const struct dialog_field *field = &dialog->fields[i];
        if (field->hidden)
            continue;
        if (dialog->focus == i)
            lines->focus_first = lines->n;
        add(lines, (struct line){LINE_FIELD, i, -1, NULL, 0, 0});
        if (dialog->focus == i && cols < NARROW_COLS)
            add_text(lines, field->hint, cols, ROLE_FAINT);
        if (dialog->focus == i && has_list(field))
            add_list(lines, field, i);
        if (dialog->focus == i)
            lines->focus_last = lines->n - 1;
    }
    for (int i = 0; i < dialog->n_consequence; i++)
        add_text(lines, dialog->consequence[i], cols, ROLE_DIALOG);
}

static void draw_typed(struct area area, int row, int col, const struct dialog_field *field,
                       bool focused)
{
    int cols = area_text(area, row, col, focused ? ROLE_INPUT : ROLE_DIALOG, field->text);
    if (focused)
        area_text(area, row, col + cols, ROLE_CURSOR, " ");
}

static void draw_chosen(struct area area, int row, int col, const struct dialog_field *field,
                        bool focused)
{
    const struct dialog_choice *choice = NULL;
    if (field->choice >= 0 && field->choice < field->n_choices)
        choice = &field->choices[field->choice];
    if (choice == NULL) {
        area_text(area, row, col, ROLE_ERROR, _("nothing to choose from"));
        return;
    }
    enum role role = choice->refused[0] ? ROLE_REFUSED : focused ? ROLE_INPUT : ROLE_DIALOG;
    if (!focused) {
        area_field(area, row, col, area.cols - col, role, choice->words);
        return;
    }
    int cols = area_text(area, row, col, ROLE_KEY, "< ");
    cols += area_text(area, row, col + cols, role, choice->words);
    area_text(area, row, col + cols, ROLE_KEY, " >");
}

/* All begin in one column, behind the longest label that is shown. */
static int label_cols(const struct dialog *dialog)
{
    int cols = LABEL_COLS;
    for (int i = 0; i < dialog->n_fields; i++) {
        int own = text_cols(dialog->fields[i].label) + 1;
        if (!dialog->fields[i].hidden && own > cols)
            cols = own < LABEL_MOST_COLS ? own : LABEL_MOST_COLS;
    }
    return cols;
}

static void draw_field(struct area area, int row, const struct dialog *dialog, int i)
{
    const struct dialog_field *field = &dialog->fields[i];
    bool focused = dialog->focus == i;
    bool typed = field->kind != FIELD_CHOICE && field->kind != FIELD_SWITCH;
    int col = label_cols(dialog);
    area_field(area, row, 0, col - 1, focused ? ROLE_KEY : ROLE_DIALOG, field->label);
    if (!typed) {
        draw_chosen(area, row, col, field, focused);
        return;
    }
    draw_typed(area, row, col, field, focused);
    if (area.cols < NARROW_COLS)
        return;
    int hint_col = col + HINT_COLS, text_end = col + text_cols(field->text) + 2;
    if (text_end > hint_col)
        hint_col = text_end;
    area_field(area, row, hint_col, area.cols - hint_col, ROLE_FAINT, field->hint);
}

static void draw_choice(struct area area, int row, int col, const struct dialog_field *field, int c)
{
    const struct dialog_choice *choice = &field->choices[c];
    bool chosen = c == field->choice;
    enum role role = choice->refused[0] ? ROLE_REFUSED : chosen ? ROLE_STRONG : ROLE_FAINT;
    char words[LINE_BYTES];
    if (choice->refused[0] && choice->why[0])
        words_print(words, sizeof words, _("%s: %s"), choice->words, choice->why);
    else
        words_print(words, sizeof words, "%s%s", choice->words, choice->refused[0] ? _(" (not possible)") : "");
    area_text(area, row, col, role, chosen ? "> " : "  ");
    area_field(area, row, col + 2, area.cols - col - 2, role, words);
}

static void draw_line(struct area area, int row, const struct dialog *dialog,
                      const struct line *line)
{
    char text[LINE_BYTES];
    switch (line->kind) {
    case LINE_FIELD:
        draw_field(area, row, dialog, line->field);
        break;
    case LINE_CHOICE:
        draw_choice(area, row, label_cols(dialog), &dialog->fields[line->field], line->choice);
        break;
    default:
        words_print(text, sizeof text, "%.*s", line->bytes, line->text);
        area_text(area, row, 0, line->role, text);
        break;
    }
}

static void draw_button(struct area area, int row, int *end, bool chosen, bool possible,
                        const char *words)
{
    char text[64];
    words_print(text, sizeof text, chosen ? "[ %s ]" : "  %s  ", words);
    *end -= text_cols(text);
    area_text(area, row, *end,
              chosen     ? ROLE_BUTTON_CHOSEN
              : possible ? ROLE_BUTTON
                         : ROLE_FAINT,
              text);
    *end -= 2;
}

static void draw_buttons(struct area area, int row, const struct dialog *dialog)
{
    int end = area.cols;
    draw_button(area, row, &end, dialog_on_deed(dialog), dialog->error[0] == '\0', dialog->deed);
    draw_button(area, row, &end, dialog_on_cancel(dialog), true, _("Cancel"));
}

static int first_line(const struct lines *lines, int fit)
{
    int first = 0;
    if (lines->focus_last >= fit)
        first = lines->focus_last - fit + 1;
    if (lines->focus_first >= 0 && lines->focus_first < first)
        first = lines->focus_first;
    return first;
}

void pane_dialog(const struct scene *scene, struct area area)
{
    const struct dialog *dialog = &scene->ui->dialog;
    int cols = area.cols - 2 < BEST_COLS ? area.cols : BEST_COLS;
    struct lines lines = {.n = 0}, errors = {.n = 0};
    lay_lines(&lines, dialog, cols - 4);
    add_text(&errors, dialog->error, cols - 4, ROLE_ERROR);
    if (errors.n > 2)
        errors.n = 2;
    int rows = lines.n + errors.n + 1 + 2;
    if (rows > area.rows)
        rows = area.rows;
    int fit = rows - 2 - 1 - errors.n;
    struct area box = area_part(area, (area.rows - rows) / 2, (area.cols - cols) / 2, rows, cols);
    struct area inside = area_part(box, 1, 2, rows - 2, cols - 4);
    area_fill(box, ROLE_DIALOG);
    area_box(box, ROLE_DIALOG_FRAME, dialog->title, NULL);
    int first = first_line(&lines, fit > 0 ? fit : 0);
    for (int i = 0; i < fit && first + i < lines.n; i++)
        draw_line(inside, i, dialog, &lines.at[first + i]);
    for (int i = 0; i < errors.n; i++)
        draw_line(inside, fit + i, dialog, &errors.at[i]);
    draw_buttons(inside, rows - 3, dialog);
    for (int row = 0; row < rows; row++)
        area_ground(box, row, 0, cols, ROLE_DIALOG);
}
