/* A question before anything moves: what will be done, to whom, for how long, with what consequence.
 * Cancel is chosen until the person moves away from it.  One form for each operation, in a table
 * (forms.c).  Pure. */
#ifndef CONSOLE_ASK_DIALOG_H
#define CONSOLE_ASK_DIALOG_H

#include "console/ask/action.h"
#include "console/ask/key.h"
#include "console/ask/selection.h"
#include "console/model/board.h"
#include "console/model/outlook.h"

enum { DIALOG_FIELDS = 6, DIALOG_LINES = 8, DIALOG_CHOICES = 64, DIALOG_TEXT_BYTES = 200 };
enum field_kind { FIELD_CHOICE, FIELD_COUNT, FIELD_DURATION, FIELD_SHARE, FIELD_TEXT, FIELD_SWITCH };

/* What a field fills beside the arguments of acd_args_field. */
enum dialog_arg {
    DIALOG_SITE = ACD_ARGS_FIELDS, /* the site of the request */
    DIALOG_QUEUE,                  /* the queue of the request */
    DIALOG_SERVES,                 /* "add", "remove" or "prio" */
    DIALOG_TYPED,                  /* nothing: a word to be typed, that a person means it */
};

struct dialog_choice {
    char id[ACD_MAX_ID_BYTES + 1]; /* what goes into the request */
    char name[96];                 /* for the request in words */
    char words[320];               /* "Back office (2nd choice)  tier 0, 6 free, accepts" */
    char refused[280];             /* why it cannot be chosen, a line by itself; "" when it can */
    char why[200];                 /* the same beside its words; "" where there is nothing to add */
};
struct dialog_field {
    enum field_kind kind;
    const char *label;             /* "To", "Calls", "For" */
    char hint[220];                /* "1 .. 23, a = all and those to come" */
    int arg;                       /* enum acd_args_field or dialog_arg: what it fills */
    bool hidden;                   /* neither shown nor asked as things stand */
    bool fresh;                    /* the next character replaces the text */
    char text[DIALOG_TEXT_BYTES];  /* what is typed, for COUNT, DURATION, SHARE, TEXT */
    int choice, n_choices;         /* CHOICE, SWITCH; choice -1: none can be chosen */
    struct dialog_choice *choices; /* owned by the dialog */
};
/* What was reckoned last, and of what: it is asked for with every key. */
struct dialog_outlook {
    bool valid, known;
    struct outlook_measure measure;
    int64_t told_ms, other_told_ms, second;
    struct outlook_effect effect;
    const char *why;
};
struct dialog {
    enum acd_op op;
    char title[200];
    char site[ACD_MAX_ID_BYTES + 1], queue[ACD_MAX_ID_BYTES + 1], agent[ACD_MAX_ID_BYTES + 1],
        call[ACD_MAX_ID_BYTES + 1];
    uint64_t alarm;                /* of a dialogue about one alarm; 0: all of the subject */
    struct dialog_field fields[DIALOG_FIELDS];
    int n_fields;
    int focus;                     /* field, or n_fields: Cancel, n_fields + 1: the deed */
    char consequence[DIALOG_LINES][320];
    int n_consequence;
    char error[320];               /* why it cannot be done as it stands; "" fine */
    bool warned;                   /* it was said that others are at it, and Enter pressed all the same */
    bool tried;                    /* the deed was pressed once: empty fields are errors from now on */
    struct dialog_outlook outlook;
    char deed[96];                 /* "Overflow 6": the words of the button */
    struct selection_list *agents; /* of an action on many; NULL for one */
};

/* Frees what it owns and leaves it blank. */
void dialog_release(struct dialog *dialog);

enum dialog_result { DIALOG_ASKING, DIALOG_CANCELLED, DIALOG_DEED };
/* One key.  DEED: Enter on the deed's button; whether it can be done is for the caller to check. */
enum dialog_result dialog_key(struct dialog *dialog, struct key key);
/* Cancel or the deed has the focus. */
bool dialog_on_cancel(const struct dialog *dialog);
bool dialog_on_deed(const struct dialog *dialog);
/* The field that fills `arg`, NULL when there is none; its chosen entry, NULL when none is. */
struct dialog_field *dialog_field_of(struct dialog *dialog, int arg);
const struct dialog_choice *dialog_chosen(struct dialog *dialog, int arg);
/* Sets a field from text as one types it (a choice by its id).  False: no such choice; it stays. */
bool dialog_field_set(struct dialog_field *field, const char *text);
/* Adds a choice; returns it for the words, or NULL when there are DIALOG_CHOICES. */
struct dialog_choice *dialog_offer(struct dialog_field *field, const char *id, const char *name);

#endif
