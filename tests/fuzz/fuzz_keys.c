/* Any keys at a console before a small floor, at any size: nothing is drawn outside, widths add up, the
 * prompt stays whole, and every request that leaves is complete. */
#include "console/panes/pane.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

enum { NOW_MS = 100000000, WALL_MS = 1772530890 };

static void tell(struct board *board, enum acd_kind kind, const void *entity)
{
    struct acd_told told = {.site = "berlin", .kind = kind, .epoch = 1, .at_ms = NOW_MS - 500};
    free(board_take_entity(board, &told, acd_shape_keep(acd_kind_shape(kind), entity, NULL)));
}

static void tell_queue(struct board *board, const char *id, int64_t waiting)
{
    static const char *const choices[] = {"back", "orders"};
    static const struct acd_call calls[] = {
        {.known = ACD_BIT(ACD_CALL_ID) | ACD_BIT(ACD_CALL_WAIT), .id = "c1", .wait_ms = 60000}};
    static const struct acd_measure measures[] = {
        {.known = ACD_BIT(ACD_MEASURE_ID) | ACD_BIT(ACD_MEASURE_OP), .id = "m1", .op = "overflow"}};
    struct acd_queue queue = {.id = id, .name = "客户服务 Sales", .waiting = waiting, .oldest_ms = 60000,
                              .calls = calls, .n_calls = waiting > 0, .choices = choices, .n_choices = 2,
                              .measures = measures, .n_measures = 1, .open = true, .accepts_overflow = true};
    queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_WAITING) |
                  ACD_BIT(ACD_QUEUE_CALLS) | ACD_BIT(ACD_QUEUE_CHOICES) | ACD_BIT(ACD_QUEUE_OPEN) |
                  ACD_BIT(ACD_QUEUE_ACCEPTS_OVERFLOW) | ACD_BIT(ACD_QUEUE_MEASURES);
    if (waiting > 0)
        queue.known |= ACD_BIT(ACD_QUEUE_OLDEST);
    tell(board, ACD_KIND_QUEUE, &queue);
}

static struct board *small_floor(void)
{
    static const char *const ops[] = {"overflow", "overflow_end", "move_agents", "all_hands", "close", "open",
                                      "agent_state", "agent_queue", "priority", "redirect", "notice", "claim",
                                      "announce", "callback", "throttle", "outsource", "reroute", "managers"};
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_OPS), .id = "berlin",
                            .ops = ops, .n_ops = ACD_COUNT_OF(ops)};
    struct acd_site_state state = {.id = "berlin", .link = ACD_LINK_LIVE, .heard_ms = NOW_MS - 400,
                                   .stale_since_ms = -1, .epoch = {1, 1, 1, 1}, .why = "",
                                   .heartbeat = &site};
    struct acd_agent agent = {.id = "anna", .name = "Anna", .state = ACD_STATE_TALKING, .state_ms = 5000};
    agent.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_STATE) |
                  ACD_BIT(ACD_AGENT_STATE_MS);
    struct board *board = board_new();
    struct limits *limits = limits_new();
    board_take_site(board, &state);
    tell_queue(board, "sales", 7);
    tell_queue(board, "back", 0);
    tell_queue(board, "orders", 0);
    tell(board, ACD_KIND_AGENT, &agent);
    board_judge(board, limits, NOW_MS, WALL_MS);
    limits_free(limits);
    return board;
}

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
        assert(width == grid->cols);
    }
}

static void check_outbox(struct ui *ui)
{
    struct acd_fault why;
    for (int i = 0; i < ui->n_outbox; i++) {
        assert(acd_request_check(ui->outbox[i], &why));
        free(ui->outbox[i]);
    }
    ui->n_outbox = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes < 2 || bytes > 400)
        return 0;
    setlocale(LC_ALL, "C.UTF-8");
    struct board *board = small_floor();
    struct roster *roster = roster_new();
    struct keymap *keymap = keymap_new();
    struct ui ui;
    ui_init(&ui, keymap);
    ui.requests = requests_new();
    strcpy(ui.by, "anna");
    struct grid *grid = grid_new(20 + data[0], 5 + data[1] % 60, data[1] >= 128);
    struct ui_world world = {board, roster, NOW_MS, WALL_MS};
    struct scene scene = {.board = board, .roster = roster, .ui = &ui, .theme_name = "dark",
                          .now_ms = NOW_MS, .wall_ms = WALL_MS};
    for (size_t i = 2; i < bytes && !ui.quit; i++) {
        roster_fill(roster, board, &ui.look, NOW_MS, WALL_MS, true);
        ui_settle(&ui, &world);
        frame_draw(&scene, grid);
        check_grid(grid);
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
