/* Lines of a settings file into pages.  Knows neither the file nor how a page looks. */
#include "console/model/pages.h"

#include "acdfeed/json.h"
#include "acdfeed/memory.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_KIND_WORD(name, word) #word,
const struct acd_names page_kind_names = {
    "kind of page", (const char *const[]){PAGE_KIND_LIST(PAGE_KIND_WORD)}, PAGE_KINDS};

enum { USUAL_PAGES = 3 };

struct pages {
    struct page of[PAGES_MOST], usual[USUAL_PAGES];
    int n;
};

/* What a page of each kind shows unless its file says. */
static const struct {
    int figures[PAGE_FIGURES], n;
    enum page_choice choice;
    enum span span;
} usual[PAGE_KINDS] = {
    [PAGE_KIND_WALL] = {{KPI_WAITING, KPI_LONGEST, KPI_SERVICE_LEVEL, KPI_ON_DUTY}, 4, PAGE_WORST, SPAN_WINDOW},
    [PAGE_KIND_AGENTS] = {{KPI_SERVICE_LEVEL, KPI_FREE, PAGE_FIGURE_STATE + ACD_STATE_TALKING,
                           PAGE_FIGURE_STATE + ACD_STATE_ACW, PAGE_FIGURE_STATE + ACD_STATE_PAUSED},
                          5, PAGE_GROUPS, SPAN_DAY},
    [PAGE_KIND_SITES] = {{KPI_SERVICE_LEVEL, KPI_OFFERED, KPI_ABANDONED, KPI_ON_DUTY}, 4, PAGE_ALL, SPAN_DAY},
};

static void page_begin(struct page *page, const char *name, enum page_kind kind)
{
    *page = (struct page){.kind = kind, .choice = usual[kind].choice, .span = usual[kind].span,
                          .n_figures = usual[kind].n};
    snprintf(page->name, sizeof page->name, "%s", name);
    memcpy(page->figures, usual[kind].figures, sizeof page->figures);
    for (int i = 0; i < PAGE_FIGURES; i++)
        page->goals[i] = -1;
}

struct pages *pages_new(void)
{
    struct pages *pages = acd_calloc(1, sizeof *pages);
    page_begin(&pages->usual[0], "worst", PAGE_KIND_WALL);
    page_begin(&pages->usual[1], "groups", PAGE_KIND_WALL);
    pages->usual[1].choice = PAGE_EACH_GROUP;
    page_begin(&pages->usual[2], "sites", PAGE_KIND_SITES);
    return pages;
}

void pages_free(struct pages *pages)
{
    free(pages);
}

const char *page_figure_key(int figure)
{
    if (figure < KPIS)
        return kpi_kinds[figure].key;
    return acd_names_word(&acd_agent_state_names, figure - PAGE_FIGURE_STATE);
}

/* --- values --------------------------------------------------------------------------------------- */

static int find_figure(const char *word, size_t bytes)
{
    for (int i = 0; i < PAGE_FIGURE_KINDS; i++)
        if (strlen(page_figure_key(i)) == bytes && !strncmp(page_figure_key(i), word, bytes))
            return i;
    return -1;
}

/* What agents are pressed by and cannot change. */
static bool presses_agents(int figure)
{
    return figure == KPI_WAITING || figure == KPI_LONGEST || figure == KPI_ABANDONED ||
           figure == KPI_ABANDON_RATE || figure == KPI_ABANDON_AVG || figure == KPI_SERVICE_LEVEL_LIVE;
}

static bool read_goal(const char *word, int figure, double *goal, struct acd_fault *why)
{
    enum kpi_unit unit = figure < KPIS ? kpi_kinds[figure].unit : KPI_UNIT_COUNT;
    char *end;
    int64_t ms;
    if (unit == KPI_UNIT_MS && acd_duration_read(word, &ms)) {
        *goal = (double)ms;
        return true;
    }
    double number = strtod(word, &end);
    bool share = unit == KPI_UNIT_SHARE && *end == '%';
    if (unit != KPI_UNIT_MS && end != word && !end[share] && number >= 0 && number <= 1e9) {
        *goal = share ? number / 100 : number;
        return true;
    }
    return acd_fault_say(why, _("goal \"%s\": expected %s"), word,
                         unit == KPI_UNIT_MS ? _("a time as 45s or 2m")
                         : unit == KPI_UNIT_SHARE ? _("a share as 80%") : "a count");
}

