/* One line of an Asterisk queue_log: epoch|call|queue|member|EVENT|data...  Pure.
 * Source of the events and their data: the project's own captures of app_queue 16 and 22. */
#ifndef FEED_QUEUELOG_ENTRY_H
#define FEED_QUEUELOG_ENTRY_H

#include "acdfeed/fault.h"

#include <stddef.h>
#include <stdint.h>

/* Event, and which datum (from 1) holds whole seconds of talk or ring; 0: none. */
#define ENTRY_EVENT_LIST(X)                                                                        \
    X(ENTERQUEUE)       /* url|caller's number|position */                                         \
    X(CONNECT)          /* hold|member's call|ring, in seconds */                                  \
    X(COMPLETEAGENT)    /* hold|talk|first position */                                             \
    X(COMPLETECALLER)                                                                              \
    X(ABANDON)          /* position|first position|wait */                                         \
    X(EXITWITHTIMEOUT)  /* position|first position|wait */                                         \
    X(EXITWITHKEY)      /* key|position|first position|wait */                                     \
    X(EXITEMPTY)        /* position|first position|wait */                                         \
    X(WITHDRAW)         /* position|first position|wait|info */                                    \
    X(TRANSFER)         /* extension|context|hold|talk|first position */                           \
    X(BLINDTRANSFER)                                                                               \
    X(ATTENDEDTRANSFER)                                                                            \
    X(AGENTDUMP)        /* the agent hung up on the caller's announcement */                       \
    X(RINGNOANSWER)     /* ms */                                                                   \
    X(RINGCANCELED)     /* ms */                                                                   \
    X(PAUSE)            /* reason */                                                               \
    X(UNPAUSE)                                                                                     \
    X(PAUSEALL)                                                                                    \
    X(UNPAUSEALL)                                                                                  \
    X(ADDMEMBER)                                                                                   \
    X(REMOVEMEMBER)                                                                                \
    X(AGENTLOGIN)                                                                                  \
    X(AGENTLOGOFF)                                                                                 \
    X(QUEUESTART)
#define ENTRY_EVENT_ENUM(name) ENTRY_##name,
enum entry_event { ENTRY_EVENT_LIST(ENTRY_EVENT_ENUM) ENTRY_EVENTS, ENTRY_OTHER = ENTRY_EVENTS };

enum { ENTRY_TEXT_BYTES = 128, ENTRY_DATA = 5 };

/* Texts as they stand there, cut at their longest; "" for NONE. */
struct entry {
    int64_t t; /* ms since 1970 */
    enum entry_event event;
    char call[ENTRY_TEXT_BYTES], queue[ENTRY_TEXT_BYTES], member[ENTRY_TEXT_BYTES];
    char data[ENTRY_DATA][ENTRY_TEXT_BYTES];
};

/* False: no such line; `why` says what was expected.  An event that is not of the list above is no
 * mistake: ENTRY_OTHER. */
bool entry_read(struct entry *entry, const char *line, size_t bytes,
                struct acd_fault *why) ACD_MUST_CHECK;
/* A datum that is whole seconds (i from 0), in ms; -1: it is none. */
int64_t entry_seconds_ms(const struct entry *entry, int i);

#endif
