/* Pages of the wall as a whole, text and roles, on the floor made by hand; and what must hold at every
 * size.  `make bless` records them anew. */
#include "console/wall/tiles.h"
#include "console/wall/wall.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/screen.h"

#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct line {
    const char *page, *key, *value;
};

static struct pages *pages_of(const struct line *lines, size_t n)
{
    struct pages *pages = pages_new();
    struct acd_fault why;
    for (size_t i = 0; i < n && lines[i].page; i++)
        if (!pages_set(pages, lines[i].page, lines[i].key, lines[i].value, &why))
            fail_msg("%s", why.text);
    return pages;
}

static const struct {
    const char *name;
    int cols, rows;
    bool ascii;
    const char *page; /* one of the usual ones, or of the lines */
    struct line lines[4];
    int turns;
} cases[] = {
    {"wall-80x24", 80, 24, false, "worst", {{0}}, 0},
    {"wall-120x32", 120, 32, false, "worst", {{0}}, 0},
    {"wall-200x60", 200, 60, false, "worst", {{0}}, 0},
    {"wall-320x90", 320, 90, false, "worst", {{0}}, 0},
    {"wall-40x12", 40, 12, false, "worst", {{0}}, 0},
    {"wall-ascii-120x32", 120, 32, true, "worst", {{0}}, 0},
    {"wall-groups-200x60", 200, 60, false, "groups", {{0}}, 1},
    {"wall-sites-120x32", 120, 32, false, "sites", {{0}}, 0},
    {"wall-agents-120x32", 120, 32, false, NULL, {{"board", "kind", "agents"}, {"board", "queues", "group inbound"}}, 0},
    {"wall-stale-120x32", 120, 32, false, NULL, {{"porto", "queues", "porto, sales"}}, 0},
    {"wall-nothing-80x24", 80, 24, false, NULL, {{"else", "queues", "group elsewhere"}}, 0},
    {"wall-table-60x12", 60, 12, false, NULL, {{"all", "queues", "worst 6"}}, 0},
    {"wall-goals-80x24", 80, 24, false, NULL,
     {{"sales", "queues", "berlin/sales"}, {"sales", "figures", "waiting<=5 longest<=60s service_level>=90% asa abandon_rate free"}}, 0},
};

static const struct wall_clock fixture_clock = {FIXTURE_NOW_MS, FIXTURE_WALL_MS, 0};

static void pages_are_as_recorded(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pages *pages = pages_of(cases[i].lines, sizeof cases[i].lines / sizeof cases[i].lines[0]);
        struct wall *wall = wall_new(pages, &(struct wall_options){.page = cases[i].page});
        struct grid *grid = grid_new(cases[i].cols, cases[i].rows, cases[i].ascii);
        wall_pass(wall, board, FIXTURE_NOW_MS);
        for (int turn = 0; turn < cases[i].turns; turn++)
            wall_turn(wall, 1, FIXTURE_NOW_MS);
        wall_draw(wall, board, &fixture_clock, grid);
        screen_expect(cases[i].name, grid);
        grid_free(grid);
        wall_free(wall);
        pages_free(pages);
    }
    board_free(board);
}

/* --- what holds on any board at any size ------------------------------------------------------------ */

static uint64_t seed;

