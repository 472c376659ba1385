/* Any lines at the command line of a console before a small floor: done, or refused in words that
 * are fit for a terminal with nothing sent; every request that leaves is complete; every completion
 * begins as the line does and is UTF-8. */
#include "console/ask/command.h"
#include "console/ask/ui_keys.h"
#include "tests/fuzz/small_floor.h"

#include <locale.h>

enum { COMPLETIONS = 64 };

static void draw_id(char out[ACD_REQUEST_ID_BYTES])
{
    strcpy(out, "0123456789abcdef0123456789abcdef");
}

static void check_completions(const struct ui *ui, const struct ui_world *world, const char *line)
{
    struct command_context context = {ui, world};
    char out[PROMPT_BYTES];
    size_t kept = strcspn(line, " ,=");
    if (!acd_utf8_valid(line, strlen(line)) || strlen(line) >= PROMPT_BYTES)
        return;
    for (int i = 0; i < COMPLETIONS && command_complete(&context, line, i, out, sizeof(out)); i++) {
        HOLDS(acd_utf8_valid(out, strlen(out)));
        HOLDS(line[kept] == '\0' || strncmp(out, line, kept) == 0);
    }
}

static void do_line(struct ui *ui, const struct ui_world *world, const char *line)
{
    struct acd_fault why;
    check_completions(ui, world, line);
    if (!command_do(ui, world, line, &why)) {
        check_words(why.text);
        HOLDS(ui->n_outbox == 0);
    }
    check_outbox(ui);
    HOLDS(acd_utf8_valid(ui->filter, strlen(ui->filter)));
    ui_key(ui, world, (struct key){.code = KEY_CODE_ENTER}); /* a dialogue that it opened */
    check_outbox(ui);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct input input = {data, data + bytes};
    if (bytes > 2048)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    struct board *board = small_floor();
    struct roster *roster = roster_new();
    struct keymap *keymap = keymap_new();
    struct ui ui;
    ui_init(&ui, keymap);
    ui.requests = requests_new();
    ui.draw_id = draw_id;
    strcpy(ui.by, "anna");
    struct ui_world world = {board, roster, NOW_MS, WALL_MS};
    for (char *line; !ui.quit && (line = input_line(&input)) != NULL; free(line)) {
        roster_fill(roster, board, &ui.look, NOW_MS, WALL_MS, true);
        ui_settle(&ui, &world);
        do_line(&ui, &world, line);
    }
    struct requests *requests = ui.requests;
    ui_release(&ui);
    requests_free(requests);
    keymap_free(keymap);
    roster_free(roster);
    board_free(board);
    return 0;
}
