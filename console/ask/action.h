/* What a supervisor can do, once: the keys, the help, the command names and the footer all come from
 * this table.  `contexts` says in which views the key works. */
#ifndef CONSOLE_ASK_ACTION_H
#define CONSOLE_ASK_ACTION_H

#include "acdfeed/names.h"

#include <stddef.h>

enum view { VIEW_QUEUES, VIEW_QUEUE, VIEW_AGENTS, VIEW_ROSTER, VIEW_JOURNAL, VIEW_ABANDONED, VIEW_HELP, VIEW_ALARMS, VIEWS };
extern const struct acd_names view_names; /* queues queue agents roster journal abandoned help alarms */

enum action_context {
    IN_QUEUES = 1 << VIEW_QUEUES, IN_QUEUE = 1 << VIEW_QUEUE, IN_AGENTS = 1 << VIEW_AGENTS,
    IN_ROSTER = 1 << VIEW_ROSTER, IN_JOURNAL = 1 << VIEW_JOURNAL,
    IN_ABANDONED = 1 << VIEW_ABANDONED, IN_HELP = 1 << VIEW_HELP,
    IN_ALARMS = 1 << VIEW_ALARMS,
    ON_QUEUE = IN_QUEUES | IN_QUEUE,        /* a queue is selected */
    ON_ALARM = ON_QUEUE | IN_ALARMS,        /* an alarm is selected, or a queue that may have some */
    ON_AGENT = IN_AGENTS | IN_ROSTER,       /* an agent is selected */
    EVERYWHERE = (1 << VIEWS) - 1,
};
/* Those of PLAYBACK work, and are shown, while a recording plays. */
enum action_group { GROUP_MOVE, GROUP_LOOK, GROUP_MEASURE, GROUP_AGENT, GROUP_PLAYBACK, GROUP_PROGRAM, ACTION_GROUPS };

/* `rank`: which keys the footer shows first; 0: never, or always (help and quit, at its end).
 *    name         command       keys (blank between)  contexts               group    op (or -1)             rank  help */
