/* The form of each operation: what is asked, in which words, with what consequence.  One table; a new
 * operation is one entry.  Inside the room.  Pure. */
#ifndef CONSOLE_ASK_FORMS_H
#define CONSOLE_ASK_FORMS_H

#include "console/ask/ui.h"

/* A dialogue with what it speaks of, looked up anew each time; any may be NULL when gone. */
struct asking {
    struct ui *ui;
    const struct ui_world *world;
    struct dialog *dialog;
    const struct board_site *site;
    const struct board_queue *queue;
    const struct board_agent *agent;
    const struct acd_call *call;
};

/* Offers the choices of a field and writes its hint, as of now. */
typedef void form_fill_function(const struct asking *asking, struct dialog_field *field);
/* Whether a field is asked as things stand. */
typedef bool form_asked_function(const struct asking *asking);
/* Adds lines of consequence. */
typedef void form_consequence_function(const struct asking *asking);

enum form_target { FORM_OF_SITE, FORM_OF_QUEUE, FORM_OF_CALL, FORM_OF_AGENT, FORM_OF_ALARM };

/* What is asked of this console alone, beside the operations of feeds. */
enum { FORM_SHELVE = ACD_OPS, FORMS };
/* Whether it can be done, and does it when `deed`.  False: why not. */
typedef bool form_local_function(const struct asking *asking, bool deed, struct acd_fault *why);

struct form_field {
    const char *label;
    enum field_kind kind;
    int arg;             /* enum acd_args_field or dialog_arg */
    const char *text;    /* what stands there at first; of a choice the id; NULL none */
    const char *hint;    /* NULL: the fill function's, or that of the kind */
    form_fill_function *fill;
    form_asked_function *asked;
    bool optional;       /* may be left empty: the argument is left out */
    const char *before, *after; /* around its value where the request is told in words */
    const char *after_one;      /* `after` where its value is 1 */
};
struct form {
    enum form_target target;
    const char *title;   /* "Overflow from ": the name follows */
    const char *verb;    /* "overflow": begins the request in words */
    const char *deed;    /* words of the button */
    struct form_field fields[DIALOG_FIELDS]; /* up to the first without a label */
    const char *sentence;/* the first line of consequence, or NULL */
    form_consequence_function *consequence;
    form_local_function *local; /* nothing is sent: this does it; NULL for an operation */
};
/* NULL for an operation that no one asks for by hand.  `op` may also be a FORM_ of its own. */
const struct form *form_of(enum acd_op op);
form_local_function shelve_local;

/* choices.c, choices_agents.c */
form_fill_function fill_overflow_to, fill_redirect_to, fill_from, fill_instead, fill_on,
    fill_measures, fill_states, fill_serves_queue, fill_serves, fill_sites, fill_calls, fill_count,
    fill_typed;
form_asked_function asked_count, asked_reason, asked_prio, asked_site, asked_logout_of_many;
/* The queue of the dialogue's site by the id that was chosen in the field of `arg`, or NULL. */
const struct board_queue *form_chosen_queue(const struct asking *asking, int arg);
/* The word that has to be typed before the worst is done. */
void form_typed_word(const struct asking *asking, char *out, size_t bytes);
/* How many agents the request is for. */
int form_agents(const struct asking *asking);
const struct board_agent *form_agent_at(const struct asking *asking, int i);

/* consequence.c */
form_consequence_function tell_overflow, tell_move, tell_end, tell_close, tell_contact, tell_state,
    tell_serves, tell_share, tell_claim;
void form_tell(const struct asking *asking, const char *format, ...) ACD_PRINTF(2, 3);

#endif
