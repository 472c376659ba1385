/* Drives the asking side of the console by keys, on a floor that never changes by itself. */
#include "tests/support/seat.h"

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

struct seat *seat_take(void)
{
    struct seat *seat = acd_calloc(1, sizeof *seat);
    seat->board = fixture_floor(FIXTURE_NOW_MS);
    seat->roster = roster_new();
    seat->requests = requests_new();
    seat->keymap = keymap_new();
    ui_init(&seat->ui, seat->keymap);
    seat->ui.requests = seat->requests;
    seat->ui.draw_id = draw_counted_id;
    snprintf(seat->ui.by, sizeof seat->ui.by, "anna");
    seat->world = (struct ui_world){seat->board, seat->roster, FIXTURE_NOW_MS, FIXTURE_WALL_MS};
    seat_settle(seat);
    return seat;
}

void seat_leave(struct seat *seat)
{
    ui_release(&seat->ui);
    keymap_free(seat->keymap);
    requests_free(seat->requests);
    roster_free(seat->roster);
    board_free(seat->board);
    free(seat);
}

void seat_settle(struct seat *seat)
{
    roster_fill(seat->roster, seat->board, &seat->ui.look, seat->world.now_ms, seat->world.wall_ms,
                ui_may_reorder(&seat->ui, seat->world.now_ms));
    seat->ui.reorder = false;
    ui_settle(&seat->ui, &seat->world);
}

static void press(struct seat *seat, struct key key)
{
    ui_key(&seat->ui, &seat->world, key);
    seat_settle(seat);
}

void seat_press(struct seat *seat, const char *keys)
{
    char copy[512], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", keys);
    for (char *name = strtok_r(copy, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest)) {
        struct key key;
        bool known = key_read(name, &key);
        assert(known);
        (void)known;
        press(seat, key);
    }
}

void seat_type(struct seat *seat, const char *text)
{
    for (; *text; text++)
        press(seat, (struct key){.character = (unsigned char)*text});
}

void seat_command(struct seat *seat, const char *line)
{
    seat_type(seat, ":");
    seat_type(seat, line);
    seat_press(seat, "Enter");
}

void seat_select_queue(struct seat *seat, const char *site, const char *id)
{
    snprintf(seat->ui.queue.site, sizeof seat->ui.queue.site, "%s", site);
    snprintf(seat->ui.queue.id, sizeof seat->ui.queue.id, "%s", id);
    seat_settle(seat);
}

void seat_select_agent(struct seat *seat, const char *site, const char *id)
{
    snprintf(seat->ui.agent.site, sizeof seat->ui.agent.site, "%s", site);
    snprintf(seat->ui.agent.id, sizeof seat->ui.agent.id, "%s", id);
    seat_settle(seat);
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

const char *seat_sent(const struct seat *seat, char *out, size_t bytes)
{
    out[0] = '\0';
    if (seat->ui.n_outbox == 0)
        return out;
    const struct acd_request *request = seat->ui.outbox[seat->ui.n_outbox - 1];
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

void seat_take_outbox(struct seat *seat)
{
    for (int i = 0; i < seat->ui.n_outbox; i++)
        free(seat->ui.outbox[i]);
    seat->ui.n_outbox = 0;
}

struct grid *seat_draw(struct seat *seat, pane_function *pane, int cols, int rows)
{
    struct grid *grid = grid_new(cols, rows, false);
    const struct scene scene = {.board = seat->board,
                                .roster = seat->roster,
                                .ui = &seat->ui,
                                .theme_name = "dark",
                                .now_ms = seat->world.now_ms,
                                .wall_ms = seat->world.wall_ms};
    pane(&scene, area_whole(grid));
    return grid;
}
