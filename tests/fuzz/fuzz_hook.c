/* Any command of the settings and any words of a feed: as many arguments as the command has words,
 * the program never of the feed's choosing, no argument that a feed turned into an option.  The
 * command is the first line, what is told the rest. */
#include "console/edge/hook.h"
#include "tests/fuzz/input.h"

static int words_of(const char *command)
{
    int n = 0;
    for (command += strspn(command, " \t"); *command; command += strspn(command, " \t"), n++) {
        bool quoted = *command == '"';
        command += quoted;
        command += strcspn(command, quoted ? "\"" : " \t");
        command += quoted && *command == '"';
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct input input = {data, data + bytes};
    struct note note = note_make(NOTE_ALARM, INT64_C(1772530890000));
    char text[HOOK_TEXT_BYTES], other_text[HOOK_TEXT_BYTES], *argv[HOOK_WORDS + 1],
        *other[HOOK_WORDS + 1];
    struct acd_fault why;
    if (bytes > 4096)
        return 0;
    char *command = input_line(&input);
    char *told = input_text(input.at, input_left(&input));
    NOTE_SAY(&note, WHY, why, told);
    NOTE_SAY(&note, BY, by, told);
    NOTE_SET(&note, TIER, tier, -1);
    if (command && hook_words(command, &note, text, argv, &why)) {
        int n = 0;
        while (argv[n])
            n++;
        HOLDS(n >= 1 && n <= HOOK_WORDS && n == words_of(command) && argv[0][0] == '/');
        NOTE_SET(&note, WHY, why, "something else");
        NOTE_SET(&note, BY, by, "somebody else");
        if (hook_words(command, &note, other_text, other, &why))
            HOLDS(strcmp(argv[0], other[0]) == 0);
        for (int i = 1; i < n; i++) /* told words begin no argument with '-' */
            HOLDS(argv[i][0] != '-' || !strcmp(argv[i], "-1") || strchr(command, '-'));
    } else if (command) {
        check_words(why.text);
    }
    free(command);
    free(told);
    return 0;
}
