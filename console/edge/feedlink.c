/* The socket thread.  Knows the subscriber and two mail slots, nothing of what is done with either. */
#include "console/edge/feedlink.h"

#include "acdfeed/keys.h"
#include "acdfeed/memory.h"
#include "acdfeed/subscriber.h"
#include "console/words.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utlist.h>

/* How long the thread sleeps at most when nothing comes; the subscriber wakes itself for its own
 * deadlines. */
enum { SERVE_MS = 1000 };

struct errand {
    struct acd_request *request;
    struct errand *next;
};

struct feedlink {
    struct acd_subscriber *subscriber;
    struct mailbox *mailbox;
    pthread_t thread;
    atomic_bool over;
    int wake_fd;
    pthread_mutex_t lock;
    struct errand *errands;
};

static void send_one(struct feedlink *link, struct errand *errand)
{
    struct acd_fault why;
    if (!acd_subscriber_send(link->subscriber, errand->request, &why)) {
        struct acd_fault words;
        acd_fault_say(&words, _("not sent: %s"), why.text);
        mailbox_answer(link->mailbox, errand->request->id, ACD_STATUS_REFUSED, words.text);
    }
    free(errand->request);
    free(errand);
}

static void run_errands(struct feedlink *link)
{
    uint64_t count;
    pthread_mutex_lock(&link->lock);
    struct errand *errands = link->errands;
    link->errands = NULL;
    ssize_t got = read(link->wake_fd, &count, sizeof count);
    (void)got;
    pthread_mutex_unlock(&link->lock);
    struct errand *errand, *next;
    LL_FOREACH_SAFE (errands, errand, next)
        send_one(link, errand);
}

static void *socket_thread(void *argument)
{
    struct feedlink *link = argument;
    while (!atomic_load(&link->over)) {
        acd_subscriber_serve(link->subscriber, SERVE_MS, link->wake_fd);
        run_errands(link);
    }
    return NULL;
}

static bool connect_all(struct feedlink *link, const struct feedlink_feed *feeds, int n,
                        struct acd_fault *why)
{
    for (int i = 0; i < n; i++) {
        struct acd_feed_options options = {
            .stats = feeds[i].stats,
            .control = feeds[i].control,
            .key_file = feeds[i].key,
            .server_key = feeds[i].server_key,
            .group = feeds[i].group,
        };
        if (options.key_file)
            acd_keys_stay_inside();
        if (!acd_subscriber_add_feed(link->subscriber, &options, why))
            return false;
    }
    return true;
}

struct feedlink *feedlink_open(const struct feedlink_feed *feeds, int n, uint32_t kinds,
                               struct mailbox *mailbox, struct acd_fault *why)
{
    struct feedlink *link = acd_calloc(1, sizeof *link);
    link->mailbox = mailbox;
    link->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pthread_mutex_init(&link->lock, NULL);
    struct acd_subscriber_options options = {.kinds = kinds, .handler = mailbox_handler(mailbox)};
    link->subscriber = acd_subscriber_new(&options);
    bool fine = connect_all(link, feeds, n, why);
    if (fine && pthread_create(&link->thread, NULL, socket_thread, link) != 0)
        fine = acd_fault_say(why, _("the system starts no thread for the feeds"));
    if (fine)
        return link;
    atomic_store(&link->over, true);
    acd_subscriber_free(link->subscriber);
    close(link->wake_fd);
    pthread_mutex_destroy(&link->lock);
    free(link);
    return NULL;
}

static void wake(struct feedlink *link)
{
    uint64_t one = 1;
    ssize_t written = write(link->wake_fd, &one, sizeof one);
    (void)written;
}

void feedlink_send(struct feedlink *link, struct acd_request *request)
{
    struct errand *errand = acd_calloc(1, sizeof *errand);
    errand->request = request;
    pthread_mutex_lock(&link->lock);
    LL_APPEND(link->errands, errand);
    wake(link);
    pthread_mutex_unlock(&link->lock);
}

void feedlink_close(struct feedlink *link)
{
    if (!link)
        return;
    atomic_store(&link->over, true);
    wake(link);
    pthread_join(link->thread, NULL);
    struct errand *errand, *next;
    LL_FOREACH_SAFE (link->errands, errand, next) {
        free(errand->request);
        free(errand);
    }
    acd_subscriber_free(link->subscriber);
    close(link->wake_fd);
    pthread_mutex_destroy(&link->lock);
    free(link);
}