static int draw_lot(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

static void tell_anything(struct board *board, int64_t now_ms)
{
    static const char *const names[] = {"Sales", "客户服务处理中心", "Υποστήριξη πελατών", "e\xcc\x81", "\x1b[2J", "",
                                        "a name that goes on and on and never seems to come to any end at all"};
    static const char *const sites[] = {"berlin", "paris", "x", "y", "z", "u", "v"};
    char id[8], group[8];
    snprintf(id, sizeof id, "q%d", draw_lot(16));
    snprintf(group, sizeof group, "g%d", draw_lot(9));
    struct acd_queue queue = {
        .known = ((uint64_t)draw_lot(1 << 20) << 5) | ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_GROUP),
        .id = id, .name = names[draw_lot(7)], .group = group,
        .waiting = draw_lot(3) ? draw_lot(20) : draw_lot(2000000), .oldest_ms = (int64_t)draw_lot(400000) * draw_lot(3000),
        .agents = {.known = (uint64_t)draw_lot(256)},
        .target = {.known = (uint64_t)draw_lot(64), .answer_ms = draw_lot(100000), .level = 0.8, .formula = draw_lot(5)},
        .window = {.known = (uint64_t)draw_lot(1 << 18), .offered = draw_lot(90), .answered = draw_lot(90), .answered_in = draw_lot(90)},
    };
    queue.known &= ~(ACD_BIT(ACD_QUEUE_CALLS) | ACD_BIT(ACD_QUEUE_PLAN) | ACD_BIT(ACD_QUEUE_CHOICES) | ACD_BIT(ACD_QUEUE_MEASURES) | ACD_BIT(ACD_QUEUE_GONE));
    for (int i = 0; i < ACD_STATES; i++)
        queue.agents.count[i] = draw_lot(300);
    const char *site = sites[draw_lot(draw_lot(2) ? 7 : 2)];
    fixture_site(board, site, draw_lot(4) ? ACD_LINK_LIVE : ACD_LINK_STALE, 1, now_ms - draw_lot(100000));
    fixture_tell(board, site, ACD_KIND_QUEUE, 1, now_ms, &queue);
}

static void nothing_is_drawn_outside_on_any_board_at_any_size(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"a", "queues", "all"}, {"b", "queues", "q1, group g2, berlin/q3, group g2"}, {"c", "queues", "each group"},
        {"d", "kind", "agents"}, {"e", "kind", "sites"}, {"f", "queues", "worst 6"},
        {"f", "figures", "waiting longest asa aht abandon_rate occupancy"}, {"g", "queues", "group nobody"},
        {"h", "queues", "groups"},
    };
    const char *given = getenv("ACD_SEED");
    seed = given ? strtoull(given, NULL, 10) : 1;
    struct pages *pages = pages_of(lines, sizeof lines / sizeof lines[0]);
    struct limits *limits = limits_new();
    for (int round = 0; round < 60; round++) {
        struct board *board = board_new();
        struct wall *wall = wall_new(pages, &(struct wall_options){.page = NULL});
        struct grid *grid = grid_new(10, 10, draw_lot(4) == 0);
        int64_t now_ms = FIXTURE_NOW_MS;
        for (int step = 0; step < 30; step++, now_ms += 1000 + draw_lot(60000)) {
            for (int i = draw_lot(8); i > 0; i--)
                tell_anything(board, now_ms);
            board_judge(board, limits, now_ms, FIXTURE_WALL_MS, 0);
            wall_pass(wall, board, now_ms);
            wall_turn(wall, draw_lot(3), now_ms);
            grid_resize(grid, 1 + draw_lot(draw_lot(2) ? 330 : 60), 1 + draw_lot(draw_lot(2) ? 95 : 25));
            wall_draw(wall, board, &(struct wall_clock){now_ms, FIXTURE_WALL_MS, 0}, grid);
            for (int row = 0; row < grid->rows; row++) {
                int width = 0;
                for (int col = 0; col < grid->cols; col++)
                    width += grid_at(grid, row, col)->width;
                assert_int_equal(width, grid->cols);
            }
        }
        grid_free(grid);
        wall_free(wall);
        board_free(board);
    }
    limits_free(limits);
    pages_free(pages);
}

