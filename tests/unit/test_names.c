/* The words of the contract. */
#include "tests/support/cases.h"

#include "acdfeed/names.h"

#include <string.h>

static void test_every_word_is_found(void **state)
{
    (void)state;
    static const struct acd_names *const sets[] = {
        &acd_kind_names,     &acd_agent_state_names, &acd_media_names, &acd_formula_names,
        &acd_schedule_names, &acd_status_names,      &acd_op_names};
    for (size_t s = 0; s < sizeof(sets) / sizeof(sets[0]); s++) {
        for (int i = 0; i < sets[s]->n; i++) {
            const char *word = acd_names_word(sets[s], i);
            assert_int_equal(acd_names_find(sets[s], word, strlen(word)), i);
            assert_int_equal(acd_names_find(sets[s], word, strlen(word) - 1), -1);
        }
        assert_string_equal(acd_names_word(sets[s], -1), "?");
        assert_string_equal(acd_names_word(sets[s], sets[s]->n), "?");
        assert_int_equal(acd_names_find(sets[s], "", 0), -1);
    }
}

static void test_words_are_those_of_the_contract(void **state)
{
    (void)state;
    assert_int_equal(acd_names_find(&acd_agent_state_names, "acw", 3), ACD_STATE_ACW);
    assert_int_equal(acd_names_find(&acd_op_names, "overflow", 8), ACD_OP_OVERFLOW);
    assert_int_equal(acd_names_find(&acd_op_names, "overflow_end", 12), ACD_OP_OVERFLOW_END);
    assert_int_equal(acd_names_find(&acd_op_names, "Overflow", 8), -1);
    assert_int_equal(acd_names_find(&acd_kind_names, "queue\0", 6), -1);
    assert_int_equal(acd_op_names.n, ACD_OPS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_is_found),
        cmocka_unit_test(test_words_are_those_of_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
