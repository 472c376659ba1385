/* One line of the journal file: what it may say, as one table, so that writing, reading and
 * JOURNAL.md agree.  The file's contract is console/JOURNAL.md.  Pure.
 *
 * As in entity.h, a field counts only while its bit of `known` is set; strings are borrowed.  Names of
 * callers have no field here and must not be put into one. */
#ifndef CONSOLE_TRAIL_NOTE_H
#define CONSOLE_TRAIL_NOTE_H

#include "acdfeed/shape.h"

#include "acdfeed/fault.h"

/* What a line is about. */
#define NOTE_KIND_LIST(X)                                                                          \
    X(START, start, "a console began: by, login, host, where, pid, version")                      \
    X(STOP, stop, "it ended: why")                                                                 \
    X(ALIVE, alive, "it still runs; written when nothing else was for five minutes")              \
    X(REPAIR, repair, "the n bytes before this line are no line: torn, as a crash leaves them")   \
    X(UNWRITTEN, unwritten, "n lines could not be written before this one: why")                  \
    X(SITE, site, "a site is live, incomplete, stale or silent now: state, why")                  \
    X(RESTART, restart, "the feed of a site began anew")                                          \
    X(TAKEOVER, takeover, "another feed of a site took its place: why")                            \
    X(CLOCK, clock, "a wall clock was set, of a site's feed or, without site, ours: why")          \
    X(LOSS, loss, "n messages of a site were lost or refused: state")                             \
    X(TIER, tier, "a queue went from tier `was` to tier `tier`: why, rule")                       \
    X(SPAN, span, "how long a queue was in each tier since the last such line")                   \
    X(ALARM, alarm, "an alarm was raised, acknowledged, shelved, returned: state, rule, tier, by") \
    X(EVENT, event, "a feed told of an action, a claim or a notice: type, op, by, state, why")    \
    X(REQUEST, request, "a request of this console: request, op, words, args, state, why")        \
    X(MEASURE, measure, "a measure began or ended at a queue: measure, op, to, by, state")        \
    X(EVALUATION, evaluation, "a measure's effect after_ms: before, expected, found")             \
    X(HOOK, hook, "a program that was to be told: words, state, why")
#define NOTE_ENUM_KIND(name, word, about) NOTE_##name,
enum note_kind { NOTE_KIND_LIST(NOTE_ENUM_KIND) NOTE_KINDS };
extern const struct acd_names note_kind_names;

/* How a queue stood at a moment. */
enum note_reading_field {
    NOTE_READING_WAITING,
    NOTE_READING_LONGEST,
    NOTE_READING_LEVEL,
    NOTE_READING_ON_DUTY,
    NOTE_READING_FIELDS
};
struct note_reading {
    uint64_t known;
    int64_t waiting, longest_ms;
    double level; /* service level, 0..1 */
    int64_t on_duty;
};

enum { NOTE_HASH_BYTES = 65 }; /* SHA-256 in hex, with its NUL */

