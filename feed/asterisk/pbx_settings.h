/* What a person tells of a site whose ACD is an Asterisk: plain data, filled by the reader of the
 * settings file (feed/commands/asterisk_settings.h) or by a test.  Asterisk itself never tells
 * targets, wrap-up times, teams, the routing plan or the forecast. */
#ifndef FEED_ASTERISK_PBX_SETTINGS_H
#define FEED_ASTERISK_PBX_SETTINGS_H

#include "acdfeed/entity.h"
#include "acdfeed/limits.h"
#include "acdfeed/zone.h"

enum {
    PBX_ID_BYTES = ACD_MAX_ID_BYTES + 1,
    PBX_TEXT_BYTES = ACD_MAX_TEXT_BYTES + 1,
    PBX_NAME_BYTES = 128, /* what Asterisk calls a channel, an interface, a queue */
    PBX_REASONS = 16,
    PBX_INTERFACES = 8,
};

struct pbx_queue_settings {
    char asterisk[PBX_NAME_BYTES]; /* as queues.conf calls it */
    char id[PBX_ID_BYTES], name[PBX_TEXT_BYTES], group[PBX_TEXT_BYTES];
    bool hidden;
    struct acd_target target;
    int64_t wrapup_ms;        /* -1: that of the site */
    bool accepts_overflow;
    char context[PBX_NAME_BYTES], exten[PBX_NAME_BYTES]; /* where contacts enter it; "": the site's, its name */
    char choice[ACD_MAX_CHOICES][PBX_ID_BYTES];
    int n_choices;
    struct acd_plan plan;     /* known 0: none; arrays owned by the settings */
    int64_t *plan_room;
};

struct pbx_agent_settings {
    char id[PBX_ID_BYTES], name[PBX_TEXT_BYTES], team[PBX_TEXT_BYTES];
    char interface[PBX_INTERFACES][PBX_NAME_BYTES];
    int n_interfaces;
    char member[PBX_NAME_BYTES]; /* MemberName, whatever the interface; "": not used */
    bool reserve;                /* managers and the reserve group: `managers` calls them in */
};

struct pbx_settings {
    char id[PBX_ID_BYTES], name[PBX_TEXT_BYTES], tz[64];
    const struct acd_zone *zone;
    int64_t day_start_ms, window_ms, interval_ms;
    int64_t wrapup_ms;           /* where neither queue nor member has its own */
    int digits;                  /* of a caller's number that may be seen, at its end */
    bool by_name;                /* agents are told apart by MemberName, not by interface */
    bool withdraw;               /* the dialplan goes on after QUEUESTATUS=WITHDRAW */
    bool hooks;                  /* the dialplan asks for the ACDWALL_ variables */
    bool viewer;                 /* this feed may not command */
    char context[PBX_NAME_BYTES]; /* where queues are entered, unless the queue says so; "": unknown */
    char flexible[PBX_REASONS][PBX_NAME_BYTES]; /* reasons of pauses that all_hands ends */
    int n_flexible;
    struct pbx_queue_settings *queues;
    int n_queues;
    struct pbx_agent_settings *agents;
    int n_agents;
};

/* What holds when nothing is said: 5 min window, half hours, midnight, T 20 s, level 0.8. */
void pbx_settings_init(struct pbx_settings *settings);
void pbx_queue_settings_init(struct pbx_queue_settings *queue, const char *asterisk);
void pbx_settings_release(struct pbx_settings *settings);

/* Copies with every character that no id may hold as '-', cut at its longest. */
void pbx_make_id(char out[PBX_ID_BYTES], const char *text);
/* Copies what Asterisk says as display text: valid UTF-8 without controls, other bytes as '?'. */
void pbx_make_text(char *out, size_t bytes, const char *text);
/* Masks all but the last `digits`; "" for a number that is not there. */
void pbx_mask(char out[PBX_ID_BYTES], const char *number, int digits);

#endif
