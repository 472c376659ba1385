/* Completes a command line from the same tables that it is read by. */
#include "console/ask/command.h"
#include "console/ask/pairs.h"
#include "console/ask/worded.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>

/* Counts the candidates that begin as the last word does, up to the i-th. */
struct search {
    const char *line; /* what stays */
    const char *word; /* what is completed; inside line */
    int left;         /* candidates still to pass */
    char *out;
    size_t bytes;
    bool found;
    bool playing; /* a recording: its commands too */
};

/* True when this was the one. */
static bool consider(struct search *search, const char *before, const char *candidate,
                     const char *after)
{
    char whole[DIALOG_TEXT_BYTES];
    words_print(whole, sizeof whole, "%s%s", before, candidate);
    if (strncmp(whole, search->word, strlen(search->word)) != 0 || search->left-- > 0)
        return false;
    int stays = (int)(search->word - search->line);
    search->found = (size_t)snprintf(search->out, search->bytes, "%.*s%s%s", stays, search->line,
                                     whole, after) < search->bytes;
    return true;
}

static bool complete_command(struct search *search)
{
    for (int i = 0; i < ACTIONS; i++)
        if ((search->playing || action_kinds[i].group != GROUP_PLAYBACK) &&
            consider(search, "", action_kinds[i].command, " "))
            return true;
    for (int i = 0; worded_at(i) != NULL; i++)
        if (action_find(worded_at(i)->name, strlen(worded_at(i)->name)) == ACTION_NONE &&
            (search->playing || !worded_at(i)->of_recording) &&
            consider(search, "", worded_at(i)->name, " "))
            return true;
    for (int i = 0; i < ACTIONS; i++) {
        const char *op = acd_names_word(&acd_op_names, action_kinds[i].op);
        if (action_kinds[i].op >= 0 && strcmp(op, action_kinds[i].command) != 0 &&
            consider(search, "", op, " "))
            return true;
    }
    return false;
}

static bool complete_names(struct search *search, const char *before, const struct acd_names *names)
{
    for (int i = 0; i < names->n; i++)
        if (consider(search, before, names->names[i], " "))
            return true;
    return false;
}

static bool complete_queues(struct search *search, const struct command_context *context,
                            const char *before)
{
    for (int i = 0; i < board_queues(context->world->board); i++)
        if (consider(search, before, board_queue_at(context->world->board, i)->told->id, " "))
            return true;
    return false;
}

static bool complete_agents(struct search *search, const struct command_context *context,
                            const char *before)
{
    for (int i = 0; i < board_agents(context->world->board); i++)
        if (consider(search, before, board_agent_at(context->world->board, i)->told->id, " "))
            return true;
    return false;
}

static bool complete_sites(struct search *search, const struct command_context *context,
                           const char *before)
{
    for (int i = 0; i < board_sites(context->world->board); i++)
        if (consider(search, before, board_site_at(context->world->board, i)->id, " "))
            return true;
    return false;
}

static const char *const durations[] = {"5m", "15m", "30m", "1h"};
static const char *const switches[] = {"true", "false"};
static const char *const states[] = {"paused", "available", "offline"};
static const struct acd_names duration_names = {"time", durations, 4},
                              switch_names = {"switch", switches, 2},
                              state_names = {"state", states, 3};

/* What may stand behind `key=`. */
static bool complete_value(struct search *search, const struct command_context *context,
                           const char *key, const char *before)
{
    static const struct {
        const char *key;
        bool (*complete)(struct search *, const struct command_context *, const char *);
        const struct acd_names *names;
    } values[] = {
        {"to", complete_queues, NULL},     {"from", complete_queues, NULL},
        {"queue", complete_queues, NULL},  {"agent", complete_agents, NULL},
        {"agents", complete_agents, NULL}, {"site", complete_sites, NULL},
        {"state", NULL, &state_names},     {"for", NULL, &duration_names},
        {"on", NULL, &switch_names},       {"instead", NULL, &switch_names},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(values); i++)
        if (strcmp(values[i].key, key) == 0)
            return values[i].names != NULL ? complete_names(search, before, values[i].names)
                                           : values[i].complete(search, context, before);
    return false;
}

static bool complete_pair(struct search *search, const struct command_context *context,
                          enum acd_op op)
{
    const char *equals = strchr(search->word, '=');
    char key[24], before[32];
    if (equals != NULL && equals - search->word < (int)sizeof key) {
        words_print(key, sizeof key, "%.*s", (int)(equals - search->word), search->word);
        words_print(before, sizeof before, "%s=", key);
        return complete_value(search, context, key, before);
    }
    for (int i = 0;; i++) {
        const char *takes = pairs_key(op, i, key, sizeof key);
        if (takes == NULL || consider(search, "", takes, "="))
            return takes != NULL;
    }
}

static void complete_words(struct search *search, const struct command_context *context,
                           const struct worded *worded)
{
    for (int i = 0; worded->word != NULL; i++) {
        const char *word = worded->word(context->ui, i);
        if (word == NULL || consider(search, "", word, ""))
            return;
    }
}

bool command_complete(const void *opaque, const char *line, int i, char *out, size_t bytes)
{
    const struct command_context *context = opaque;
    const char *first = line + strspn(line, " "), *last = strrchr(line, ' ');
    size_t n = strcspn(first, " ");
    struct search search = {line, last == NULL ? line : last + 1, i, out, bytes, false,
                            context->ui->playing.on};
    const struct worded *worded = worded_find(first, n);
    enum action action = action_find(first, n);
    if (search.word <= first)
        complete_command(&search);
    else if (action != ACTION_NONE && action_kinds[action].op >= 0)
        complete_pair(&search, context, (enum acd_op)action_kinds[action].op);
    else if (worded != NULL)
        complete_words(&search, context, worded);
    return search.found;
}
