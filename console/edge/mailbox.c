/* The meeting point of the two threads.  Holds its lock only to move pointers: decoding and copying
 * happen before it, applying to the board after it.  Knows neither sockets nor screen. */
#include "console/edge/mailbox.h"

#include "acdfeed/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <uthash.h>
#include <utlist.h>

struct address { /* zeroed before it is filled: hashed as bytes */
    char site[ACD_MAX_ID_BYTES + 1];
    char kind;
    char id[ACD_MAX_ID_BYTES + 1];
};

struct mail {
    struct address address;
    struct acd_told told;
    void *entity; /* NULL: forget it, or doubt it */
    bool doubt;
    struct mail *next, *prev;
    UT_hash_handle hh;
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
    struct mail *entities; /* hashed */
    struct mail *events;   /* a list */
    struct reply_mail *replies;
    int n_events, n_replies;
};

struct mailbox {
    pthread_mutex_t lock;
    int wake_fd;
    bool woken; /* the fd is readable already: one system call for a burst, not one for each entity */
    struct load load;
};

struct mailbox *mailbox_new(void)
{
    struct mailbox *mailbox = acd_calloc(1, sizeof *mailbox);
    pthread_mutex_init(&mailbox->lock, NULL);
    mailbox->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return mailbox;
}

int mailbox_fd(const struct mailbox *mailbox)
{
    return mailbox->wake_fd;
}

/* With the lock held. */
static void wake(struct mailbox *mailbox)
{
    uint64_t one = 1;
    if (mailbox->woken)
        return;
    mailbox->woken = true;
    ssize_t written = write(mailbox->wake_fd, &one, sizeof one);
    (void)written; /* the counter is full: it is readable already */
}

static void copy_id(char out[ACD_MAX_ID_BYTES + 1], const char *id)
{
    size_t bytes = strnlen(id, ACD_MAX_ID_BYTES);
    memcpy(out, id, bytes);
}

static struct mail *mail_new(const char *site, enum acd_kind kind, const char *id)
{
    struct mail *mail = acd_calloc(1, sizeof *mail);
    copy_id(mail->address.site, site);
    mail->address.kind = (char)kind;
    copy_id(mail->address.id, id);
    return mail;
}

static void mail_free(struct mail *mail)
{
    free(mail->entity);
    free(mail);
}

/* Replaces what waits for the same entity. */
static void post_latest(struct mailbox *mailbox, struct mail *mail)
{
    struct mail *before = NULL;
    pthread_mutex_lock(&mailbox->lock);
    HASH_REPLACE(hh, mailbox->load.entities, address, sizeof mail->address, mail, before);
    wake(mailbox);
    pthread_mutex_unlock(&mailbox->lock);
    if (before)
        mail_free(before);
}

static void post_event(struct mailbox *mailbox, struct mail *mail)
{
    struct mail *dropped = NULL;
    pthread_mutex_lock(&mailbox->lock);
    DL_APPEND(mailbox->load.events, mail);
    if (++mailbox->load.n_events > MAILBOX_EVENTS) {
        dropped = mailbox->load.events;
        DL_DELETE(mailbox->load.events, dropped);
        mailbox->load.n_events--;
    }
    wake(mailbox);
    pthread_mutex_unlock(&mailbox->lock);
    if (dropped)
        mail_free(dropped);
}

static const char *entity_id(enum acd_kind kind, const void *entity)
{
    const char *id = kind == ACD_KIND_QUEUE   ? ((const struct acd_queue *)entity)->id
                     : kind == ACD_KIND_AGENT ? ((const struct acd_agent *)entity)->id
                                              : ((const struct acd_event *)entity)->id;
    return id ? id : "";
}

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct mail *mail = mail_new(told->site, told->kind, entity_id(told->kind, entity));
    mail->told = *told;
    mail->entity = acd_shape_keep(acd_kind_shape(told->kind), entity, NULL);
    if (told->kind == ACD_KIND_EVENT)
        post_event(context, mail);
    else
        post_latest(context, mail);
}

static void on_doubt(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct mail *mail = mail_new(site, kind, id);
    mail->told.kind = kind;
    mail->doubt = true;
    post_latest(context, mail);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct mail *mail = mail_new(site, kind, id);
    mail->told.kind = kind;
    post_latest(context, mail);
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
    wake(mailbox);
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
    wake(mailbox);
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
        wake(mailbox);
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

static void give_mail(struct board *board, struct mail *mail)
{
    mail->told.site = mail->address.site;
    if (mail->entity)
        mail->entity = board_take_entity(board, &mail->told, mail->entity);
    else if (mail->doubt)
        board_take_doubt(board, mail->address.site, mail->told.kind, mail->address.id);
    else
        board_take_forget(board, mail->address.site, mail->told.kind, mail->address.id);
    mail_free(mail);
}

static void give_entities(struct load *load, struct board *board,
                          const struct mailbox_answers *answers)
{
    struct mail *mail, *next;
    HASH_ITER (hh, load->entities, mail, next) {
        HASH_DEL(load->entities, mail);
        give_mail(board, mail);
    }
    DL_FOREACH_SAFE (load->events, mail, next) {
        if (answers)
            answers->event(answers->context, mail->address.site, mail->entity);
        give_mail(board, mail);
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

bool mailbox_take(struct mailbox *mailbox, struct board *board,
                  const struct mailbox_answers *answers)
{
    uint64_t count;
    pthread_mutex_lock(&mailbox->lock);
    struct load load = mailbox->load;
    mailbox->load = (struct load){0};
    bool any = mailbox->woken && read(mailbox->wake_fd, &count, sizeof count) > 0;
    mailbox->woken = false;
    pthread_mutex_unlock(&mailbox->lock);
    give_sites(&load, board);
    give_replies(&load, answers); /* first: it has the feed's own words */
    give_entities(&load, board, answers);
    return any;
}

void mailbox_free(struct mailbox *mailbox)
{
    if (!mailbox)
        return;
    struct board *nowhere = board_new();
    mailbox_take(mailbox, nowhere, NULL);
    board_free(nowhere);
    close(mailbox->wake_fd);
    pthread_mutex_destroy(&mailbox->lock);
    free(mailbox);
}
