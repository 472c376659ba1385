/* Sites of other feeds that a publisher passes on, as a relay does.  What such a site tells goes
 * out as it came, item for item, under a count and an `inst` of our own: a hole there is a hole
 * here, and who begins anew there, or here, is seen to do so.  A heartbeat goes out when one came
 * and never otherwise.  What is held of the site serves those who come late, and what a page told
 * us is told to all, for they heard no message of it.
 *
 * The thread of the publisher.  Each function passes over a site that passing_site() was not called
 * for. */
#ifndef LINK_PASSING_H
#define LINK_PASSING_H

#include "acdfeed/publisher.h"
#include "acdfeed/subscriber.h"

/* The site is one that is passed on, from now on.  False: it is one of our own, or there are too
 * many. */
bool passing_site(struct acd_publisher *publisher, const char *site,
                  struct acd_fault *why) ACD_MUST_CHECK;
/* Another feed speaks for it, or the same one began anew: what was told is told no more. */
void passing_renew(struct acd_publisher *publisher, const char *site);
/* What of each kind is to be had: both as in acd_site_state. */
struct passing_extent {
    bool whole[ACD_KINDS];
    uint32_t denied;
};
void passing_extent(struct acd_publisher *publisher, const char *site,
                    const struct passing_extent *extent);
/* A heartbeat came, sent at their `t`: it goes out now, with marks of our own.  `ops` are those
 * offered here.  `skew_ms`: their wall clock less ours. */
void passing_beat(struct acd_publisher *publisher, const struct acd_site *heartbeat, int64_t t,
                  int64_t skew_ms);
/* A message came, of any kind but site. */
void passing_message(struct acd_publisher *publisher, const struct acd_message *message);
/* So many messages of a kind were lost, and all of that kind is in doubt. */
void passing_lost(struct acd_publisher *publisher, const char *site, enum acd_kind kind,
                  uint64_t messages);
/* An entity of a message, or of a page.  Events are passed over: they are nobody's news later. */
void passing_entity(struct acd_publisher *publisher, const struct acd_told *told,
                    const void *entity);
void passing_forget(struct acd_publisher *publisher, const char *site, enum acd_kind kind,
                    const char *id);
/* What is held of this one, or of all of the kind (`id` NULL), is not to be told until it is told
 * again. */
void passing_doubt(struct acd_publisher *publisher, const char *site, enum acd_kind kind,
                   const char *id);

#endif
