/* A question before anything moves: what will be done, to whom, for how long, with what consequence.
 * Cancel is chosen until the person moves away from it.  One form for each operation, in a table
 * (forms.c).  Pure. */
#ifndef CONSOLE_ASK_DIALOG_H
#define CONSOLE_ASK_DIALOG_H

#include "acdfeed/limits.h"
#include "console/ask/action.h"
#include "console/ask/key.h"
#include "console/model/board.h"

enum { DIALOG_FIELDS = 6, DIALOG_LINES = 6, DIALOG_CHOICES = 64, DIALOG_TEXT_BYTES = 200 };
enum field_kind { FIELD_CHOICE, FIELD_COUNT, FIELD_DURATION, FIELD_SHARE, FIELD_TEXT, FIELD_SWITCH };

struct dialog_choice {
    char id[ACD_MAX_ID_BYTES + 1]; /* what goes into the request */
    char words[100];               /* "Back office (2nd choice)  tier 0, 6 free, accepts" */
    char refused[80];              /* why it cannot be chosen; "" when it can */
};
struct dialog_field {
    enum field_kind kind;
    const char *label;             /* "To", "Calls", "For" */
    char hint[64];                 /* "1 .. 23, a = all and those to come" */
    int arg;                       /* enum acd_args_field it fills */
    char text[DIALOG_TEXT_BYTES];  /* what is typed, for COUNT, DURATION, SHARE, TEXT */
    int choice, n_choices;         /* CHOICE, SWITCH */
    struct dialog_choice *choices; /* owned by the dialog */
};
struct dialog {
    enum acd_op op;
    char title[100];
    char site[ACD_MAX_ID_BYTES + 1], queue[ACD_MAX_ID_BYTES + 1], agent[ACD_MAX_ID_BYTES + 1],
        call[ACD_MAX_ID_BYTES + 1];
    struct dialog_field fields[DIALOG_FIELDS];
    int n_fields;
    int focus;                     /* field, or n_fields: Cancel, n_fields + 1: the deed */
    char consequence[DIALOG_LINES][120];
    int n_consequence;
    char error[120];               /* why it cannot be done as it stands; "" fine */
    char deed[40];                 /* "Overflow 6": the words of the button */
    struct selection_list *agents; /* of an action on many; NULL for one */
};

#endif
