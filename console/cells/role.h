/* The parts of a screen that a theme can dress, named by meaning.  The letter stands for the role in
 * golden screens.  Knows no colour. */
#ifndef CONSOLE_CELLS_ROLE_H
#define CONSOLE_CELLS_ROLE_H

/*    name            key in a theme     letter  what it is */
#define ROLE_LIST(X)                                                                               \
    X(NORMAL,         "normal",          '.', "text")                                              \
    X(STRONG,         "strong",          's', "the figure that matters in its row")                \
    X(FAINT,          "faint",           'f', "units, labels, what may be overlooked")             \
    X(UNKNOWN,        "unknown",         'u', "a figure that is not known")                        \
    X(TITLE,          "title",           't', "titles of panes")                                   \
    X(HEADER,         "header",          'h', "headings of columns")                               \
    X(FRAME,          "frame",           'b', "lines of boxes")                                    \
    X(BAR,            "bar",             'B', "the state line on top")                             \
    X(LIVE,           "live",            'l', "a site whose data is live")                         \
    X(STALE,          "stale",           'S', "a site or row whose data is stale")                 \
    X(CALM,           "calm",            'c', "no tier")                                           \
    X(TIER1,          "tier1",           '1', "customers begin to queue")                          \
    X(TIER2,          "tier2",           '2', "longer than expected")                              \
    X(TIER3,          "tier3",           '3', "beyond what the shift can handle")                  \
    X(SELECTED,       "selected",        'C', "the row under the cursor")                          \
    X(MARKED,         "marked",          'M', "rows chosen for one action on many")                \
    X(TREND,          "trend",           'g', "trend lines and bars")                              \
    X(TREND_OVER,     "trend_over",      'G', "the part of a bar beyond its limit")                \
    X(MEASURE,        "measure",         'm', "a measure in force")                                \
    X(PENDING,        "pending",         'p', "asked for, not answered yet")                       \
    X(DONE,           "done",            'd', "carried out")                                       \
    X(REFUSED,        "refused",         'r', "refused, failed or not answered")                   \
    X(AVAILABLE,      "available",       'a', "agent: free")                                       \
    X(RINGING,        "ringing",         'i', "agent: ringing")                                    \
    X(TALKING,        "talking",         'T', "agent: with a contact, on hold, outbound")          \
    X(ACW,            "acw",             'w', "agent: after-call work")                            \
    X(PAUSED,         "paused",          'P', "agent: paused")                                     \
    X(OFFLINE,        "offline",         'o', "agent: logged out")                                 \
    X(OVERDUE,        "overdue",         'O', "too long in a state")                               \
    X(KEY,            "key",             'k', "a key to press")                                    \
    X(KEY_TEXT,       "key_text",        'K', "what the key does")                                 \
    X(DIALOG,         "dialog",          'D', "text of a dialogue")                                \
    X(DIALOG_FRAME,   "dialog_frame",    'F', "its frame and title")                               \
    X(BUTTON,         "button",          'n', "a button that is not chosen")                       \
    X(BUTTON_CHOSEN,  "button_chosen",   'N', "the button that Enter presses")                     \
    X(INPUT,          "input",           'I', "text being typed")                                  \
    X(CURSOR,         "cursor",          '_', "where the next character goes")                     \
    X(ERROR,          "error",           'E', "an error in words")                                 \
    X(NOTICE,         "notice",          'x', "a notice from the floor")                           \
    X(DIGIT,          "digit",           'Z', "digits made of cells")

#define ROLE_ENUM(name, key, letter, what) ROLE_##name,
enum role { ROLE_LIST(ROLE_ENUM) ROLES };

struct role_about {
    const char *key;
    char letter;
    const char *what;
};
extern const struct role_about role_about[ROLES];
/* ROLES when no role has that key. */
enum role role_find(const char *key);

#endif