/* "waiting", "longest<=60s", "service_level>=80%". */
static bool add_figure(struct page *page, const char *word, struct acd_fault *why)
{
    size_t bytes = strcspn(word, "<>=");
    int figure = find_figure(word, bytes), i = page->n_figures;
    if (figure < 0)
        return acd_fault_say(why, _("\"%s\" is no figure: expected waiting, longest, service_level, asa, "
                             "abandon_rate, on_duty, free, talking, acw, paused or another"), word);
    if (page->kind == PAGE_KIND_AGENTS && presses_agents(figure))
        return acd_fault_say(why, _("%s has no place on a page of kind agents"), page_figure_key(figure));
    if (i == PAGE_FIGURES)
        return acd_fault_say(why, _("more than %d figures: few are read from afar"), PAGE_FIGURES);
    size_t sign = strspn(word + bytes, "<>=");
    word += bytes + sign;
    page->goals[i] = -1;
    if (sign && !read_goal(word, figure, &page->goals[i], why))
        return false;
    page->figures[i] = figure;
    page->n_figures = i + 1;
    return true;
}

static bool set_figures(struct page *page, const char *value, struct acd_fault *why)
{
    struct page changed = *page;
    changed.n_figures = 0;
    while (*(value += strspn(value, " ,\t"))) {
        char word[64];
        size_t bytes = strcspn(value, " ,\t");
        snprintf(word, sizeof word, "%.*s", (int)bytes, value);
        if (!add_figure(&changed, word, why))
            return false;
        value += bytes;
    }
    if (changed.n_figures == 0)
        return acd_fault_say(why, _("figures = : expected one to %d figures"), PAGE_FIGURES);
    *page = changed;
    return true;
}

/* "sales", "berlin/sales", "group inbound". */
static bool add_item(struct page *page, const char *word, struct acd_fault *why)
{
    struct page_item *item = &page->items[page->n_items];
    const char *slash = strchr(word, '/');
    if (page->n_items == PAGE_ITEMS)
        return acd_fault_say(why, _("more than %d queues and groups: make another page"), PAGE_ITEMS);
    *item = (struct page_item){.is_group = !strncmp(word, "group ", 6)};
    if (item->is_group)
        word += 6 + strspn(word + 6, " ");
    else if (slash) {
        snprintf(item->site, sizeof item->site, "%.*s", (int)(slash - word), word);
        word = slash + 1;
    }
    if (!*word || strlen(word) >= sizeof item->id)
        return acd_fault_say(why, _("queues: expected queue ids, SITE/ID or group NAME, with commas between"));
    memcpy(item->id, word, strlen(word) + 1);
    page->n_items++;
    return true;
}

static bool set_items(struct page *page, const char *value, struct acd_fault *why)
{
    struct page changed = *page;
    changed.choice = PAGE_NAMED;
    changed.n_items = 0;
    while (*(value += strspn(value, " ,\t"))) {
        char word[ACD_MAX_TEXT_BYTES + 16];
        size_t bytes = strcspn(value, ",");
        snprintf(word, sizeof word, "%.*s", (int)bytes, value);
        for (size_t end = strlen(word); end > 0 && word[end - 1] == ' '; end--)
            word[end - 1] = '\0';
        if (!add_item(&changed, word, why))
            return false;
        value += bytes;
    }
    if (changed.n_items == 0)
        return acd_fault_say(why, _("queues = : expected worst, worst N, groups, each group, all, or names"));
    *page = changed;
    return true;
}

