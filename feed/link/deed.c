/* A request in words, for journals: what was asked exactly.  Never knows whether it can be done. */
#include "acdfeed/control.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct sentence {
    const struct acd_request *request;
    acd_name_function *name;
    const void *context;
    char *out;
    size_t bytes;
};

/* Takes away a last character whose bytes did not all fit. */
static void cut_at_character(char *out, size_t n)
{
    size_t lead = n;
    while (lead > 0 && ((unsigned char)out[lead - 1] & 0xc0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char first = (unsigned char)out[lead - 1];
    size_t needs = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (lead - 1 + needs > n)
        out[lead - 1] = '\0';
}

/* One more part, after a blank. */
static void ACD_PRINTF(2, 3) add(struct sentence *sentence, const char *format, ...)
{
    size_t used = strlen(sentence->out), room;
    if (used > 0 && used + 1 < sentence->bytes) {
        sentence->out[used++] = ' ';
        sentence->out[used] = '\0';
    }
    room = sentence->bytes - used;
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(sentence->out + used, room, format, arguments);
    va_end(arguments);
    if (n >= 0 && (size_t)n >= room)
        cut_at_character(sentence->out, sentence->bytes - 1);
}

static const char *queue_name(const struct sentence *sentence, const char *id)
{
    const char *name = sentence->name ? sentence->name(sentence->context, id) : NULL;
    return name && name[0] ? name : id;
}

static void say_calls(struct sentence *sentence, const struct acd_args *args)
{
    if (sentence->request->op && strcmp(sentence->request->op, "overflow") != 0)
        return;
    if (!ACD_KNOWN(args, ACD_ARGS_CALLS))
        add(sentence, "all calls");
    else
        add(sentence, "%lld call%s", (long long)args->calls, args->calls == 1 ? "" : "s");
}

static void say_agents(struct sentence *sentence, const struct acd_args *args)
{
    int64_t n = ACD_KNOWN(args, ACD_ARGS_AGENTS) ? (int64_t)args->n_agents : args->count;
    if (ACD_KNOWN(args, ACD_ARGS_AGENTS) || ACD_KNOWN(args, ACD_ARGS_COUNT))
        add(sentence, "%lld agent%s", (long long)n, n == 1 ? "" : "s");
    if (ACD_KNOWN(args, ACD_ARGS_FROM))
        add(sentence, "from %s", queue_name(sentence, args->from));
    if (ACD_KNOWN(args, ACD_ARGS_INSTEAD) && args->instead)
        add(sentence, "(serving nothing else)");
}

static void say_words(struct sentence *sentence, const struct acd_args *args)
{
    if (ACD_KNOWN(args, ACD_ARGS_MEASURE))
        add(sentence, "%s", args->measure);
    if (ACD_KNOWN(args, ACD_ARGS_ON))
        add(sentence, "%s", args->on ? "on" : "off");
    if (ACD_KNOWN(args, ACD_ARGS_RULE))
        add(sentence, "by rule %s", args->rule);
    if (ACD_KNOWN(args, ACD_ARGS_STATE))
        add(sentence, "%s", args->state);
    if (ACD_KNOWN(args, ACD_ARGS_REASON) && args->reason[0])
        add(sentence, "(%s)", args->reason);
    if (ACD_KNOWN(args, ACD_ARGS_ADD) && args->add)
        add(sentence, "serve it too");
    if (ACD_KNOWN(args, ACD_ARGS_REMOVE) && args->remove)
        add(sentence, "serve it no more");
    if (ACD_KNOWN(args, ACD_ARGS_SHARE))
        add(sentence, "%.4g %%", args->share * 100);
    if (ACD_KNOWN(args, ACD_ARGS_ALERT))
        add(sentence, "%s", args->alert);
    if (ACD_KNOWN(args, ACD_ARGS_MESSAGE))
        add(sentence, "\"%s\"", args->message);
    if (ACD_KNOWN(args, ACD_ARGS_TEXT))
        add(sentence, "\"%s\"", args->text);
}

static void say_duration(struct sentence *sentence, int64_t ms)
{
    int64_t s = ms / 1000;
    if (ms > 0 && ms % 60000 == 0)
        add(sentence, "for %lld min", (long long)(s / 60));
    else if (s < 60)
        add(sentence, "for %.3g s", (double)ms / 1000);
    else
        add(sentence, "for %lld:%02d min", (long long)(s / 60), (int)(s % 60));
}

void acd_request_words(const struct acd_request *request, acd_name_function *name,
                       const void *context, char *out, size_t bytes)
{
    struct sentence sentence = {request, name, context, out, bytes};
    const struct acd_args *args = &request->args;
    out[0] = '\0';
    say_calls(&sentence, args);
    say_agents(&sentence, args);
    say_words(&sentence, args);
    if (ACD_KNOWN(request, ACD_REQUEST_CALL))
        add(&sentence, "contact %s", request->call);
    if (ACD_KNOWN(args, ACD_ARGS_PRIO))
        add(&sentence, "priority %lld", (long long)args->prio);
    if (ACD_KNOWN(args, ACD_ARGS_TO))
        add(&sentence, "to %s", queue_name(&sentence, args->to));
    if (ACD_KNOWN(args, ACD_ARGS_FOR))
        say_duration(&sentence, args->for_ms);
}
