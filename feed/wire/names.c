/* The words of the contract, from the lists of names.h.  Must never know what the words mean. */
#include "acdfeed/names.h"

#define WORD(name, word) #word,
#define NAMES(set, called, LIST)                                                                   \
    static const char *const set##_words[] = {LIST(WORD)};                                         \
    const struct acd_names acd_##set##_names = {                                                   \
        .what = called,                                                                            \
        .names = set##_words,                                                                      \
        .n = sizeof(set##_words) / sizeof(set##_words[0]),                                         \
    };

NAMES(kind, "kind", ACD_KIND_LIST)
NAMES(agent_state, "agent state", ACD_AGENT_STATE_LIST)
NAMES(media, "media", ACD_MEDIA_LIST)
NAMES(formula, "service level formula", ACD_FORMULA_LIST)
NAMES(schedule, "schedule state", ACD_SCHEDULE_LIST)
NAMES(status, "status", ACD_STATUS_LIST)
NAMES(op, "operation", ACD_OP_LIST)

int acd_names_find(const struct acd_names *names, const char *word, size_t length)
{
    for (int i = 0; i < names->n; i++) {
        const char *name = names->names[i];
        size_t same = 0;
        while (same < length && name[same] == word[same] && name[same] != '\0')
            same++;
        if (same == length && name[same] == '\0')
            return i;
    }
    return -1;
}

const char *acd_names_word(const struct acd_names *names, int value)
{
    return value >= 0 && value < names->n ? names->names[value] : "?";
}
