/* What several panes draw alike: tiers, states, names, sums of agents, scrolling.  Pure. */
#ifndef CONSOLE_PANES_DRAW_H
#define CONSOLE_PANES_DRAW_H

#include "console/panes/pane.h"

enum { DRAW_BYTES = 256 };

enum role draw_tier_role(int tier);
/* Symbol and number: "▲3", "✓", "?" (":3", "+", "?" in ASCII); 2 columns at most. */
const char *draw_tier_sign(char *out, size_t bytes, int tier, bool ascii);
enum role draw_state_role(int state);          /* enum acd_agent_state */
const char *draw_state_word(int state);        /* "free", "talk", "acw" ...: short words of the floor */
enum role draw_request_role(enum request_state state);
const char *draw_request_word(enum request_state state);

/* A KPI as text in its unit: "23", "4:12", "41 %". */
const char *draw_kpi(char *out, const struct acd_figure *figure, enum kpi kpi, bool ascii);
/* `role` for a value; ROLE_FAINT for what is not defined, ROLE_UNKNOWN for what is not known. */
enum role draw_figure_role(const struct acd_figure *figure, enum role role);
/* "18/24": on duty of staffed. */
const char *draw_duty(char *out, size_t bytes, const struct figures *figures, bool ascii);
/* "overflow > Back office 8:20": one measure in force, its time as of now; within `cols` columns,
 * where the target gives way before the time. */
const char *draw_measure(char *out, size_t bytes, const struct scene *scene,
                         const struct board_queue *queue, const struct acd_measure *measure,
                         bool ascii, int cols);
/* The name of a queue of that site by id; the id itself where no such queue is known. */
const char *draw_queue_name(const struct scene *scene, const char *site, const char *id);
/* Local time of day of a moment `ms_ago` before now: "09:41:30". */
const char *draw_clock(char *out, size_t bytes, const struct scene *scene, int64_t ms_ago);
/* "80 % in 0:20", the target of a service level; "" when unknown. */
const char *draw_target(char *out, size_t bytes, const struct figures *figures);
/* "abandoned count as missed": what a formula does, in words; and its short name "neg". */
const char *draw_formula_words(int formula);
const char *draw_formula_short(int formula);

/* The first key of the action that asks for this operation. */
const char *draw_op_key(const struct scene *scene, enum acd_op op, char *out, size_t bytes);

/* Rows that fit and the first one, so that `selected` (-1: none) is seen; fills `extent`. */
int draw_scroll(struct ui_extent *extent, struct area rows, int n, int selected);
/* "12-30 of 212" where not all rows fit; "" else. */
const char *draw_position(char *out, size_t bytes, const struct ui_extent *extent, int n);

#endif