#define NOTE_FIELD_LIST(X)                                                                         \
    X(SEQ, seq, COUNT, "counts up by one from 1")                                                  \
    X(PREV, prev, TEXT, "SHA-256 of the line before, without its newline; 64 zeros in the first")  \
    X(T, t, TIME, "when, by the console's wall clock, ms since 1970-01-01 UTC")                    \
    X(WHAT, what, KIND, "one of the words above")                                                  \
    X(SITE, site, ID, "")                                                                          \
    X(QUEUE, queue, ID, "")                                                                        \
    X(AGENT, agent, ID, "")                                                                        \
    X(RULE, rule, TEXT, "the rule or limit by its key")                                            \
    X(TIER, tier, INT, "-1 unknown, 0 calm, 1, 2, 3")                                              \
    X(WAS, was, INT, "the tier before")                                                            \
    X(STATE, state, TEXT, "what it is now, in one word")                                           \
    X(WHY, why, TEXT, "in words")                                                                  \
    X(BY, by, TEXT, "who")                                                                         \
    X(TYPE, type, TEXT, "of an event: action, claim, notice")                                      \
    X(OP, op, TEXT, "the operation of feed/PROTOCOL.md")                                           \
    X(TO, to, TEXT, "the queue it goes to")                                                        \
    X(MEASURE, measure, TEXT, "id of a measure")                                                   \
    X(REQUEST, request, TEXT, "id of a request")                                                   \
    X(WORDS, words, TEXT, "what was asked, in words")                                              \
    X(ARGS, args, ARGS, "what was asked, as it was sent")                                          \
    X(TELL, tell, TEXT, "who is to be told")                                                       \
    X(TEXT, text, TEXT, "of a notice")                                                             \
    X(AFTER, after_ms, MS, "after the decision")                                                   \
    X(BEFORE, before, READING, "how it stood at the decision")                                     \
    X(EXPECTED, expected, READING, "what the console had expected")                                \
    X(FOUND, found, READING, "how it stands now")                                                  \
    X(UNKNOWN_MS, unknown_ms, MS, "time in each tier")                                             \
    X(CALM_MS, calm_ms, MS, "")                                                                    \
    X(TIER1_MS, tier1_ms, MS, "")                                                                  \
    X(TIER2_MS, tier2_ms, MS, "")                                                                  \
    X(TIER3_MS, tier3_ms, MS, "")                                                                  \
    X(N, n, COUNT, "how many")                                                                     \
    X(TORN, torn, BOOL, "cut off in the middle, without a newline")                                \
    X(LOGIN, login, TEXT, "the name at this machine")                                              \
    X(HOST, host, TEXT, "")                                                                        \
    X(WHERE, where, TEXT, "the terminal")                                                          \
    X(PID, pid, COUNT, "")                                                                         \
    X(VERSION, version, TEXT, "of acdwall")
#define NOTE_ENUM_FIELD(name, member, type, about) NOTE_FIELD_##name,
enum note_field { NOTE_FIELD_LIST(NOTE_ENUM_FIELD) NOTE_FIELDS };

#define NOTE_MEMBER_COUNT int64_t
#define NOTE_MEMBER_MS int64_t
#define NOTE_MEMBER_TIME int64_t
#define NOTE_MEMBER_INT int64_t
#define NOTE_MEMBER_TEXT const char *
#define NOTE_MEMBER_ID const char *
#define NOTE_MEMBER_BOOL bool
#define NOTE_MEMBER_KIND int
#define NOTE_MEMBER_ARGS struct acd_args
#define NOTE_MEMBER_READING struct note_reading
#define NOTE_STRUCT_MEMBER(name, member, type, about) NOTE_MEMBER_##type member;
struct note {
    uint64_t known;
    NOTE_FIELD_LIST(NOTE_STRUCT_MEMBER)
};
extern const struct acd_shape note_shape, note_reading_shape;

/* Sets a member and its bit; a text that is NULL or "" stays unknown. */
#define NOTE_SET(note, FIELD, member, value)                                                       \
    ((note)->member = (value), (note)->known |= ACD_BIT(NOTE_FIELD_##FIELD))
#define NOTE_SAY(note, FIELD, member, value)                                                       \
    ((note)->member = (value),                                                                     \
     (note)->known |= (note)->member && *(note)->member ? ACD_BIT(NOTE_FIELD_##FIELD) : 0)
#define NOTE_HAS(note, FIELD) (((note)->known & ACD_BIT(NOTE_FIELD_##FIELD)) != 0)
/* A note of that kind at that time. */
struct note note_make(enum note_kind what, int64_t wall_ms);
/* The text, or "" where it was not told. */
#define NOTE_TEXT(note, FIELD, member) (NOTE_HAS(note, FIELD) ? (note)->member : "")

enum { NOTE_LINE_MOST = 96 << 10, NOTE_SCRATCH_BYTES = 128 << 10 };
/* The line, without newline; free().  Texts are cut to what a reader takes, at a character; `args` that
 * would make the line too long are left out. */
char *note_line(const struct note *note) ACD_MUST_CHECK;
/* Back; strings lie in the scratch.  False: `why` says what no line of a journal has. */
bool note_read(const char *line, size_t bytes, struct acd_scratch *scratch, struct note *out,
               struct acd_fault *why) ACD_MUST_CHECK;

#endif