/* Where a site is not live, nothing of it looks as if it were: no role of a live figure stands. */
static void nothing_of_a_dead_floor_looks_live(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct pages *pages = pages_new();
    struct acd_site_state silent = {.link = ACD_LINK_STALE, .heard_ms = FIXTURE_NOW_MS - 60000,
                                    .stale_since_ms = FIXTURE_NOW_MS - 57500, .why = "silent"};
    for (int i = 0; i < board_sites(board); i++) {
        silent.id = board_site_at(board, i)->id;
        board_take_site(board, &silent);
    }
    struct wall *wall = wall_new(pages, &(struct wall_options){.still = true});
    struct grid *grid = grid_new(120, 32, false);
    wall_pass(wall, board, FIXTURE_NOW_MS);
    assert_false(wall_held(wall));
    for (int turn = 0; turn < 8; turn++, wall_turn(wall, 1, FIXTURE_NOW_MS)) {
        wall_draw(wall, board, &fixture_clock, grid);
        assert_true(screen_find(grid, "STALE") >= 0);
        assert_true(screen_find(grid, "last heard") >= 0);
        for (int row = 0; row < grid->rows; row++)
            for (int col = 0; col < grid->cols; col++)
                assert_null(strchr("123caiTwPlZ", role_about[grid_at(grid, row, col)->role].letter));
    }
    grid_free(grid);
    wall_free(wall);
    pages_free(pages);
    board_free(board);
}

static void a_total_is_the_sum_of_the_rows_beside_it(void **state)
{
    (void)state;
    static const struct line lines[] = {{"g", "queues", "group inbound"}, {"g", "figures", "offered"}};
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    /* Porto is known again, so that the total is. */
    fixture_site(board, "lisbon", ACD_LINK_LIVE, 1, FIXTURE_NOW_MS);
    struct pages *pages = pages_of(lines, 2);
    struct roster *roster = roster_new();
    struct roster_view view = {.queue_sort = QUEUE_SORT_WORST};
    struct leaf leaf = {pages_at(pages, 0), NULL};
    struct tiles tiles = {.n = 0};
    roster_fill(roster, board, &view, FIXTURE_NOW_MS, FIXTURE_WALL_MS, true);
    for (int most = 2; most <= TILES_MOST; most++) {
        tiles_fill(&tiles, &leaf, board, roster, most, FIXTURE_NOW_MS, FIXTURE_WALL_MS);
        assert_int_equal(tiles.n, most);
        double sum = 0;
        for (int i = 1; i < tiles.n; i++)
            sum += tiles.of[i].shown[0].value.value;
        assert_true(tiles.of[0].shown[0].value.value == sum && sum > 0);
    }
    tiles_release(&tiles);
    roster_free(roster);
    pages_free(pages);
    board_free(board);
}

/* --- months ----------------------------------------------------------------------------------------- */

static size_t in_use(void)
{
#ifdef __GLIBC__
    struct mallinfo2 info = mallinfo2();
    return info.uordblks;
#else
    return 0;
#endif
}

/* A day of rotation: alarms come and go, sites die and return, notices arrive; memory does not
 * grow once all that is kept is there. */
static void a_day_of_rotation_takes_no_memory(void **state)
{
    (void)state;
    enum { STEP_MS = 5000, DAY_MS = 24 * 3600000, HOUR_MS = 3600000 };
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct pages *pages = pages_new();
    struct limits *limits = limits_new();
    struct wall *wall = wall_new(pages, &(struct wall_options){.page = NULL});
    struct grid *grid = grid_new(120, 32, false);
    size_t before = 0;
    int turns = 0, held = 0;
    seed = 7;
    for (int64_t t = 0; t <= DAY_MS; t += STEP_MS) {
        int64_t now_ms = FIXTURE_NOW_MS + t;
        char id[32];
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST) | ACD_BIT(ACD_QUEUE_GROUP),
                                  .id = "sales", .group = "inbound", .waiting = t / HOUR_MS % 2 ? 9 : 0, .oldest_ms = t / HOUR_MS % 2 ? 200000 : 0};
        const struct acd_event notice = {.known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_TEXT),
                                         .id = id, .type = "notice", .text = "Lunch is served"};
        snprintf(id, sizeof id, "n%lld", (long long)t);
        fixture_site(board, "berlin", t / (HOUR_MS / 2) % 5 == 4 ? ACD_LINK_STALE : ACD_LINK_LIVE, 1, now_ms - 300);
        fixture_tell(board, "berlin", ACD_KIND_QUEUE, 1, now_ms, &queue);
        if (t % 60000 == 0)
            fixture_tell(board, "berlin", ACD_KIND_EVENT, 1, now_ms, &notice);
        board_judge(board, limits, now_ms, FIXTURE_WALL_MS + t, 0);
        turns += wall_pass(wall, board, now_ms);
        held += wall_held(wall);
        if (t % 30000 == 0)
            wall_draw(wall, board, &(struct wall_clock){now_ms, FIXTURE_WALL_MS + t, 0}, grid);
        /* Events are kept up to their number: count once that is reached. */
        if (t == 20 * HOUR_MS)
            before = in_use();
    }
    assert_true(turns > 100);
    assert_true(held > 100);
    if (before && in_use() > before + 4096)
        fail_msg("%zu bytes in use, %zu four hours before", in_use(), before);
    grid_free(grid);
    wall_free(wall);
    limits_free(limits);
    pages_free(pages);
    board_free(board);
}

