/* Draws one frame as the loops do, with nobody at the keys, and hands it to the painters. */
#include "console/edge/once_picture.h"
#include "console/ask/ui_keys.h"

#include "console/edge/zone.h"
#include "console/panes/pane.h"
#include "console/picture/picture.h"
#include "console/wall/wall.h"

#include <string.h>

static void draw_wall(const struct options *options, const struct pages *pages,
                      const struct board *board, struct once_moment moment, struct grid *grid)
{
    struct wall_options how = {.page = options->page, .still = true};
    struct wall *wall = wall_new(pages, &how);
    struct wall_clock clock = {.now_ms = moment.now_ms, .wall_ms = moment.wall_ms};
    struct site_zone zone = {.zone = NULL};
    wall_pass(wall, board, clock.now_ms);
    clock.utc_offset_s = site_zone_offset_s(&zone, wall_zone(wall, board), clock.wall_ms);
    site_zone_release(&zone);
    wall_draw(wall, board, &clock, grid);
    wall_free(wall);
}

static void draw_console(const struct options *options, const struct settings *settings,
                         const struct board *board, struct once_moment moment, const char *theme,
                         struct grid *grid)
{
    struct keymap *keymap = keymap_new();
    struct requests *requests = requests_new();
    struct roster *roster = roster_new();
    struct ui ui;
    struct ui_world world = {board, roster, moment.now_ms, moment.wall_ms};
    ui_init(&ui, keymap);
    ui.requests = requests;
    ui.playing = (struct playing){.on = moment.recorded, .paused = true, .speed = 1};
    ui.no_actions_why = moment.recorded ? _(PLAYING_NO_ACTIONS) : NULL;
    settings_look(settings, &ui.look);
    if (options->span >= 0)
        ui.look.span = (enum span)options->span;
    if (options->view)
        ui.view = (enum view)acd_names_find(&view_names, options->view, strlen(options->view));
    if (options->filter)
        snprintf(ui.filter, sizeof ui.filter, "%s", options->filter);
    roster_fill(roster, board, &ui.look, world.now_ms, world.wall_ms, true);
    ui_settle(&ui, &world);
    struct scene scene = {board, roster, &ui, theme, world.now_ms, world.wall_ms, zone_offset_s(world.wall_ms)};
    frame_draw(&scene, grid);
    ui_release(&ui);
    roster_free(roster);
    requests_free(requests);
    keymap_free(keymap);
}

bool once_picture(FILE *out, const struct options *options, const struct settings *settings,
                  const struct pages *pages, const struct board *board,
                  struct once_moment moment, struct acd_fault *why)
{
    const char *name = options->theme ? options->theme : settings_theme(settings);
    struct theme theme;
    theme_default(&theme);
    if (*name && !theme_load(&theme, name, why))
        return false;
    struct grid *grid = grid_new(options->cols, options->rows, options->ascii);
    if (options->wall)
        draw_wall(options, pages, board, moment, grid);
    else
        draw_console(options, settings, board, moment, theme.name, grid);
    (options->once == ONCE_SVG ? picture_svg : picture_html)(out, grid, &theme, "acdwall");
    grid_free(grid);
    return true;
}
