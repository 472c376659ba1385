/* A small floor to look at and to act on: one site that takes every operation, three queues, an
 * agent. */
#ifndef TESTS_FUZZ_SMALL_FLOOR_H
#define TESTS_FUZZ_SMALL_FLOOR_H

#include "acdfeed/control.h"
#include "acdfeed/memory.h"
#include "console/ask/ui.h"
#include "console/model/board.h"
#include "tests/fuzz/input.h"

#include <stdlib.h>
#include <string.h>

enum { NOW_MS = 100000000, WALL_MS = 1772530890 };

static inline void tell(struct board *board, enum acd_kind kind, const void *entity)
{
    struct acd_told told = {.site = "berlin", .kind = kind, .epoch = 1, .at_ms = NOW_MS - 500};
    free(board_take_entity(board, &told, acd_shape_keep(acd_kind_shape(kind), entity, NULL)));
}

static inline void tell_queue(struct board *board, const char *id, int64_t waiting)
{
    static const char *const choices[] = {"back", "orders"};
    static const struct acd_call calls[] = {
        {.known = ACD_BIT(ACD_CALL_ID) | ACD_BIT(ACD_CALL_WAIT), .id = "c1", .wait_ms = 60000}};
    static const struct acd_measure measures[] = {
        {.known = ACD_BIT(ACD_MEASURE_ID) | ACD_BIT(ACD_MEASURE_OP), .id = "m1", .op = "overflow"}};
    struct acd_queue queue = {.id = id,
                              .name = "客户服务 Sales",
                              .waiting = waiting,
                              .oldest_ms = 60000,
                              .calls = calls,
                              .n_calls = waiting > 0,
                              .choices = choices,
                              .n_choices = 2,
                              .measures = measures,
                              .n_measures = 1,
                              .open = true,
                              .accepts_overflow = true};
    queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_WAITING) |
                  ACD_BIT(ACD_QUEUE_CALLS) | ACD_BIT(ACD_QUEUE_CHOICES) | ACD_BIT(ACD_QUEUE_OPEN) |
                  ACD_BIT(ACD_QUEUE_ACCEPTS_OVERFLOW) | ACD_BIT(ACD_QUEUE_MEASURES);
    if (waiting > 0)
        queue.known |= ACD_BIT(ACD_QUEUE_OLDEST);
    tell(board, ACD_KIND_QUEUE, &queue);
}

static inline struct board *small_floor(void)
{
    static const char *const ops[] = {
        "overflow",    "overflow_end", "move_agents", "all_hands", "close",   "open",
        "agent_state", "agent_queue",  "priority",    "redirect",  "notice",  "claim",
        "announce",    "callback",     "throttle",    "outsource", "reroute", "managers"};
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_OPS),
                            .id = "berlin",
                            .ops = ops,
                            .n_ops = ACD_COUNT_OF(ops)};
    struct acd_site_state state = {.id = "berlin",
                                   .link = ACD_LINK_LIVE,
                                   .heard_ms = NOW_MS - 400,
                                   .stale_since_ms = -1,
                                   .epoch = {1, 1, 1, 1},
                                   .why = "",
                                   .heartbeat = &site};
    struct acd_agent agent = {
        .id = "anna", .name = "Anna", .state = ACD_STATE_TALKING, .state_ms = 5000};
    agent.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_STATE) |
                  ACD_BIT(ACD_AGENT_STATE_MS);
    struct board *board = board_new();
    struct limits *limits = limits_new();
    board_take_site(board, &state);
    tell_queue(board, "sales", 7);
    tell_queue(board, "back", 0);
    tell_queue(board, "orders", 0);
    tell(board, ACD_KIND_AGENT, &agent);
    board_judge(board, limits, NOW_MS, WALL_MS, 0);
    limits_free(limits);
    return board;
}

/* Every request that would leave is complete. */
static inline void check_outbox(struct ui *ui)
{
    struct acd_fault why;
    for (int i = 0; i < ui->n_outbox; i++) {
        HOLDS(acd_request_check(ui->outbox[i], &why));
        free(ui->outbox[i]);
    }
    ui->n_outbox = 0;
}

#endif
