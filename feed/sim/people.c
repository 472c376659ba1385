/* The people of the simulated centre: names in the languages that a European centre speaks, and ids
 * of the contract for them.  Invented by combination; no list of real staff. */
#include "feed/sim/people.h"

#include "acdfeed/macros.h"

#include <stdio.h>

struct name {
    const char *id, *shown;
};

static const struct name given[] = {
    {"anna", "Anna"},           {"ben", "Ben"},
    {"chloe", "Chloé"},         {"dimitra", "Δήμητρα"},
    {"emil", "Emil"},           {"fatima", "Fátima"},
    {"giorgos", "Γιώργος"},     {"hannah", "Hannah"},
    {"ines", "Inês"},           {"jules", "Jules"},
    {"katarzyna", "Katarzyna"}, {"lea", "Léa"},
    {"mateus", "Mateus"},       {"nikos", "Νίκος"},
    {"olga", "Ольга"},          {"paul", "Paul"},
    {"quentin", "Quentin"},     {"rui", "Rui"},
    {"soeren", "Søren"},        {"theo", "Théo"},
    {"ursula", "Ursula"},       {"vera", "Věra"},
    {"wiebke", "Wiebke"},       {"xenia", "Ξένια"},
    {"yasmin", "Yasmin"},       {"zofia", "Zofia"},
    {"aysun", "Ayşun"},         {"bruno", "Bruno"},
    {"carla", "Carla"},         {"daniel", "Daniel"},
    {"elif", "Elif"},           {"francois", "François"},
    {"goncalo", "Gonçalo"},     {"ilse", "Ilse"},
    {"joao", "João"},           {"luca", "Luca"},
    {"marie", "Marie"},         {"noemie", "Noémie"},
    {"petra", "Petra"},         {"sofia", "Sofia"},
    {"tariq", "طارق"},          {"noam", "נועם"},
    {"priya", "प्रिया"},
};

static const struct name family[] = {
    {"keller", "Keller"},     {"martin", "Martin"},     {"silva", "Silva"},
    {"novak", "Novák"},       {"schmidt", "Schmidt"},   {"dubois", "Dubois"},
    {"costa", "Costa"},       {"papas", "Παπάς"},       {"vogel", "Vogel"},
    {"moreau", "Moreau"},     {"ferreira", "Ferreira"}, {"kowalski", "Kowalski"},
    {"brandt", "Brandt"},     {"lefevre", "Lefèvre"},   {"sousa", "Sousa"},
    {"yilmaz", "Yılmaz"},     {"otte", "Otte"},         {"girard", "Girard"},
    {"lopes", "Lopes"},       {"jensen", "Jensen"},     {"weiss", "Weiß"},
    {"rousseau", "Rousseau"}, {"matos", "Matos"},       {"ivanova", "Иванова"},
    {"kraus", "Krauß"},       {"perrin", "Perrin"},     {"ramos", "Ramos"},
    {"haddad", "Haddad"},     {"lang", "Lang"},         {"mercier", "Mercier"},
    {"pinto", "Pinto"},
};

/* Family name first, as they are written. */
static const struct name whole[] = {
    {"wang.fang", "王芳"}, {"li.wei", "李伟"},        {"zhang.min", "张敏"},
    {"chen.jing", "陈静"}, {"liu.yang", "刘洋"},      {"zhao.lei", "赵磊"},
    {"huang.li", "黄丽"},  {"sato.yuki", "佐藤ゆき"}, {"kim.minji", "김민지"},
};

void sim_person(int nth, bool chinese, char *id, size_t id_bytes, char *shown, size_t shown_bytes)
{
    int n_given = (int)ACD_COUNT_OF(given), n_family = (int)ACD_COUNT_OF(family);
    int n_whole = (int)ACD_COUNT_OF(whole);
    if (chinese && nth < n_whole) {
        snprintf(id, id_bytes, "%s", whole[nth].id);
        snprintf(shown, shown_bytes, "%s", whole[nth].shown);
        return;
    }
    const struct name *first = &given[nth % n_given];
    const struct name *last = &family[(nth % n_given * 5 + nth / n_given) % n_family];
    int again = nth / (n_given * n_family); /* all pairs are used up: count them */
    if (again > 0) {
        snprintf(id, id_bytes, "%s.%s.%d", first->id, last->id, again + 1);
        snprintf(shown, shown_bytes, "%s %s %d", first->shown, last->shown, again + 1);
    } else {
        snprintf(id, id_bytes, "%s.%s", first->id, last->id);
        snprintf(shown, shown_bytes, "%s %s", first->shown, last->shown);
    }
}
