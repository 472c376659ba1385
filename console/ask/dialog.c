/* Moves about in a dialogue and edits its fields.  Knows nothing of the floor: what choices there
 * are and what they would do is filled in by others. */
#include "console/ask/dialog.h"

#include "acdfeed/memory.h"
#include "console/ask/prompt.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CTRL_U = 21, STEP_MINUTES = 5, STEP_PERCENT = 5 };

void dialog_release(struct dialog *dialog)
{
    for (int i = 0; i < dialog->n_fields; i++)
        free(dialog->fields[i].choices);
    free(dialog->agents);
    memset(dialog, 0, sizeof *dialog);
}

bool dialog_on_cancel(const struct dialog *dialog)
{
    return dialog->focus == dialog->n_fields;
}

bool dialog_on_deed(const struct dialog *dialog)
{
    return dialog->focus == dialog->n_fields + 1;
}

struct dialog_field *dialog_field_of(struct dialog *dialog, int arg)
{
    for (int i = 0; i < dialog->n_fields; i++)
        if (dialog->fields[i].arg == arg)
            return &dialog->fields[i];
    return NULL;
}

static bool has_choices(const struct dialog_field *field)
{
    return field->kind == FIELD_CHOICE || field->kind == FIELD_SWITCH;
}

const struct dialog_choice *dialog_chosen(struct dialog *dialog, int arg)
{
    struct dialog_field *field = dialog_field_of(dialog, arg);
    return field != NULL && has_choices(field) && field->choice >= 0 &&
                   field->choice < field->n_choices
               ? &field->choices[field->choice]
               : NULL;
}

struct dialog_choice *dialog_offer(struct dialog_field *field, const char *id, const char *name)
{
    if (field->n_choices == DIALOG_CHOICES)
        return NULL;
    if (field->choices == NULL)
        field->choices = acd_calloc(DIALOG_CHOICES, sizeof *field->choices);
    struct dialog_choice *choice = &field->choices[field->n_choices++];
    memset(choice, 0, sizeof *choice);
    words_print(choice->id, sizeof choice->id, "%s", id);
    words_print(choice->name, sizeof choice->name, "%s", name);
    return choice;
}

bool dialog_field_set(struct dialog_field *field, const char *text)
{
    if (!has_choices(field)) {
        words_print(field->text, sizeof field->text, "%s", text);
        field->fresh = true;
        return true;
    }
    for (int i = 0; i < field->n_choices; i++)
        if (strcmp(field->choices[i].id, text) == 0) {
            field->choice = i;
            return true;
        }
    return false;
}

/* Also those that cannot be chosen are walked over: the reason is shown, the deed stays shut. */
static void step_choice(struct dialog_field *field, int step)
{
    if (field->n_choices == 0)
        return;
    int from = field->choice < 0 ? (step > 0 ? -1 : 0) : field->choice;
    field->choice = (from + step + field->n_choices) % field->n_choices;
}

static void step_number(struct dialog_field *field, int step, const char *unit)
{
    char *end;
    long number = strtol(field->text, &end, 10);
    while (*end == ' ')
        end++;
    if (*end != '\0' && strcmp(end, "m") != 0 && strcmp(end, "min") != 0 && strcmp(end, "%") != 0)
        return;
    number += step;
    if (number < 1)
        number = 1;
    words_print(field->text, sizeof field->text, "%ld%s", number, unit);
    field->fresh = true;
}

static void step_field(struct dialog_field *field, int step)
{
    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_SWITCH:
        step_choice(field, step);
        break;
    case FIELD_COUNT:
        step_number(field, step, "");
        break;
    case FIELD_DURATION:
        step_number(field, step * STEP_MINUTES, " min");
        break;
    case FIELD_SHARE:
        step_number(field, step * STEP_PERCENT, " %");
        break;
    default:
        field->fresh = false;
        break;
    }
}

