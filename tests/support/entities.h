/* Entities made up by the tables of shape.h, the same for the same seed. */
#ifndef TESTS_SUPPORT_ENTITIES_H
#define TESTS_SUPPORT_ENTITIES_H

#include "acdfeed/wire.h"

struct draw {
    uint64_t state;
};
/* Begins at `seed`, plus ACD_SEED of the environment where that is set. */
struct draw draw_begin(uint64_t seed);
uint64_t draw_next(struct draw *draw);
/* 0 .. below-1. */
uint32_t draw_below(struct draw *draw, uint32_t below);

enum entity_fill {
    ENTITY_FULL, /* every field known, every list with a few elements */
    ENTITY_SOME, /* some fields known (the key field always), lists of any allowed length */
};
/* An entity in `scratch`; ends the program where that is too small. */
void *entity_draw(const struct acd_shape *shape, struct acd_scratch *scratch, struct draw *draw,
                  enum entity_fill fill);

/* All shapes, NULL at the end. */
extern const struct acd_shape *const entity_shapes[];

#endif
