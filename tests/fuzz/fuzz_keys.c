/* Any keys at a console before a small floor, at any size: nothing is drawn outside, widths add up,
 * the prompt stays whole, and every request that leaves is complete. */
#include "console/ask/ui_keys.h"
#include "console/panes/pane.h"
#include "tests/fuzz/small_floor.h"

#include <locale.h>

static struct key key_of(uint8_t byte)
{
    struct key key = {.character = byte};
    if (byte >= 0x80) {
        key.character = 0;
        key.code = (enum key_code)(1 + byte % (KEY_CODES - 1));
        key.row = byte % 30;
        key.col = byte % 90;
    }
    return key;
}

static void check_grid(const struct grid *grid)
{
    for (int row = 0; row < grid->rows; row++) {
        int width = 0;
        for (int col = 0; col < grid->cols; col++)
            width += grid_at(grid, row, col)->width;
        HOLDS(width == grid->cols);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes < 2 || bytes > 64)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    struct board *board = small_floor();
    struct roster *roster = roster_new();
    struct keymap *keymap = keymap_new();
    struct ui ui;
    ui_init(&ui, keymap);
    ui.requests = requests_new();
    strcpy(ui.by, "anna");
    struct grid *grid = grid_new(20 + data[0] % 128, 5 + data[1] % 48, data[1] >= 128);
    struct ui_world world = {board, roster, NOW_MS, WALL_MS};
    struct scene scene = {.board = board,
                          .roster = roster,
                          .ui = &ui,
                          .theme_name = "dark",
                          .now_ms = NOW_MS,
                          .wall_ms = WALL_MS};
    for (size_t i = 2; i < bytes && !ui.quit; i++) {
        roster_fill(roster, board, &ui.look, NOW_MS, WALL_MS, true);
        ui_settle(&ui, &world);
        if (i % 4 == 2 || i + 1 == bytes) {
            frame_draw(&scene, grid);
            check_grid(grid);
        }
        ui_key(&ui, &world, key_of(data[i]));
        check_outbox(&ui);
    }
    struct requests *requests = ui.requests;
    ui_release(&ui);
    requests_free(requests);
    grid_free(grid);
    keymap_free(keymap);
    roster_free(roster);
    board_free(board);
    return 0;
}