static void erase(struct dialog_field *field)
{
    size_t n = strlen(field->text);
    while (n > 0 && ((unsigned char)field->text[n - 1] & 0xc0) == 0x80)
        n--;
    field->text[n > 0 ? n - 1 : 0] = '\0';
    field->fresh = false;
}

static void write_character(struct dialog_field *field, struct key key)
{
    char bytes[5];
    if (field->fresh)
        field->text[0] = '\0';
    field->fresh = false;
    size_t used = strlen(field->text), n = prompt_utf8(key.character, bytes);
    if (used + n < sizeof field->text)
        memcpy(field->text + used, bytes, n + 1);
}

/* A letter takes a choice to the next whose words begin with it. */
static void choose_by_letter(struct dialog_field *field, uint32_t character)
{
    for (int i = 1; i <= field->n_choices; i++) {
        int at = ((field->choice < 0 ? 0 : field->choice) + i) % field->n_choices;
        unsigned char first = (unsigned char)field->choices[at].words[0];
        if ((first | 0x20) == (character | 0x20)) {
            field->choice = at;
            return;
        }
    }
}

static void type(struct dialog_field *field, struct key key)
{
    if (key.code == KEY_CODE_NONE && key.character == CTRL_U && !has_choices(field)) {
        field->text[0] = '\0';
    } else if (key.code == KEY_CODE_BACKSPACE || key.code == KEY_CODE_DELETE) {
        if (!has_choices(field))
            erase(field);
    } else if (!prompt_printable(key)) {
        return;
    } else if (!has_choices(field)) {
        write_character(field, key);
    } else if (key.character == ' ') {
        step_choice(field, 1);
    } else {
        choose_by_letter(field, key.character);
    }
}

/* Round the ring of fields, Cancel, the deed. */
static void move_focus(struct dialog *dialog, int step)
{
    int places = dialog->n_fields + 2;
    do {
        dialog->focus = (dialog->focus + step + places) % places;
    } while (dialog->focus < dialog->n_fields && dialog->fields[dialog->focus].hidden);
    if (dialog->focus < dialog->n_fields)
        dialog->fields[dialog->focus].fresh = true;
}

/* Words typed on a button belong to the first text that is still to be filled in. */
static void type_ahead(struct dialog *dialog, struct key key)
{
    if (!prompt_printable(key) || key.character == ' ')
        return;
    for (int i = 0; i < dialog->n_fields; i++) {
        struct dialog_field *field = &dialog->fields[i];
        if (field->hidden || field->kind != FIELD_TEXT || field->text[0] != '\0')
            continue;
        dialog->focus = i;
        type(field, key);
        return;
    }
}

enum dialog_result dialog_key(struct dialog *dialog, struct key key)
{
    bool in_field = dialog->focus < dialog->n_fields;
    switch (key.code) {
    case KEY_CODE_ESCAPE:
        return DIALOG_CANCELLED;
    case KEY_CODE_ENTER:
        if (dialog_on_cancel(dialog))
            return DIALOG_CANCELLED;
        if (dialog_on_deed(dialog))
            return DIALOG_DEED;
        move_focus(dialog, 1);
        break;
    case KEY_CODE_TAB:
    case KEY_CODE_DOWN:
        move_focus(dialog, 1);
        break;
    case KEY_CODE_BACKTAB:
    case KEY_CODE_UP:
        move_focus(dialog, -1);
        break;
    case KEY_CODE_LEFT:
    case KEY_CODE_RIGHT:
        if (in_field)
            step_field(&dialog->fields[dialog->focus], key.code == KEY_CODE_RIGHT ? 1 : -1);
        else
            dialog->focus = dialog_on_cancel(dialog) ? dialog->n_fields + 1 : dialog->n_fields;
        break;
    default:
        if (in_field)
            type(&dialog->fields[dialog->focus], key);
        else
            type_ahead(dialog, key);
        break;
    }
    return DIALOG_ASKING;
}
