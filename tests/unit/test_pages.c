/* Pages as lines of a settings file. */
#include "console/model/pages.h"
#include "console/settings/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void lines_make_pages(void **state)
{
    (void)state;
    struct settings *settings = settings_read("f", "[page one]\ntitle = Sales floor\nqueues = berlin/sales, group back office\n"
        "figures = waiting<=5 longest<=90s service_level>=85% paused\nevery = 30s\nspan = day\n"
        "[page two]\nkind = agents\n[page three]\nqueues = worst 3\n");
    const struct pages *pages = settings_pages(settings);
    assert_null(settings_error(settings, 0));
    const struct page *one = pages_find(pages, "one");
    assert_non_null(one);
    assert_string_equal(one->title, "Sales floor");
    assert_int_equal(one->choice, PAGE_NAMED);
    assert_int_equal(one->n_items, 2);
    assert_string_equal(one->items[0].site, "berlin");
    assert_string_equal(one->items[0].id, "sales");
    assert_true(one->items[1].is_group);
    assert_string_equal(one->items[1].id, "back office");
    assert_int_equal(one->n_figures, 4);
    assert_true(one->goals[0] == 5 && one->goals[1] == 90000 && one->goals[2] == 0.85 && one->goals[3] < 0);
    assert_int_equal(one->figures[3], PAGE_FIGURE_STATE + ACD_STATE_PAUSED);
    assert_int_equal(one->every_ms, 30000);
    assert_int_equal(one->span, SPAN_DAY);
    const struct page *two = pages_at(pages, 1);
    assert_int_equal(two->kind, PAGE_KIND_AGENTS);
    for (int i = 0; i < two->n_figures; i++)
        assert_true(two->figures[i] != KPI_WAITING && two->figures[i] != KPI_LONGEST);
    assert_int_equal(pages_at(pages, 2)->worst, 3);
    assert_null(pages_at(pages, 3));
    settings_free(settings);
}

static void without_a_file_there_are_pages(void **state)
{
    (void)state;
    struct settings *settings = settings_read("f", "");
    const struct pages *pages = settings_pages(settings);
    assert_int_equal(pages_at(pages, 0)->choice, PAGE_WORST);
    assert_int_equal(pages_at(pages, 1)->choice, PAGE_EACH_GROUP);
    assert_int_equal(pages_at(pages, 2)->kind, PAGE_KIND_SITES);
    assert_null(pages_at(pages, 3));
    assert_null(pages_at(pages, -1));
    assert_null(pages_find(pages, "nowhere"));
    settings_free(settings);
}

static const struct {
    const char *lines, *error;
} wrong[] = {
    {"figures = calls", "\"calls\" is no figure"},
    {"figures = ", "expected one to 6 figures"},
    {"figures = waiting asa aht free active offered answered", "more than 6 figures"},
    {"figures = waiting<=soon", "expected a count"},
    {"figures = longest<=soon", "expected a time"},
    {"figures = service_level>=soon", "expected a share"},
    {"kind = tv", "expected wall, agents or sites"},
    {"figures = asa\nkind = agents", "expected before the other lines"},
    {"kind = agents\nfigures = waiting", "no place on a page of kind agents"},
    {"kind = agents\nfigures = longest", "no place on a page of kind agents"},
    {"queues = worst 9", "expected 1 to 6 queues"},
    {"queues = a,b,c,d,e,f,g", "more than 6 queues and groups"},
    {"queues = berlin/", "expected queue ids"},
    {"every = 1ms", "expected a time from 1s"},
    {"span = year", "expected window, interval or day"},
    {"colour = red", "\"colour\" is no option of a page"},
};

static void a_wrong_line_is_named_and_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[300];
        snprintf(text, sizeof text, "[page p]\n%s\n", wrong[i].lines);
        struct settings *settings = settings_read("f", text);
        const char *error = settings_error(settings, 0);
        if (!error || !strstr(error, wrong[i].error))
            fail_msg("%s: %s", wrong[i].lines, error ? error : "no error");
        assert_true(pages_at(settings_pages(settings), 0)->n_figures > 0);
        assert_null(settings_error(settings, 1));
        settings_free(settings);
    }
}

/* The file that README shows. */
static void the_example_has_no_wrong_line(void **state)
{
    (void)state;
    const char *root = getenv("ACD_SOURCE");
    char path[512];
    struct acd_fault why;
    snprintf(path, sizeof path, "%s/tests/examples/pages.ini", root ? root : ".");
    struct settings *settings = settings_open(path, &why);
    assert_non_null(settings);
    assert_null(settings_error(settings, 0));
    assert_int_equal(pages_find(settings_pages(settings), "inbound")->n_figures, 4);
    assert_int_equal(pages_find(settings_pages(settings), "team")->kind, PAGE_KIND_AGENTS);
    assert_int_equal(pages_find(settings_pages(settings), "management")->kind, PAGE_KIND_SITES);
    settings_free(settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_make_pages),
        cmocka_unit_test(the_example_has_no_wrong_line),
        cmocka_unit_test(without_a_file_there_are_pages),
        cmocka_unit_test(a_wrong_line_is_named_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
