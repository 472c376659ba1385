/* The line above the keys: a prompt with its cursor and what could complete it, or a message. */
#include "console/ask/command.h"
#include "console/cells/text.h"
#include "console/panes/draw.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

enum { HINT_WORDS = 12 };

/* The part of the line that keeps the cursor in sight: where it begins. */
static int first_byte(const struct prompt *prompt, int cols)
{
    char part[PROMPT_BYTES];
    int first = 0;
    for (;;) {
        words_print(part, sizeof part, "%.*s", prompt->cursor - first, prompt->text + first);
        if (text_cols(part) < cols || first >= prompt->cursor)
            return first;
        do {
            first++;
        } while (((unsigned char)prompt->text[first] & 0xc0) == 0x80);
    }
}

static int draw_prompt(const struct prompt *prompt, struct area area, const char *sign)
{
    char part[PROMPT_BYTES];
    int col = area_text(area, 0, 0, ROLE_KEY, sign);
    int first = first_byte(prompt, area.cols - col - 1), next = prompt->cursor;
    words_print(part, sizeof part, "%.*s", prompt->cursor - first, prompt->text + first);
    col += area_text(area, 0, col, ROLE_INPUT, part);
    if (prompt->text[next] == '\0')
        return col + area_text(area, 0, col, ROLE_CURSOR, " ");
    do {
        next++;
    } while (((unsigned char)prompt->text[next] & 0xc0) == 0x80);
    words_print(part, sizeof part, "%.*s", next - prompt->cursor, prompt->text + prompt->cursor);
    col += area_text(area, 0, col, ROLE_CURSOR, part);
    return col + area_text(area, 0, col, ROLE_INPUT, prompt->text + next);
}

/* What Tab would bring, as far as there is room. */
static void draw_hints(const struct scene *scene, struct area area, int col)
{
    struct ui_world world = {scene->board, scene->roster, scene->now_ms, scene->wall_ms};
    struct command_context context = {scene->ui, &world};
    const struct prompt *prompt = &scene->ui->prompt;
    char typed[PROMPT_BYTES], line[PROMPT_BYTES];
    words_print(typed, sizeof typed, "%s", prompt->completion >= 0 ? prompt->typed : prompt->text);
    if (prompt->completion < 0)
        typed[prompt->cursor] = '\0';
    const char *blank = strrchr(typed, ' ');
    size_t stays = blank != NULL ? (size_t)(blank - typed) + 1 : 0;
    col += 3;
    for (int i = 0; i < HINT_WORDS && command_complete(&context, typed, i, line, sizeof line); i++) {
        size_t n = strlen(line);
        while (n > stays && line[n - 1] == ' ')
            line[--n] = '\0';
        if (col + text_cols(line + stays) > area.cols)
            break;
        col += area_text(area, 0, col, i == prompt->completion ? ROLE_STRONG : ROLE_FAINT,
                         line + stays) + 2;
    }
}

void pane_message(const struct scene *scene, struct area area)
{
    const struct ui *ui = scene->ui;
    if (ui->mode == UI_PROMPT_FILTER) {
        int col = draw_prompt(&ui->prompt, area, "/");
        if (ui->prompt.text[0] == '\0')
            area_field(area, 0, col + 3, area.cols - col - 3, ROLE_FAINT,
                       _("words to look for; tier>=2  site:berlin  state:acw  !word"));
    } else if (ui->mode == UI_PROMPT_COMMAND) {
        draw_hints(scene, area, draw_prompt(&ui->prompt, area, ":"));
    } else {
        area_field(area, 0, 1, area.cols - 1, ui->message_role, ui->message);
    }
}
