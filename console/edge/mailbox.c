/* The meeting point of the two threads.  Holds its lock only to put a telling behind the others or to
 * move pointers; reading them into the board happens after it.  Knows neither sockets nor screen. */
#include "console/edge/mailbox.h"

#include "acdfeed/memory.h"
#include "console/edge/tellings.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <uthash.h>
#include <utlist.h>

struct event_mail {
    char site[ACD_MAX_ID_BYTES + 1];
    struct acd_told told;
    struct acd_event *event;
    struct event_mail *next, *prev;
};

struct site_mail {
    char id[ACD_MAX_ID_BYTES + 1];
    struct acd_site_state state;
    char *why;
    UT_hash_handle hh;
};

struct feed_mail {
    struct acd_feed_state state;
    char *stats, *control, *why, *control_why;
    struct feed_mail *next;
};

struct reply_mail {
    struct acd_reply *reply;
    struct reply_mail *next;
};

struct load { /* what waits, in the order in which the board takes it */
    struct site_mail *sites;
    struct feed_mail *feeds;
    struct tellings tellings;
    struct event_mail *events;
    struct reply_mail *replies;
    int n_events, n_replies;
};

struct mailbox {
    pthread_mutex_t lock;
    int wake_fd;
    enum { ASLEEP, WAKES_SOON, WAKES_NOW } waking; /* set once for a burst, not for each entity */
    struct load load;
    struct tellings spare; /* empty, with the room of those taken last */
};

struct mailbox *mailbox_new(void)
{
    struct mailbox *mailbox = acd_calloc(1, sizeof *mailbox);
    pthread_mutex_init(&mailbox->lock, NULL);
    mailbox->wake_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    return mailbox;
}

int mailbox_fd(const struct mailbox *mailbox)
{
    return mailbox->wake_fd;
}

/* With the lock held. */
static void wake(struct mailbox *mailbox, int waking)
{
    struct itimerspec soon = {.it_value.tv_nsec = waking == WAKES_NOW ? 1 : MAILBOX_GATHER_MS * 1000000};
    if ((int)mailbox->waking >= waking)
        return;
    mailbox->waking = waking;
    timerfd_settime(mailbox->wake_fd, 0, &soon, NULL);
}

static void copy_id(char out[ACD_MAX_ID_BYTES + 1], const char *id)
{
    size_t bytes = strnlen(id, ACD_MAX_ID_BYTES);
    memcpy(out, id, bytes);
}

static void event_mail_free(struct event_mail *mail)
{
    free(mail->event);
    free(mail);
}

static void post_event(struct mailbox *mailbox, const struct acd_told *told, const void *event)
{
    struct event_mail *mail = acd_calloc(1, sizeof *mail), *dropped = NULL;
    copy_id(mail->site, told->site);
    mail->told = (struct acd_told){
        .site = mail->site, .kind = told->kind, .epoch = told->epoch, .at_ms = told->at_ms};
    mail->event = acd_shape_keep(&acd_event_shape, event, NULL);

    pthread_mutex_lock(&mailbox->lock);
    DL_APPEND(mailbox->load.events, mail);
    if (++mailbox->load.n_events > MAILBOX_EVENTS) {
        dropped = mailbox->load.events;
        DL_DELETE(mailbox->load.events, dropped);
        mailbox->load.n_events--;
    }
    wake(mailbox, WAKES_SOON);
    pthread_mutex_unlock(&mailbox->lock);
    if (dropped)
        event_mail_free(dropped);
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct mailbox *mailbox = context;
    if (told->kind == ACD_KIND_EVENT) {
        post_event(mailbox, told, entity);
        return;
    }
    pthread_mutex_lock(&mailbox->lock);
    tellings_add(&mailbox->load.tellings, told, entity);
    wake(mailbox, WAKES_SOON);
    pthread_mutex_unlock(&mailbox->lock);
}

static void on_doubt(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct mailbox *mailbox = context;
    pthread_mutex_lock(&mailbox->lock);
    tellings_doubt(&mailbox->load.tellings, site, kind, id);
    wake(mailbox, WAKES_SOON);
    pthread_mutex_unlock(&mailbox->lock);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct mailbox *mailbox = context;
    pthread_mutex_lock(&mailbox->lock);
    tellings_forget(&mailbox->load.tellings, site, kind, id);
    wake(mailbox, WAKES_SOON);
    pthread_mutex_unlock(&mailbox->lock);
}

static void site_mail_free(struct site_mail *mail)
{
    free((void *)mail->state.heartbeat);
    free(mail->why);
    free(mail);
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct mailbox *mailbox = context;
    struct site_mail *mail = acd_calloc(1, sizeof *mail);
    copy_id(mail->id, state->id);
    mail->state = *state;
    mail->state.id = mail->id;
    mail->state.why = mail->why = acd_strdup(state->why ? state->why : "");
    if (state->heartbeat)
        mail->state.heartbeat = acd_shape_keep(&acd_site_shape, state->heartbeat, NULL);

    struct site_mail *before = NULL;
    pthread_mutex_lock(&mailbox->lock);
    HASH_REPLACE_STR(mailbox->load.sites, id, mail, before);
    wake(mailbox, WAKES_SOON);
    pthread_mutex_unlock(&mailbox->lock);
    if (before)
        site_mail_free(before);
}

