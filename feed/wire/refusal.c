/* The words for what was not taken.  Must never know how it was found. */
#include "acdfeed/wire.h"

#include <stdio.h>

const char *acd_refusal_words(enum acd_refusal_why why)
{
#define REFUSAL_WORDS(name, words) [ACD_REFUSAL_##name] = words,
    static const char *const words[ACD_REFUSALS] = {ACD_REFUSAL_LIST(REFUSAL_WORDS)};
    return why < ACD_REFUSALS ? words[why] : "?";
}

void acd_refusal_say(const struct acd_refusal *refusal, char *out, size_t bytes)
{
    snprintf(out, bytes, "%s%s%s%s%s", refusal->shape ? refusal->shape : "",
             refusal->shape ? ": " : "", refusal->key ? refusal->key : "",
             refusal->key ? ": " : "", acd_refusal_words(refusal->why));
}
