/* Reads the fields of a dialogue into a request and checks it against the floor of this moment.
 * Sends nothing. */
#include "console/ask/request.h"

#include "acdfeed/shape.h"
#include "console/ask/typed.h"
#include "console/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_whole(const char *text, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    while (*end == ' ')
        end++;
    *number = value;
    return end != text && *end == '\0' && errno == 0;
}

static void *place_of(struct acd_args *args, int arg)
{
    return (unsigned char *)args + acd_args_shape.fields[arg].offset;
}

static bool read_count(const struct dialog_field *field, struct acd_args *args,
                       struct acd_fault *why)
{
    int64_t number;
    if (field->arg == ACD_ARGS_CALLS && strcmp(field->text, "a") == 0)
        return true; /* all and those to come: the argument is left out */
    if (!read_whole(field->text, &number))
        return acd_fault_say(why, _("%s: '%s' is no whole number%s"), field->label, field->text,
                             field->arg == ACD_ARGS_CALLS ? _(" and not 'a' for all") : "");
    if (number < 1 && field->arg != ACD_ARGS_PRIO)
        return acd_fault_say(why, _("%s: at least 1"), field->label);
    *(int64_t *)place_of(args, field->arg) = number;
    ACD_KNOW(args, field->arg);
    return true;
}

static bool read_typed(const struct asking *asking, const struct dialog_field *field,
                       struct acd_fault *why)
{
    char word[ACD_MAX_ID_BYTES + 1];
    form_typed_word(asking, word, sizeof word);
    const char *name = asking->queue != NULL && asking->dialog->op == ACD_OP_CLOSE
                           ? board_queue_name(asking->queue)
                           : word;
    if (strcmp(field->text, word) == 0 || strcmp(field->text, name) == 0)
        return true;
    return acd_fault_say(why, _("%s: type %s to show that it is meant"), field->label, word);
}

static bool read_text(const struct asking *asking, const struct dialog_field *field,
                      struct acd_args *args, struct acd_fault *why)
{
    switch (field->kind) {
    case FIELD_COUNT:
        return read_count(field, args, why);
    case FIELD_DURATION:
        if (!typed_duration(field->text, &args->for_ms))
            return acd_fault_say(why, _("%s: '%s' is no time; expected 15 (minutes), 90s, 1:30 or 2h"),
                                 field->label, field->text);
        break;
    case FIELD_SHARE:
        if (!typed_share(field->text, &args->share))
            return acd_fault_say(why, _("%s: '%s' is no share; expected 1 to 100 %%"), field->label,
                                 field->text);
        break;
    default:
        if (field->arg == DIALOG_TYPED)
            return read_typed(asking, field, why);
        if (acd_args_shape.fields[field->arg].type == ACD_TYPE_ID &&
            !acd_id_valid(field->text, strlen(field->text)))
            return acd_fault_say(why, _("%s: '%s' is no id; letters, digits and . _ : @ + - only"),
                                 field->label, field->text);
        *(const char **)place_of(args, field->arg) = field->text;
        break;
    }
    ACD_KNOW(args, field->arg);
    return true;
}

static void take_choice(const struct dialog_field *field, const struct dialog_choice *choice,
                        struct acd_request *request)
{
    struct acd_args *args = &request->args;
    switch (field->arg) {
    case DIALOG_SITE:
        request->site = choice->id;
        return;
    case DIALOG_QUEUE:
        request->queue = choice->id;
        ACD_KNOW(request, ACD_REQUEST_QUEUE);
        return;
    case DIALOG_SERVES:
        if (strcmp(choice->id, "prio") == 0)
            return;
        args->add = strcmp(choice->id, "add") == 0;
        args->remove = !args->add;
        ACD_KNOW(args, args->add ? ACD_ARGS_ADD : ACD_ARGS_REMOVE);
        return;
    default:
        if (acd_args_shape.fields[field->arg].type == ACD_TYPE_BOOL)
            *(bool *)place_of(args, field->arg) = strcmp(choice->id, "true") == 0;
        else
            *(const char **)place_of(args, field->arg) = choice->id;
        ACD_KNOW(args, field->arg);
    }
}

static bool read_field(const struct asking *asking, struct dialog_field *field, bool optional,
                       struct acd_request *request, bool *empty, struct acd_fault *why)
{
    if (field->kind == FIELD_CHOICE || field->kind == FIELD_SWITCH) {
        if (field->choice < 0 || field->choice >= field->n_choices)
            return acd_fault_say(why, _("%s: there is nothing to choose from"), field->label);
        const struct dialog_choice *choice = &field->choices[field->choice];
        if (choice->refused[0])
            return acd_fault_say(why, "%s", choice->refused);
        take_choice(field, choice, request);
        return true;
    }
    if (field->text[strspn(field->text, " ")] == '\0') {
        if (optional)
            return true;
        *empty = true;
        return acd_fault_say(why, _("%s: nothing is filled in yet"), field->label);
    }
    return read_text(asking, field, &request->args, why);
}

