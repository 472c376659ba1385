/* uthash with this project's answer to exhausted memory. */
#ifndef LINK_TABLE_H
#define LINK_TABLE_H

#include "acdfeed/memory.h"

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

#endif
