/* The help, made from the tables of actions, operations and signs: nothing here names a key. */
#include "console/ask/pairs.h"
#include "console/ask/worded.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/panes/signs.h"
#include "console/panes/wrap.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum {
    ENTRY_COLS = 57,
    KEY_COLS = 18,
    NAME_COLS = 13,
    SIGN_COLS = 12,
    KEYS_BYTES = 64,
    LINE_BYTES = 256
};

/* Writes row after row; those outside the area are counted and not seen. */
struct writer {
    const struct scene *scene;
    struct area area;
    int top, row;
};

static int place(const struct writer *writer)
{
    int row = writer->row - writer->top;
    return row >= 0 && row < writer->area.rows ? row : -1;
}

static void write_title(struct writer *writer, const char *title)
{
    if (place(writer) >= 0)
        area_text(writer->area, place(writer), 0, ROLE_TITLE, title);
    writer->row++;
}

static void write_entry(const struct writer *writer, int col, int cols, enum action action)
{
    const struct action_kind *kind = &action_kinds[action];
    char keys[KEYS_BYTES];
    struct area area = area_part(writer->area, place(writer), col, 1, cols);
    int name_col = cols < ENTRY_COLS - 8 ? KEY_COLS - 6 : KEY_COLS;
    if (place(writer) < 0)
        return;
    area_field(area, 0, 1, name_col - 2, ROLE_KEY,
               keymap_all(writer->scene->ui->keymap, action, keys, sizeof keys));
    area_field(area, 0, name_col, NAME_COLS - 1, ROLE_FAINT, kind->command);
    area_field(area, 0, name_col + NAME_COLS, cols - name_col - NAME_COLS - 1, ROLE_NORMAL,
               words_of(kind->help));
}

static void write_group(struct writer *writer, int group)
{
    int columns = writer->area.cols / ENTRY_COLS, n = 0;
    enum action found[ACTIONS];
    if (columns < 1)
        columns = 1;
    for (int i = 0; i < ACTIONS; i++)
        if (action_kinds[i].group == group)
            found[n++] = (enum action)i;
    write_title(writer, words_of(action_group_titles[group]));
    int lines = (n + columns - 1) / columns, cols = writer->area.cols / columns;
    for (int line = 0; line < lines; line++, writer->row++)
        for (int column = 0; column < columns && column * lines + line < n; column++)
            write_entry(writer, column * cols, cols, found[column * lines + line]);
    writer->row++;
}

/* The right side goes on below itself where it is too long. */
static void write_pair(struct writer *writer, int cols, enum role role, const char *left,
                       const char *right)
{
    int room = writer->area.cols - cols;
    if (place(writer) >= 0)
        area_field(writer->area, place(writer), 1, cols - 2, role, left);
    do {
        char line[LINE_BYTES];
        int n = wrap_bytes(right, room > 0 ? room : 1);
        words_print(line, sizeof line, "%.*s", n, right);
        if (place(writer) >= 0)
            area_text(writer->area, place(writer), cols, ROLE_NORMAL, line);
        writer->row++;
        right += n + strspn(right + n, " ");
    } while (*right);
}

static void write_commands(struct writer *writer)
{
    write_title(writer, _("Command line"));
    write_pair(writer, KEY_COLS, ROLE_FAINT, ":NAME", _("any of the names above"));
    write_pair(writer, KEY_COLS, ROLE_FAINT, ":NAME key=value",
               _("a measure filled in: :overflow to=back calls=6 for=15m"));
    for (int i = 0; worded_at(i) != NULL; i++) {
        char name[KEYS_BYTES];
        if (worded_at(i)->of_recording && !writer->scene->ui->playing.on)
            continue;
        words_print(name, sizeof name, ":%s WORD", worded_at(i)->name);
        write_pair(writer, KEY_COLS, ROLE_FAINT, name, words_of(worded_at(i)->help));
    }
    writer->row++;
}

static void write_signs(struct writer *writer)
{
    struct sign sign;
    for (int i = 0; signs_at(i, writer->area.grid->ascii, &sign); i++) {
        if (sign.words != NULL) {
            write_pair(writer, SIGN_COLS, sign.role, sign.sign, sign.words);
            continue;
        }
        writer->row += i > 0;
        write_title(writer, sign.sign);
    }
}

/* One command: what it does, its keys, what it takes. */
static void write_one(struct writer *writer, const char *name)
{
    enum action action = action_find(name, strlen(name));
    const struct worded *worded = worded_find(name, strlen(name));
    char line[256], word[24];
    write_title(writer, name);
    if (action != ACTION_NONE) {
        const struct action_kind *kind = &action_kinds[action];
        write_pair(writer, KEY_COLS, ROLE_FAINT, _("does"), words_of(kind->help));
        write_pair(writer, KEY_COLS, ROLE_FAINT, _("keys"),
                   keymap_all(writer->scene->ui->keymap, action, line, sizeof line));
        size_t used = 0;
        line[0] = '\0';
        for (int i = 0; kind->op >= 0 && used < sizeof line; i++) {
            const char *key = pairs_key((enum acd_op)kind->op, i, word, sizeof word);
            if (key == NULL)
                break;
            used += (size_t)snprintf(line + used, sizeof line - used, "%s=... ", key);
        }
        if (line[0])
            write_pair(writer, KEY_COLS, ROLE_FAINT, _("takes"), line);
    }
    if (worded != NULL)
        write_pair(writer, KEY_COLS, ROLE_FAINT, _("with a word"), words_of(worded->help));
    writer->row++;
}

static int write_all(const struct scene *scene, struct area area, int top)
{
    struct writer writer = {scene, area, top, 0};
    if (scene->ui->help_for[0])
        write_one(&writer, scene->ui->help_for);
    for (int group = 0; group < ACTION_GROUPS; group++)
        if (group != GROUP_PLAYBACK || scene->ui->playing.on)
            write_group(&writer, group);
    write_commands(&writer);
    write_signs(&writer);
    return writer.row;
}

void pane_help(const struct scene *scene, struct area area)
{
    struct ui_extent *extent = &scene->ui->extent[VIEW_HELP];
    struct area body = area_part(area, 1, 2, area.rows - 2, area.cols - 4);
    char position[DRAW_BYTES];
    int n = write_all(scene, area_part(body, 0, 0, 0, body.cols), 0);
    int top = draw_scroll(extent, body, n, -1);
    draw_position(position, sizeof position, extent, n);
    area_box(area, ROLE_FRAME, _("Help"), position[0] ? position : NULL);
    write_all(scene, body, top);
}
