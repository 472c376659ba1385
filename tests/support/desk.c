/* Drives the asking side of the console by keys, on a floor that never changes by itself. */
#include "tests/support/desk.h"
#include "console/ask/ui_keys.h"

#include "acdfeed/memory.h"
#include "acdfeed/shape.h"
#include "tests/support/floor_fixture.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void draw_counted_id(char out[ACD_REQUEST_ID_BYTES])
{
    static unsigned drawn;
    snprintf(out, ACD_REQUEST_ID_BYTES, "id%u", ++drawn);
}

struct desk *desk_take(void)
{
    struct desk *desk = acd_calloc(1, sizeof *desk);
    desk->board = fixture_floor(FIXTURE_NOW_MS);
    desk->roster = roster_new();
    desk->requests = requests_new();
    desk->keymap = keymap_new();
    ui_init(&desk->ui, desk->keymap);
    desk->ui.requests = desk->requests;
    desk->ui.draw_id = draw_counted_id;
    snprintf(desk->ui.by, sizeof desk->ui.by, "anna");
    desk->world = (struct ui_world){desk->board, desk->roster, FIXTURE_NOW_MS, FIXTURE_WALL_MS};
    desk_settle(desk);
    return desk;
}

void desk_leave(struct desk *desk)
{
    ui_release(&desk->ui);
    keymap_free(desk->keymap);
    requests_free(desk->requests);
    roster_free(desk->roster);
    board_free(desk->board);
    free(desk);
}

void desk_settle(struct desk *desk)
{
    roster_fill(desk->roster, desk->board, &desk->ui.look, desk->world.now_ms, desk->world.wall_ms,
                ui_may_reorder(&desk->ui, desk->world.now_ms));
    desk->ui.reorder = false;
    ui_settle(&desk->ui, &desk->world);
}

static void press(struct desk *desk, struct key key)
{
    ui_key(&desk->ui, &desk->world, key);
    desk_settle(desk);
}

void desk_press(struct desk *desk, const char *keys)
{
    char copy[512], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", keys);
    for (char *name = strtok_r(copy, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest)) {
        struct key key;
        bool known = key_read(name, &key);
        assert(known);
        (void)known;
        press(desk, key);
    }
}

void desk_type(struct desk *desk, const char *text)
{
    for (; *text; text++)
        press(desk, (struct key){.character = (unsigned char)*text});
}

void desk_command(struct desk *desk, const char *line)
{
    desk_type(desk, ":");
    desk_type(desk, line);
    desk_press(desk, "Enter");
}

void desk_select_queue(struct desk *desk, const char *site, const char *id)
{
    desk->ui.following = false; /* chosen by hand */
    snprintf(desk->ui.queue.site, sizeof desk->ui.queue.site, "%s", site);
    snprintf(desk->ui.queue.id, sizeof desk->ui.queue.id, "%s", id);
    desk_settle(desk);
}

void desk_select_agent(struct desk *desk, const char *site, const char *id)
{
    snprintf(desk->ui.agent.site, sizeof desk->ui.agent.site, "%s", site);
    snprintf(desk->ui.agent.id, sizeof desk->ui.agent.id, "%s", id);
    desk_settle(desk);
}

static void say_args(const struct acd_args *args, char *out, size_t bytes)
{
    for (int arg = 0; arg < ACD_ARGS_FIELDS; arg++) {
        const struct acd_field *field = &acd_args_shape.fields[arg];
        const unsigned char *at = (const unsigned char *)args + field->offset;
        size_t used = strlen(out);
        if (!ACD_KNOWN(args, arg))
            continue;
        used += (size_t)snprintf(out + used, bytes - used, " %s=", field->key);
        if (field->type == ACD_TYPE_BOOL)
            snprintf(out + used, bytes - used, "%s", *(const bool *)at ? "true" : "false");
        else if (field->type == ACD_TYPE_FRACTION)
            snprintf(out + used, bytes - used, "%g", *(const double *)at);
        else if (field->type == ACD_TYPE_ID || field->type == ACD_TYPE_TEXT)
            snprintf(out + used, bytes - used, "%s", *(const char *const *)at);
        else if (field->type == ACD_TYPE_IDS)
            snprintf(out + used, bytes - used, "%u:%s", args->n_agents, args->agents[0]);
        else
            snprintf(out + used, bytes - used, "%lld", (long long)*(const int64_t *)at);
    }
}

const char *desk_sent(const struct desk *desk, char *out, size_t bytes)
{
    out[0] = '\0';
    if (desk->ui.n_outbox == 0)
        return out;
    const struct acd_request *request = desk->ui.outbox[desk->ui.n_outbox - 1];
    snprintf(out, bytes, "%s site=%s%s%s%s%s%s%s", request->op, request->site,
             ACD_KNOWN(request, ACD_REQUEST_QUEUE) ? " queue=" : "",
             ACD_KNOWN(request, ACD_REQUEST_QUEUE) ? request->queue : "",
             ACD_KNOWN(request, ACD_REQUEST_AGENT) ? " agent=" : "",
             ACD_KNOWN(request, ACD_REQUEST_AGENT) ? request->agent : "",
             ACD_KNOWN(request, ACD_REQUEST_CALL) ? " call=" : "",
             ACD_KNOWN(request, ACD_REQUEST_CALL) ? request->call : "");
    if (ACD_KNOWN(request, ACD_REQUEST_ARGS))
        say_args(&request->args, out, bytes);
    size_t used = strlen(out);
    snprintf(out + used, bytes - used, " by=%s",
             ACD_KNOWN(request, ACD_REQUEST_BY) ? request->by : "?");
    return out;
}

void desk_take_outbox(struct desk *desk)
{
    for (int i = 0; i < desk->ui.n_outbox; i++)
        free(desk->ui.outbox[i]);
    desk->ui.n_outbox = 0;
}

struct grid *desk_draw(struct desk *desk, pane_function *pane, int cols, int rows)
{
    struct grid *grid = grid_new(cols, rows, false);
    const struct scene scene = {.board = desk->board,
                                .roster = desk->roster,
                                .ui = &desk->ui,
                                .theme_name = "dark",
                                .now_ms = desk->world.now_ms,
                                .wall_ms = desk->world.wall_ms};
    pane(&scene, area_whole(grid));
    return grid;
}
