/* The lines that the console in lines prints: news with the time of day, a dialogue, the help. */
#include "console/edge/plain_say.h"

#include "console/ask/pairs.h"
#include "console/cells/text.h"
#include "console/words.h"

#include <stdio.h>
#include <time.h>

enum { STAMP_BYTES = 16, SAFE_BYTES = 800 };

void plain_say_line(void *context, const char *line)
{
    (void)context;
    puts(line);
}

/* What happened, with the time of day. */
void plain_say_news(void *context, const char *line)
{
    time_t now = time(NULL);
    struct tm parts;
    char stamp[STAMP_BYTES] = "";
    (void)context;
    if (localtime_r(&now, &parts))
        strftime(stamp, sizeof stamp, "%H:%M:%S", &parts);
    printf("%s  %s\n", stamp, line);
}

void plain_say_safe(const char *words)
{
    char safe[SAFE_BYTES];
    text_safe(safe, sizeof safe, words);
    puts(safe);
}

void plain_say_dialog(const struct dialog *dialog)
{
    char words[SAFE_BYTES];
    plain_say_safe(dialog->title);
    for (int i = 0; i < dialog->n_fields; i++) {
        const struct dialog_field *field = &dialog->fields[i];
        bool chosen = field->kind == FIELD_CHOICE || field->kind == FIELD_SWITCH;
        if (field->hidden)
            continue;
        words_print(words, sizeof words, _("  %s: %s"), field->label,
                    !chosen ? field->text
                            : field->choice < 0 ? _("nothing to choose from") : field->choices[field->choice].words);
        plain_say_safe(words);
    }
    for (int i = 0; i < dialog->n_consequence; i++) {
        words_print(words, sizeof words, "  %s", dialog->consequence[i]);
        plain_say_safe(words);
    }
    words_print(words, sizeof words, _("%s: type yes to do it, anything else to leave it"), dialog->deed);
    plain_say_safe(words);
}

void plain_say_help(void)
{
    char words[400], key[24];
    puts(_("Enter: how things stand.  list: the whole board.  help: these lines.  quit: the end."));
    puts(_("Measures are commands of key=value, such as: overflow queue=sales to=back calls=6 for=15m"));
    for (int i = 0; i < ACTIONS; i++) {
        const char *name;
        if (action_kinds[i].op < 0)
            continue;
        words_print(words, sizeof words, "%s:", action_kinds[i].command);
        for (int k = 0; (name = pairs_key((enum acd_op)action_kinds[i].op, k, key, sizeof key)); k++)
            words_add(words, sizeof words, " %s=", name);
        words_add(words, sizeof words, "  %s", words_of(action_kinds[i].help));
        puts(words);
    }
}