#define ACTION_LIST(X) \
    X(DOWN,         "down",       "Down j",             EVERYWHERE,            MOVE,    -1,                    0,  "next row") \
    X(UP,           "up",         "Up k",               EVERYWHERE,            MOVE,    -1,                    0,  "row before") \
    X(LEFT,         "left",       "Left",               IN_AGENTS,             MOVE,    -1,                    0,  "tile at the left") \
    X(RIGHT,        "right",      "Right",              IN_AGENTS,             MOVE,    -1,                    0,  "tile at the right") \
    X(PAGE_DOWN,    "page-down",  "PageDown",           EVERYWHERE,            MOVE,    -1,                    0,  "a page on") \
    X(PAGE_UP,      "page-up",    "PageUp",             EVERYWHERE,            MOVE,    -1,                    0,  "a page back") \
    X(FIRST,        "first",      "Home g",             EVERYWHERE,            MOVE,    -1,                    0,  "first row") \
    X(LAST,         "last",       "End G",              EVERYWHERE,            MOVE,    -1,                    0,  "last row") \
    X(WORST,        "worst",      "w",                  EVERYWHERE,            MOVE,    -1,                    30, "to the worst queue") \
    X(OPEN_ROW,     "detail",     "Enter",              IN_QUEUES | ON_AGENT | IN_ALARMS, LOOK, -1,             1,  "detail of the row") \
    X(BACK,         "back",       "Escape Backspace",   EVERYWHERE,            LOOK,    -1,                    2,  "back") \
    X(QUEUES,       "queues",     "Q F2",               EVERYWHERE & ~IN_QUEUES, LOOK, -1,                    24, "queues") \
    X(AGENTS,       "agents",     "A F3",               EVERYWHERE,            LOOK,    -1,                    20, "agents as tiles") \
    X(ROSTER,       "roster",     "T F4",               EVERYWHERE,            LOOK,    -1,                    31, "agents as a table") \
    X(JOURNAL,      "journal",    "J F5",               EVERYWHERE,            LOOK,    -1,                    21, "events and actions") \
    X(ABANDONED,    "abandoned",  "B F6",               EVERYWHERE,            LOOK,    -1,                    32, "abandoned, to ring back") \
    X(ALARMS,       "alarms",     "L F7",               EVERYWHERE,            LOOK,    -1,                    25, "alarms") \
    X(FILTER,       "filter",     "/",                  IN_QUEUES | ON_AGENT,  LOOK,    -1,                    22, "filter rows") \
    X(SORT,         "sort",       "S",                  IN_QUEUES | ON_AGENT,  LOOK,    -1,                    33, "another order") \
    X(HIDE,         "hide",       "H",                  ON_AGENT,              LOOK,    -1,                    26, "hide who is logged out") \
    X(GROUP,        "group",      "z",                  IN_QUEUES,             LOOK,    -1,                    34, "groups with totals") \
    X(SPAN,         "span",       "v",                  ON_QUEUE,              LOOK,    -1,                    35, "window, interval or day") \
    X(MORE,         "more",       "+",                  ON_QUEUE,              LOOK,    -1,                    0,  "what if one agent more") \
    X(FEWER,        "fewer",      "-",                  ON_QUEUE,              LOOK,    -1,                    0,  "what if one agent fewer") \
    X(OVERFLOW,     "overflow",   "o",                  ON_QUEUE,              MEASURE, ACD_OP_OVERFLOW,       3,  "overflow to another queue") \
    X(END_MEASURE,  "end",        "e",                  ON_QUEUE,              MEASURE, ACD_OP_OVERFLOW_END,   14, "end a measure early") \
    X(MOVE_AGENTS,  "move",       "m",                  ON_QUEUE,              MEASURE, ACD_OP_MOVE_AGENTS,    4,  "move agents here") \
    X(ALL_HANDS,    "all-hands",  "h",                  ON_QUEUE,              MEASURE, ACD_OP_ALL_HANDS,      5,  "all agents take calls") \
    X(DEFER_WORK,   "defer",      "f",                  ON_QUEUE,              MEASURE, ACD_OP_DEFER_WORK,     41, "put off work that can wait") \
    X(ANNOUNCE,     "announce",   "a",                  ON_QUEUE,              MEASURE, ACD_OP_ANNOUNCE,       13, "message to the waiting") \
    X(CALLBACK,     "callback",   "c",                  ON_QUEUE,              MEASURE, ACD_OP_CALLBACK,       12, "offer call-back") \
    X(REROUTE,      "reroute",    "r",                  ON_QUEUE,              MEASURE, ACD_OP_REROUTE,        42, "another routing rule") \
    X(MANAGERS,     "managers",   "M",                  ON_QUEUE,              MEASURE, ACD_OP_MANAGERS,       43, "managers take calls") \
    X(OUTSOURCE,    "outsource",  "O",                  ON_QUEUE,              MEASURE, ACD_OP_OUTSOURCE,      44, "a share to the partner") \
    X(THROTTLE,     "throttle",   "t",                  ON_QUEUE,              MEASURE, ACD_OP_THROTTLE,       45, "block a share of calls") \
    X(OPEN,         "open",       "U",                  ON_QUEUE,              MEASURE, ACD_OP_OPEN,           46, "open the queue") \
    X(CLOSE,        "close",      "X",                  ON_QUEUE,              MEASURE, ACD_OP_CLOSE,          47, "close the queue") \
    X(PRIORITY,     "priority",   "P",                  IN_QUEUE,              MEASURE, ACD_OP_PRIORITY,       11, "priority of a contact") \
    X(REDIRECT,     "redirect",   "R",                  IN_QUEUE,              MEASURE, ACD_OP_REDIRECT,       10, "contact to another queue") \
    X(CLAIM,        "claim",      "C",                  ON_QUEUE,              MEASURE, ACD_OP_CLAIM,          15, "I take care of it") \
    X(ACKNOWLEDGE,  "ack",        "x",                  ON_ALARM,              MEASURE, -1,                    16, "I have seen it") \
    X(SHELVE,       "shelve",     "s",                  ON_ALARM,              MEASURE, -1,                    27, "put an alarm aside") \
    X(UNSHELVE,     "unshelve",   "u",                  ON_ALARM,              MEASURE, -1,                    49, "take it off the shelf") \
    X(NOTICE,       "notice",     "N",                  EVERYWHERE & ~IN_HELP, MEASURE, ACD_OP_NOTICE,         48, "a line on every board") \
    X(PAUSE,        "pause",      "p",                  ON_AGENT,              AGENT,   ACD_OP_AGENT_STATE,    3,  "pause, unpause, log out") \
    X(SERVES,       "serves",     "s",                  ON_AGENT,              AGENT,   ACD_OP_AGENT_QUEUE,    4,  "queues an agent serves") \
    X(MARK,         "mark",       "Space",              ON_AGENT,              AGENT,   -1,                    5,  "mark, to act on many") \
    X(MARK_ALL,     "mark-all",   "*",                  ON_AGENT,              AGENT,   -1,                    36, "mark all shown, or none") \
    X(PLAY,         "play",       ".",                  EVERYWHERE,            PLAYBACK, -1,                   6,  "pause or play on") \
    X(NEXT_ALARM,   "next-alarm", "n",                  EVERYWHERE,            PLAYBACK, -1,                   7,  "to the next alarm") \
    X(SLOWER,       "slower",     "<",                  EVERYWHERE,            PLAYBACK, -1,                   9,  "half as fast") \
    X(FASTER,       "faster",     ">",                  EVERYWHERE,            PLAYBACK, -1,                   8,  "twice as fast") \
    X(MINUTE_BACK,  "minute-back","[",                  EVERYWHERE,            PLAYBACK, -1,                   17, "a minute back") \
    X(MINUTE_ON,    "minute-on",  "]",                  EVERYWHERE,            PLAYBACK, -1,                   18, "a minute on") \
    X(TEN_BACK,     "ten-back",   "{",                  EVERYWHERE,            PLAYBACK, -1,                   19, "ten minutes back") \
    X(TEN_ON,       "ten-on",     "}",                  EVERYWHERE,            PLAYBACK, -1,                   28, "ten minutes on") \
    X(COMMAND,      "command",    ":",                  EVERYWHERE,            PROGRAM, -1,                    23, "command line") \
    X(THEME,        "theme",      "Y",                  EVERYWHERE,            PROGRAM, -1,                    50, "next theme") \
    X(REPAINT,      "repaint",    "Ctrl-L",             EVERYWHERE,            PROGRAM, -1,                    0,  "repaint the screen") \
    X(HELP,         "help",       "? F1",               EVERYWHERE,            PROGRAM, -1,                    0,  "help") \
    X(QUIT,         "quit",       "q",                  EVERYWHERE,            PROGRAM, -1,                    0,  "quit")

#define ACTION_ENUM(name, command, keys, contexts, group, op, rank, help) ACTION_##name,
enum action { ACTION_LIST(ACTION_ENUM) ACTIONS, ACTION_NONE = -1 };

struct action_kind {
    const char *command, *keys, *help;
    int contexts, group, op, rank;
};
extern const struct action_kind action_kinds[ACTIONS];
extern const char *const action_group_titles[ACTION_GROUPS];

/* By its command or by the word of its operation, '-' and '_' alike; ACTION_NONE when there is none. */
enum action action_find(const char *name, size_t length);
/* The action of an operation; ACTION_NONE for a snapshot. */
enum action action_of_op(int op);

#endif