/* The picture wanders, and a still one does not. */
static void the_picture_moves_against_burn_in(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct pages *pages = pages_new();
    struct wall *wall = wall_new(pages, &(struct wall_options){.page = "worst"});
    struct grid *grid = grid_new(120, 32, false);
    bool at[4][4] = {{false}};
    int places = 0;
    for (int i = 0; i < 12; i++) {
        int64_t now_ms = FIXTURE_NOW_MS + i * 120000;
        char words[600];
        wall_pass(wall, board, now_ms);
        wall_draw(wall, board, &(struct wall_clock){now_ms, FIXTURE_WALL_MS, 0}, grid);
        int row = screen_find(grid, "Sales DE");
        screen_row(grid, row, words, sizeof words);
        int col = (int)(strstr(words, "Sales DE") - words);
        places += !at[row][col];
        at[row][col] = true;
    }
    assert_int_equal(places, 6);
    grid_free(grid);
    wall_free(wall);
    pages_free(pages);
    board_free(board);
}

static bool foot_says(const struct board *board, const char *words)
{
    struct pages *pages = pages_new();
    struct wall *wall = wall_new(pages, &(struct wall_options){.page = NULL});
    struct grid *grid = grid_new(80, 24, false);
    wall_pass(wall, board, FIXTURE_NOW_MS);
    wall_draw(wall, board, &fixture_clock, grid);
    bool found = screen_find(grid, words) >= 0;
    grid_free(grid);
    wall_free(wall);
    pages_free(pages);
    return found;
}

/* All that is there is live, and there is more that nothing is known of. */
static void a_floor_that_is_not_whole_is_not_called_live(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct acd_feed_state feed = {.feed = 1, .stats_endpoint = "tcp://acd2:5570", .why = "", .control_why = ""};
    fixture_site(board, "berlin", ACD_LINK_LIVE, 1, FIXTURE_NOW_MS - 300);
    assert_true(foot_says(board, "● live 0.3 s"));
    board_take_feed(board, &feed);
    assert_true(foot_says(board, "acd2:5570 ◌ no word   ·   ● live 0.3 s"));
    feed.heard = feed.full = true;
    board_take_feed(board, &feed);
    assert_true(foot_says(board, "acd2:5570 ◌ not all shown"));
    board_free(board);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_as_recorded),
        cmocka_unit_test(nothing_is_drawn_outside_on_any_board_at_any_size),
        cmocka_unit_test(nothing_of_a_dead_floor_looks_live),
        cmocka_unit_test(a_floor_that_is_not_whole_is_not_called_live),
        cmocka_unit_test(a_total_is_the_sum_of_the_rows_beside_it),
        cmocka_unit_test(a_day_of_rotation_takes_no_memory),
        cmocka_unit_test(the_picture_moves_against_burn_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