static void tell_field(const struct form_field *form, const struct dialog_field *field, char *words,
                       size_t bytes)
{
    const char *value = field->text;
    if (field->kind == FIELD_CHOICE || field->kind == FIELD_SWITCH)
        value = field->choices[field->choice].name;
    else if (field->arg == ACD_ARGS_CALLS && strcmp(value, "a") == 0)
        value = _("all");
    if (value[0] == '\0' || field->arg == DIALOG_TYPED)
        return;
    const char *after = "";
    /* 0 is any number but one: all, or none that could be read. */
    if (form->after != NULL)
        after = ngettext(form->after_one, form->after, strcmp(value, "1") == 0 ? 1 : 0);
    words_add(words, bytes, "%s%s%s%s", words[0] ? " " : "", form->before ? words_of(form->before) : "", value,
              after);
}

/* "overflow 3 calls to Back office for 15 min": how many before where to. */
static void tell_fields(const struct asking *asking, const struct form *form, char *words,
                        size_t bytes)
{
    for (int counts = 1; counts >= 0; counts--)
        for (int i = 0; i < asking->dialog->n_fields; i++) {
            const struct dialog_field *field = &asking->dialog->fields[i];
            if (!field->hidden && (form->fields[i].after != NULL) == counts)
                tell_field(&form->fields[i], field, words, bytes);
        }
}

static void begin_request(const struct asking *asking, const char *id, struct acd_request *request)
{
    const struct dialog *dialog = asking->dialog;
    *request = (struct acd_request){
        .known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                 ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_TTL),
        .v = ACD_VERSION,
        .id = id,
        .op = acd_names_word(&acd_op_names, (int)dialog->op),
        .site = dialog->site,
        .queue = dialog->queue,
        .agent = dialog->agent,
        .call = dialog->call,
        .by = asking->ui->by,
        .ttl_ms = REQUEST_ANSWER_MS,
    };
    if (dialog->queue[0] && dialog->op != ACD_OP_NOTICE)
        ACD_KNOW(request, ACD_REQUEST_QUEUE);
    if (dialog->agent[0])
        ACD_KNOW(request, ACD_REQUEST_AGENT);
    if (dialog->call[0])
        ACD_KNOW(request, ACD_REQUEST_CALL);
    if (request->by[0])
        ACD_KNOW(request, ACD_REQUEST_BY);
}

bool request_read(const struct asking *asking, const char *id, struct acd_request *request,
                  char *words, size_t bytes, bool *empty, struct acd_fault *why)
{
    const struct form *form = form_of(asking->dialog->op);
    *empty = false;
    begin_request(asking, id, request);
    words_print(words, bytes, "%s", words_of(form->verb));
    for (int i = 0; i < asking->dialog->n_fields; i++) {
        struct dialog_field *field = &asking->dialog->fields[i];
        if (field->hidden)
            continue;
        if (!read_field(asking, field, form->fields[i].optional, request, empty, why))
            return false;
    }
    tell_fields(asking, form, words, bytes);
    if (asking->dialog->call[0])
        words_add(words, bytes, _(" of %s"), asking->dialog->call);
    if (request->args.known)
        ACD_KNOW(request, ACD_REQUEST_ARGS);
    return true;
}

static bool count_fits(int64_t wanted, struct acd_figure most, struct acd_fault *why)
{
    if (most.is != ACD_FIGURE_VALUE || (double)wanted <= most.value)
        return true;
    return acd_fault_say(why, _("only %d free there now"), (int)most.value);
}

static bool calls_fit(const struct asking *asking, int64_t calls, struct acd_fault *why)
{
    const struct acd_queue *told = asking->queue->told;
    if (!ACD_KNOWN(told, ACD_QUEUE_WAITING) || calls <= told->waiting)
        return true;
    if (told->waiting == 0)
        return acd_fault_say(why, _("nobody waits now; 'a' would take those to come"));
    return acd_fault_say(why, _("only %lld wait now; 'a' would take those to come too"),
                         (long long)told->waiting);
}

bool request_fits(const struct asking *asking, const struct acd_request *request,
                  struct acd_fault *why)
{
    const struct acd_args *args = &request->args;
    const struct form *form = form_of(asking->dialog->op);
    const struct board_site *site = board_site(asking->world->board, request->site);
    if (!ui_can(asking->ui, site, asking->dialog->op, why))
        return false;
    if (form->target == FORM_OF_QUEUE || form->target == FORM_OF_CALL) {
        if (asking->queue == NULL)
            return acd_fault_say(why, _("the queue %s is gone"), asking->dialog->queue);
        if (!board_queue_live(asking->queue))
            return acd_fault_say(why, _("what is known of %s is not live; wait until it is"),
                                 board_queue_name(asking->queue));
    }
    if (form->target == FORM_OF_CALL && asking->call == NULL)
        return acd_fault_say(why, _("this contact waits no more"));
    if (form->target == FORM_OF_AGENT && asking->dialog->agents == NULL && asking->agent == NULL)
        return acd_fault_say(why, _("the agent %s is gone"), asking->dialog->agent);
    if (ACD_KNOWN(args, ACD_ARGS_CALLS) && !calls_fit(asking, args->calls, why))
        return false;
    const struct board_queue *from = form_chosen_queue(asking, ACD_ARGS_FROM);
    if (ACD_KNOWN(args, ACD_ARGS_COUNT) && from != NULL)
        return count_fits(args->count, acd_kpi_free(&from->told->agents), why);
    return true;
}
