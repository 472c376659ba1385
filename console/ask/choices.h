/* What the fill functions of forms.h share.  Inside the room. */
#ifndef CONSOLE_ASK_CHOICES_H
#define CONSOLE_ASK_CHOICES_H

#include "console/ask/forms.h"

/* Of the dialogue's site. */
bool choice_is_here(const struct asking *asking, const struct board_queue *queue);
/* Offers a queue by its id and name; NULL when there is no room. */
/* Why `name` cannot be chosen. */
void choice_refuse(struct dialog_choice *choice, const char *name, const char *why);
struct dialog_choice *choice_queue(struct dialog_field *field, const struct board_queue *queue);
/* Chooses the first that is not refused; the first of all when all are. */
void choice_first_possible(struct dialog_field *field);

#endif