static void feed_mail_free(struct feed_mail *mail)
{
    free(mail->stats);
    free(mail->control);
    free(mail->control_why);
    free(mail->why);
    free(mail);
}

static void on_feed(void *context, const struct acd_feed_state *state)
{
    struct mailbox *mailbox = context;
    struct feed_mail *mail = acd_calloc(1, sizeof *mail);
    mail->state = *state;
    mail->state.stats_endpoint = mail->stats = acd_strdup(state->stats_endpoint);
    mail->state.control_endpoint = mail->control = acd_strdup(state->control_endpoint);
    mail->state.why = mail->why = acd_strdup(state->why ? state->why : "");
    mail->state.control_why = mail->control_why =
        acd_strdup(state->control_why ? state->control_why : "");

    struct feed_mail *before;
    pthread_mutex_lock(&mailbox->lock);
    LL_SEARCH_SCALAR(mailbox->load.feeds, before, state.feed, state->feed);
    if (before)
        LL_DELETE(mailbox->load.feeds, before);
    LL_APPEND(mailbox->load.feeds, mail);
    wake(mailbox, WAKES_SOON);
    pthread_mutex_unlock(&mailbox->lock);
    if (before)
        feed_mail_free(before);
}

static void on_reply(void *context, const struct acd_reply *reply)
{
    struct mailbox *mailbox = context;
    struct reply_mail *mail = acd_calloc(1, sizeof *mail);
    mail->reply = acd_shape_keep(&acd_reply_shape, reply, NULL);
    pthread_mutex_lock(&mailbox->lock);
    bool room = mailbox->load.n_replies < MAILBOX_REPLIES;
    if (room) {
        LL_APPEND(mailbox->load.replies, mail);
        mailbox->load.n_replies++;
        wake(mailbox, WAKES_NOW);
    }
    pthread_mutex_unlock(&mailbox->lock);
    if (!room) {
        free(mail->reply);
        free(mail);
    }
}

struct acd_subscriber_handler mailbox_handler(struct mailbox *mailbox)
{
    return (struct acd_subscriber_handler){
        .context = mailbox,
        .entity = on_entity,
        .doubt = on_doubt,
        .forget = on_forget,
        .site = on_site,
        .feed = on_feed,
        .reply = on_reply,
    };
}

void mailbox_answer(struct mailbox *mailbox, const char *request_id, enum acd_status status,
                    const char *why)
{
    struct acd_reply reply = {.id = request_id, .status = status, .why = why};
    ACD_KNOW(&reply, ACD_REPLY_ID);
    ACD_KNOW(&reply, ACD_REPLY_STATUS);
    if (why)
        ACD_KNOW(&reply, ACD_REPLY_WHY);
    on_reply(mailbox, &reply);
}

static void give_sites(struct load *load, struct board *board)
{
    struct site_mail *site, *next;
    HASH_ITER (hh, load->sites, site, next) {
        HASH_DEL(load->sites, site);
        board_take_site(board, &site->state);
        site_mail_free(site);
    }
    struct feed_mail *feed, *next_feed;
    LL_FOREACH_SAFE (load->feeds, feed, next_feed) {
        board_take_feed(board, &feed->state);
        feed_mail_free(feed);
    }
}

static void give_events(struct load *load, struct board *board,
                        const struct mailbox_answers *answers)
{
    struct event_mail *mail, *next;
    DL_FOREACH_SAFE (load->events, mail, next) {
        if (answers)
            answers->event(answers->context, mail->site, mail->event);
        mail->event = board_take_entity(board, &mail->told, mail->event);
        event_mail_free(mail);
    }
}

static void give_replies(struct load *load, const struct mailbox_answers *answers)
{
    struct reply_mail *mail, *next;
    LL_FOREACH_SAFE (load->replies, mail, next) {
        if (answers)
            answers->reply(answers->context, mail->reply);
        free(mail->reply);
        free(mail);
    }
}

/* Everything that waits; what comes from now on wakes anew. */
static bool take_load(struct mailbox *mailbox, struct load *load)
{
    const struct itimerspec never = {0};
    uint64_t count;
    pthread_mutex_lock(&mailbox->lock);
    *load = mailbox->load;
    mailbox->load = (struct load){.tellings = mailbox->spare};
    mailbox->spare = (struct tellings){0};
    bool any = mailbox->waking != ASLEEP;
    if (any && read(mailbox->wake_fd, &count, sizeof count) < 0)
        timerfd_settime(mailbox->wake_fd, 0, &never, NULL); /* taken before it rang */
    mailbox->waking = ASLEEP;
    pthread_mutex_unlock(&mailbox->lock);
    return any;
}

bool mailbox_take(struct mailbox *mailbox, struct board *board,
                  const struct mailbox_answers *answers)
{
    struct load load;
    bool any = take_load(mailbox, &load);
    give_sites(&load, board);
    give_replies(&load, answers); /* first: it has the feed's own words */
    tellings_give(&load.tellings, board);
    mailbox->spare = load.tellings;
    give_events(&load, board, answers);
    return any;
}

void mailbox_free(struct mailbox *mailbox)
{
    if (!mailbox)
        return;
    struct board *nowhere = board_new();
    mailbox_take(mailbox, nowhere, NULL);
    board_free(nowhere);
    tellings_release(&mailbox->spare);
    tellings_release(&mailbox->load.tellings);
    close(mailbox->wake_fd);
    pthread_mutex_destroy(&mailbox->lock);
    free(mailbox);
}
