/* What keys and commands ask of the player.  Knows no tape: it only writes down the wish. */
#include "console/ask/play.h"

#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    double speed;
    const char *word;
} speeds[] = {{0.5, "0.5"}, {1, "1"},   {2, "2"},   {4, "4"},
              {8, "8"},     {16, "16"}, {32, "32"}, {64, "64"}};

enum { MINUTE_MS = 60000 };

static void say_speed(struct ui *ui, const struct ui_world *world)
{
    char speed[WORDS_NUMBER_BYTES];

    ui_say(ui, world->now_ms, ROLE_NORMAL, _("the recording runs %s times as fast%s"),
           words_number(speed, -3, ui->playing.speed), ui->playing.paused ? _(", when it runs again") : "");
}

static void change_speed(struct ui *ui, const struct ui_world *world, int step)
{
    int n = (int)ACD_COUNT_OF(speeds), at = 0;
    while (at + 1 < n && speeds[at].speed < ui->playing.speed)
        at++;
    at += step;
    at = at < 0 ? 0 : at >= n ? n - 1 : at;
    ui->playing.speed = speeds[at].speed;
    say_speed(ui, world);
}

static void seek_by(struct ui *ui, int64_t by_ms)
{
    ui->playing.wish = PLAYING_BY;
    ui->playing.by_ms = by_ms;
}

static void do_play(struct ui *ui, const struct ui_world *world, enum action action)
{
    struct playing *playing = &ui->playing;
    switch (action) {
    case ACTION_PLAY:
        playing->paused = !playing->paused;
        if (playing->over && !playing->paused)
            ui_say(ui, world->now_ms, ROLE_NORMAL, _("the end of the recording; [ and { go back"));
        break;
    case ACTION_SLOWER:
        change_speed(ui, world, -1);
        break;
    case ACTION_FASTER:
        change_speed(ui, world, 1);
        break;
    case ACTION_MINUTE_BACK:
        seek_by(ui, -MINUTE_MS);
        break;
    case ACTION_MINUTE_ON:
        seek_by(ui, MINUTE_MS);
        break;
    case ACTION_TEN_BACK:
        seek_by(ui, -10 * MINUTE_MS);
        break;
    case ACTION_TEN_ON:
        seek_by(ui, 10 * MINUTE_MS);
        break;
    default:
        playing->wish = PLAYING_TO_ALARM;
        break;
    }
}

bool play_act(struct ui *ui, const struct ui_world *world, enum action action)
{
    if (ui->playing.on && action_kinds[action].group == GROUP_MEASURE &&
        action_kinds[action].op < 0) {
        ui_say(ui, world->now_ms, ROLE_ERROR, _("no actions: %s"), _(PLAYING_NO_ACTIONS));
        return true;
    }
    if (action_kinds[action].group != GROUP_PLAYBACK)
        return false;
    if (ui->playing.on)
        do_play(ui, world, action);
    else
        ui_say(ui, world->now_ms, ROLE_FAINT, _("this is live; acdwall --play FILE shows a recording"));
    return true;
}

static bool is_recording(const struct ui *ui, struct acd_fault *why)
{
    return ui->playing.on ||
           acd_fault_say(why, "%s", _("this is live; acdwall --play FILE shows a recording"));
}

bool play_seek(struct ui *ui, const struct ui_world *world, const char *word, struct acd_fault *why)
{
    (void)world;
    if (!is_recording(ui, why))
        return false;
    if (!*word || (size_t)snprintf(ui->playing.moment, PLAYING_MOMENT_BYTES, "%s", word) >=
                      PLAYING_MOMENT_BYTES)
        return acd_fault_say(why, "seek: a moment such as 09:41, +5m or start");
    ui->playing.wish = PLAYING_TO;
    return true;
}

bool play_speed(struct ui *ui, const struct ui_world *world, const char *word, struct acd_fault *why)
{
    char *end;
    double speed = strtod(word, &end);
    if (!is_recording(ui, why))
        return false;
    if (end == word || *end || !(speed >= 0.5 && speed <= 64))
        return acd_fault_say(why, "speed '%.20s': expected 0.5 to 64", word);
    ui->playing.speed = speed;
    say_speed(ui, world);
    return true;
}

const char *play_speed_word(const struct ui *ui, int i)
{
    return ui->playing.on && i < (int)ACD_COUNT_OF(speeds) ? speeds[i].word : NULL;
}
