/* The pages of a wall as a settings file describes them: which queues, which figures with which
 * goals, for how long.  Pure. */
#ifndef CONSOLE_MODEL_PAGES_H
#define CONSOLE_MODEL_PAGES_H

#include "acdfeed/fault.h"
#include "acdfeed/limits.h"
#include "console/model/figures.h"

/* wall: everything a floor needs, no person.  agents: nothing of waiting contacts, which agents cannot
 * change and are pressed by.  sites: a line for each site, and the total. */
#define PAGE_KIND_LIST(X) X(WALL, wall) X(AGENTS, agents) X(SITES, sites)
#define PAGE_KIND_ENUM(name, word) PAGE_KIND_##name,
enum page_kind { PAGE_KIND_LIST(PAGE_KIND_ENUM) PAGE_KINDS };
extern const struct acd_names page_kind_names;

enum page_choice {
    PAGE_WORST,      /* the worst queues of all, so many, or 0: as fit */
    PAGE_NAMED,      /* the items */
    PAGE_GROUPS,     /* the total of every group */
    PAGE_EACH_GROUP, /* a page for each group: its total and its queues */
    PAGE_ALL,        /* the total of all queues and the worst of them */
};

enum { PAGE_ITEMS = 6, PAGE_FIGURES = 6, PAGE_NAME_BYTES = 64, PAGES_MOST = 64 };

/* What a page can show of a queue: the KPIs by their number, and after them how many agents are in
 * each state, from PAGE_FIGURE_STATE on. */
enum { PAGE_FIGURE_STATE = KPIS, PAGE_FIGURE_KINDS = KPIS + ACD_STATES };
const char *page_figure_key(int figure);

struct page_item {
    bool is_group;
    char site[ACD_MAX_ID_BYTES + 1]; /* "": any; of a queue */
    char id[ACD_MAX_TEXT_BYTES + 1]; /* of the queue, or the name of the group */
};
struct page {
    char name[PAGE_NAME_BYTES], title[PAGE_NAME_BYTES]; /* title "": of its own */
    enum page_kind kind;
    enum page_choice choice;
    int worst;
    struct page_item items[PAGE_ITEMS];
    int n_items;
    int figures[PAGE_FIGURES], n_figures;
    double goals[PAGE_FIGURES]; /* in the unit of the figure; negative: what the queue's target says */
    int64_t every_ms;           /* 0: as all */
    enum span span;
    bool filled;                /* something but its kind was said */
};

struct pages;
struct pages *pages_new(void);
void pages_free(struct pages *pages);
/* One line of section [page NAME]; the first makes the page.  `kind` stands before the others. */
bool pages_set(struct pages *pages, const char *name, const char *key, const char *value,
               struct acd_fault *why) ACD_MUST_CHECK;
/* The pages of the file, or where it has none the usual ones: the worst queues, each group, the
 * sites.  NULL past the last. */
const struct page *pages_at(const struct pages *pages, int i);
const struct page *pages_find(const struct pages *pages, const char *name);

#endif
