/* Judges the bare messages of a feed against the contract: what is refused and why, what is
 * missing, whether the heartbeat is kept, whether everything is told again in time and is as many
 * as the heartbeat says.  Pure: `now` is passed in.  Not thread-safe. */
#ifndef FEED_COMMANDS_JUDGE_H
#define FEED_COMMANDS_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct judge;

struct judge *judge_new(int64_t now_ms);
void judge_free(struct judge *judge);

/* One message as it came; `frames` other than 2 is wrong by itself. */
void judge_message(struct judge *judge, int frames, const void *topic, size_t topic_bytes,
                   const void *body, size_t body_bytes, int64_t now_ms);

/* Whether every site has been heard for one round of keyframes and two heartbeats more, so that
 * nothing is left open.  False while there is no site. */
bool judge_ripe(const struct judge *judge, int64_t now_ms);

/* Says one line after another: per site its counts, then what is wrong.  Returns how many things
 * are wrong; *sites is how many sites were heard. */
int judge_report(struct judge *judge, int64_t now_ms, void (*say)(void *context, const char *line),
                 void *context, int *sites);

#endif