static bool set_queues(struct page *page, const char *value, struct acd_fault *why)
{
    static const struct {
        const char *word;
        enum page_choice choice;
    } words[] = {{"worst", PAGE_WORST}, {"groups", PAGE_GROUPS}, {"each group", PAGE_EACH_GROUP}, {"all", PAGE_ALL}};
    int n, used = 0;
    for (size_t i = 0; i < ACD_COUNT_OF(words); i++) {
        if (!strcmp(value, words[i].word)) {
            page->choice = words[i].choice;
            page->worst = 0;
            return true;
        }
    }
    if (sscanf(value, "worst %d%n", &n, &used) != 1 || value[used])
        return set_items(page, value, why);
    if (n < 1 || n > PAGE_ITEMS)
        return acd_fault_say(why, _("worst %d: expected 1 to %d queues"), n, PAGE_ITEMS);
    page->choice = PAGE_WORST;
    page->worst = n;
    return true;
}

static bool set_kind(struct page *page, const char *value, struct acd_fault *why)
{
    int kind = acd_names_find(&page_kind_names, value, strlen(value));
    if (kind < 0)
        return acd_fault_say(why, _("kind = %s: expected wall, agents or sites"), value);
    if (page->filled)
        return acd_fault_say(why, _("kind = %s: expected before the other lines of its page"), value);
    struct page before = *page;
    page_begin(page, before.name, (enum page_kind)kind);
    return true;
}

static bool set_every(struct page *page, const char *value, struct acd_fault *why)
{
    int64_t ms;
    if (!acd_duration_read(value, &ms) || ms < 1000 || ms > 86400000)
        return acd_fault_say(why, _("every = %s: expected a time from 1s to 24h"), value);
    page->every_ms = ms;
    return true;
}

static bool set_span(struct page *page, const char *value, struct acd_fault *why)
{
    int span = acd_names_find(&span_names, value, strlen(value));
    if (span < 0)
        return acd_fault_say(why, _("span = %s: expected window, interval or day"), value);
    page->span = (enum span)span;
    return true;
}

static bool set_title(struct page *page, const char *value, struct acd_fault *why)
{
    if (strlen(value) >= sizeof page->title)
        return acd_fault_say(why, _("title: longer than %d bytes"), PAGE_NAME_BYTES - 1);
    snprintf(page->title, sizeof page->title, "%s", value);
    return true;
}

static const struct {
    const char *key;
    bool (*set)(struct page *page, const char *value, struct acd_fault *why);
} keys[] = {
    {"kind", set_kind}, {"queues", set_queues}, {"figures", set_figures},
    {"every", set_every}, {"span", set_span}, {"title", set_title},
};

static struct page *page_named(struct pages *pages, const char *name)
{
    for (int i = 0; i < pages->n; i++)
        if (!strcmp(pages->of[i].name, name))
            return &pages->of[i];
    if (pages->n == PAGES_MOST || strlen(name) >= PAGE_NAME_BYTES || !*name)
        return NULL;
    page_begin(&pages->of[pages->n], name, PAGE_KIND_WALL);
    return &pages->of[pages->n++];
}

bool pages_set(struct pages *pages, const char *name, const char *key, const char *value,
               struct acd_fault *why)
{
    struct page *page = page_named(pages, name);
    if (!page)
        return acd_fault_say(why, _("[page %s]: expected a name up to %d bytes, %d pages at most"), name,
                             PAGE_NAME_BYTES - 1, PAGES_MOST);
    for (size_t i = 0; i < ACD_COUNT_OF(keys); i++)
        if (!strcmp(keys[i].key, key)) {
            bool fine = keys[i].set(page, value, why);
            page->filled = page->filled || keys[i].set != set_kind;
            return fine;
        }
    return acd_fault_say(why, _("\"%s\" is no option of a page: expected kind, queues, figures, every, "
                         "span or title"), key);
}

/* --- what they say -------------------------------------------------------------------------------- */

const struct page *pages_at(const struct pages *pages, int i)
{
    const struct page *of = pages->n ? pages->of : pages->usual;
    return i >= 0 && i < (pages->n ? pages->n : USUAL_PAGES) ? &of[i] : NULL;
}

const struct page *pages_find(const struct pages *pages, const char *name)
{
    const struct page *page;
    for (int i = 0; (page = pages_at(pages, i)); i++)
        if (!strcmp(page->name, name))
            return page;
    return NULL;
}
