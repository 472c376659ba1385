/* Rows by site and id, and in the order of first telling.  Owns neither rows nor what they hold. */
#ifndef CONSOLE_MODEL_INDEX_H
#define CONSOLE_MODEL_INDEX_H

#include <stdint.h>

struct index_entry;
struct index { /* zeroed is empty */
    struct index_entry **order;
    int n, alloc;
    struct index_entry **heads; /* of chains of the same hash */
    uint32_t n_heads;
};

void *index_find(const struct index *index, const char *site, const char *id);
/* The key must not be there yet. */
void index_add(struct index *index, const char *site, const char *id, void *row);
/* Takes the row out and returns it; NULL when there is none. */
void *index_remove(struct index *index, const char *site, const char *id);
/* Moves the row of one place to another; those between close up. */
void index_move(struct index *index, int from, int to);
/* NULL outside 0 .. n - 1. */
void *index_at(const struct index *index, int i);
void index_release(struct index *index);

#endif
