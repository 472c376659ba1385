/* Keys and commands of a recording.  Inside the room. */
#ifndef CONSOLE_ASK_PLAY_H
#define CONSOLE_ASK_PLAY_H

#include "console/ask/ui.h"

/* False: no action of the player. */
bool play_act(struct ui *ui, const struct ui_world *world, enum action action);
/* ":seek 09:41", ":speed 8". */
bool play_seek(struct ui *ui, const struct ui_world *world, const char *word, struct acd_fault *why);
bool play_speed(struct ui *ui, const struct ui_world *world, const char *word, struct acd_fault *why);
const char *play_speed_word(const struct ui *ui, int i);

#endif
