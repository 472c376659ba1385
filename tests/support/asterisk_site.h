/* A site of two queues whose ACD is an Asterisk, told of and commanded word by word: what is sent
 * to it, what it answers, what becomes of a request.  Everything that cannot be ends the test. */
#ifndef TESTS_SUPPORT_ASTERISK_SITE_H
#define TESTS_SUPPORT_ASTERISK_SITE_H

#include "feed/asterisk/pbx_ops.h"

#define SITE_T0 INT64_C(1795287600000)
/* All that a server of today lets a user do, as it answers ListCommands. */
#define SITE_ALL_RIGHTS                                                                            \
    "QueuePause:x QueueAdd:x QueueRemove:x QueuePenalty:x Redirect:x QueueWithdrawCaller:x "       \
    "QueueChangePriorityCaller:x Setvar:x Getvar:x ShowDialPlan:x"

struct asterisk_site {
    struct pbx_settings settings;
    struct pbx *pbx;
    struct pbx_ops *ops;
    struct ami_parser parser;
    char id[64]; /* of the last action */
};

/* cmocka's setup and teardown; *state is the site: Ana, static, in sales; Dev, dynamic, in backup;
 * two callers in sales, c-2 ten seconds longer than c-1. */
int asterisk_site_open(void **state);
int asterisk_site_close(void **state);
/* Asterisk is connected and lists them. */
void site_list(struct asterisk_site *site);
/* The bridge ends and begins anew: nothing is known but the settings. */
void asterisk_site_restart(struct asterisk_site *site);

/* "Key:Value Key:Value", '_' for a blank. */
const struct ami_message *site_message(struct asterisk_site *site, const char *words);
void site_event(struct asterisk_site *site, const char *words);
/* The same `ms` after SITE_T0, which it also says of itself; the clock stands there then. */
void site_event_at(struct asterisk_site *site, int64_t ms, const char *words);
void site_rights(struct asterisk_site *site, const char *actions, const char *version);

/* Asks as request r1. */
struct acd_outcome site_ask(struct asterisk_site *site, struct acd_request request);
/* The next action holds each of the '|'-parted lines; NULL: there is none. */
void site_sends(struct asterisk_site *site, const char *lines);
/* Asterisk answers the last action. */
void site_answers(struct asterisk_site *site, const char *rest);
/* r1 has come to its end so, with these words in it. */
void site_ends(struct asterisk_site *site, enum acd_status expected, const char *words);
/* The measures in force of a queue, borrowed until the next call. */
const struct acd_measure *site_measures(struct asterisk_site *site, int queue, uint32_t *n);

#endif
