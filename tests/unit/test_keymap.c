/* The table of actions and the keys that lead to it. */
#include "console/ask/keymap.h"
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct key key_of(const char *name)
{
    struct key key;
    assert_true(key_read(name, &key));
    return key;
}

static void test_every_action_can_be_found(void **state)
{
    (void)state;
    for (int i = 0; i < ACTIONS; i++) {
        const struct action_kind *kind = &action_kinds[i];
        assert_true(kind->help[0] != '\0');
        assert_true(kind->command[0] != '\0');
        assert_int_equal(action_find(kind->command, strlen(kind->command)), i);
        assert_true(kind->contexts != 0);
        assert_non_null(action_group_titles[kind->group]);
    }
}

static void test_every_operation_has_one_action(void **state)
{
    (void)state;
    for (int op = 0; op < ACD_OPS; op++) {
        int n = 0;
        for (int i = 0; i < ACTIONS; i++)
            n += action_kinds[i].op == op;
        assert_int_equal(n, op == ACD_OP_SNAPSHOT ? 0 : 1);
        if (op == ACD_OP_SNAPSHOT)
            continue;
        const char *word = acd_names_word(&acd_op_names, op);
        assert_int_equal(action_kinds[action_find(word, strlen(word))].op, op);
        assert_int_equal(action_kinds[action_of_op(op)].op, op);
    }
    assert_int_equal(action_of_op(ACD_OP_SNAPSHOT), ACTION_NONE);
    assert_int_equal(action_find("move_agents", 11), action_find("move-agents", 11));
}

static void test_the_keys_of_the_table_lead_to_it(void **state)
{
    (void)state;
    struct keymap *keymap = keymap_new();
    for (int i = 0; i < ACTIONS; i++) {
        char keys[128], first[32], *rest = NULL;
        keymap_all(keymap, (enum action)i, keys, sizeof keys);
        assert_string_equal(keys, action_kinds[i].keys);
        keymap_first(keymap, (enum action)i, first, sizeof first);
        assert_memory_equal(first, keys, strlen(first));
        for (char *name = strtok_r(keys, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
            for (int view = 0; view < VIEWS; view++)
                if (action_kinds[i].contexts >> view & 1)
                    assert_int_equal(keymap_find(keymap, key_of(name), (enum view)view), i);
    }
    keymap_free(keymap);
}

static void test_no_key_means_two_things(void **state)
{
    (void)state;
    struct keymap *keymap = keymap_new();
    for (int i = 0; i < ACTIONS; i++)
        for (int j = i + 1; j < ACTIONS; j++) {
            char a[128], b[128];
            if (!(action_kinds[i].contexts & action_kinds[j].contexts))
                continue;
            keymap_all(keymap, (enum action)i, a, sizeof a);
            keymap_all(keymap, (enum action)j, b, sizeof b);
            char *rest = NULL;
            for (char *name = strtok_r(a, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
                char padded[160], wanted[40];
                snprintf(padded, sizeof padded, " %s ", b);
                snprintf(wanted, sizeof wanted, " %s ", name);
                if (strstr(padded, wanted))
                    fail_msg("%s and %s share %s", action_kinds[i].command, action_kinds[j].command,
                             name);
            }
        }
    keymap_free(keymap);
}

static const struct {
    const char *action, *keys;
    const char *why; /* "" taken */
} bindings[] = {
    {"overflow", "F9 Insert", ""},
    {"overflow", "Ctrl-O", ""},
    {"overflow", "", ""},
    {"move_agents", "y", ""},
    {"pause", "o", ""}, /* overflow has it in other views alone */
    {"overflow", "m", "overflow: the key m belongs to 'move'; give that another one first"},
    {"quit", "w", "quit: the key w belongs to 'worst'; give that another one first"},
    {"fly", "x", "no action is called 'fly'; `:help` lists them"},
    {"overflow", "Enterr", "overflow: no key is called 'Enterr'; expected a character, Ctrl-A, "
                           "F1 .. F12, Enter, Space, PageDown and so on"},
    {"overflow", "1 2 3 4 5 6 7 8 9", "overflow: more than 8 keys"},
};

static void test_rebinding(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(bindings); i++) {
        struct keymap *keymap = keymap_new();
        struct acd_fault why = {""};
        bool taken = keymap_bind(keymap, bindings[i].action, bindings[i].keys, &why);
        if (taken != (bindings[i].why[0] == '\0') || strcmp(why.text, bindings[i].why) != 0)
            fail_msg("%s = %s: '%s', expected '%s'", bindings[i].action, bindings[i].keys, why.text,
                     bindings[i].why);
        enum action overflow = keymap_find(keymap, key_of("o"), VIEW_QUEUES);
        bool rebound = taken && strcmp(bindings[i].action, "overflow") == 0;
        assert_int_equal(overflow, rebound ? ACTION_NONE : ACTION_OVERFLOW);
        keymap_free(keymap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_action_can_be_found),
        cmocka_unit_test(test_every_operation_has_one_action),
        cmocka_unit_test(test_the_keys_of_the_table_lead_to_it),
        cmocka_unit_test(test_no_key_means_two_things),
        cmocka_unit_test(test_rebinding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
