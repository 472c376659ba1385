/* Any text as the list of authorised keys: taken, with every name and key in it once, or refused in
 * words and empty; what a role may subscribe to is never more than the role's own. */
#include "feed/link/admission.h"
#include "tests/fuzz/input.h"

static void check_list(const struct admission *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct admitted *one = &list->keys[i];
        HOLDS(acd_id_valid(one->name, strlen(one->name)) && one->role < ADMISSION_ROLES);
        HOLDS(acd_key_valid(one->key, strlen(one->key)));
        HOLDS(admission_find(list, one->key) == one);
        for (size_t j = 0; j < i && j < 50; j++)
            HOLDS(strcmp(list->keys[j].name, one->name) != 0);
    }
    HOLDS(list->n <= ADMISSION_MOST && admission_keeps(list, list));
}

/* Nothing of agents for a wall: no prefix that an agent's topic begins with. */
static void check_prefixes(const uint8_t *prefix, size_t bytes)
{
    char out[ADMISSION_PREFIXES][ADMISSION_PREFIX_BYTES];
    for (int role = 0; role < ADMISSION_ROLES; role++) {
        int n = admission_prefixes((enum admission_role)role, prefix, bytes, out);
        HOLDS(n >= 0 && n <= ADMISSION_PREFIXES);
        for (int i = 0; i < n; i++) {
            size_t length = strnlen(out[i], ADMISSION_PREFIX_BYTES);
            HOLDS(length < ADMISSION_PREFIX_BYTES);
            HOLDS(admission_sees_agents((enum admission_role)role) ||
                  strncmp(out[i], "agent/", length < 6 ? length : 6) != 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct admission list = {0};
    struct acd_fault why;
    if (bytes > 65536)
        return 0;
    char *text = input_text(data, bytes);
    if (!admission_read(&list, "authorized", text, &why)) {
        check_words(why.text);
        HOLDS(list.n == 0);
    }
    check_list(&list);
    check_prefixes(data, bytes < 300 ? bytes : 300);
    admission_release(&list);
    free(text);
    return 0;
}
