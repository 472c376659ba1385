/* Marks that let the compiler check a contract.  Nothing else belongs here. */
#ifndef ACDFEED_MACROS_H
#define ACDFEED_MACROS_H

#define ACD_MUST_CHECK __attribute__((warn_unused_result))
#define ACD_PRINTF(at, first) __attribute__((format(printf, at, first)))
#define ACD_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
