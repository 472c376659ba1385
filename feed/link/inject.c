/* The local door of a running feed: a ROUTER that answers, a DEALER that asks once.  Knows nothing
 * of what the words mean. */
#include "feed/link/inject.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>

enum { SERVE_AT_ONCE = 64 };

struct inject {
    void *context, *socket;
    int fd;
};

/* The address of ipc://PATH; false for any other endpoint. */
static bool local_path(const char *endpoint, struct sockaddr_un *address, struct acd_fault *why)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strncmp(endpoint, "ipc:///", 7) != 0)
        return acd_fault_say(why, "%s: expected ipc:///PATH, a socket of this machine", endpoint);
    if (strlen(endpoint + 6) >= sizeof(address->sun_path))
        return acd_fault_say(why, "%s: longer than the %zu characters of a socket's path", endpoint,
                             sizeof(address->sun_path) - 1);
    memcpy(address->sun_path, endpoint + 6, strlen(endpoint + 6) + 1);
    return true;
}

bool inject_taken(const char *endpoint)
{
    struct sockaddr_un address;
    if (!local_path(endpoint, &address, NULL))
        return false;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool taken = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    if (fd >= 0)
        close(fd);
    return taken;
}

static void *make_socket(void *context, int type, int linger_ms)
{
    void *socket = zmq_socket(context, type);
    int64_t most = INJECT_MOST_BYTES;
    if (socket == NULL)
        return NULL;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger_ms, sizeof(linger_ms));
    zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &most, sizeof(most));
    return socket;
}

/* Binds so that no other user can connect, whatever the folder allows. */
static bool bind_private(void *socket, const char *endpoint)
{
    mode_t before = umask(077);
    int bound = zmq_bind(socket, endpoint);
    int error = errno;
    umask(before);
    errno = error;
    return bound == 0;
}

struct inject *inject_open(const char *endpoint, struct acd_fault *why)
{
    struct sockaddr_un address;
    if (!local_path(endpoint, &address, why))
        return NULL;
    if (inject_taken(endpoint)) { /* a bind would take the path away from the other */
        (void)acd_fault_say(why, "%s: another program listens there already", endpoint);
        return NULL;
    }
    struct inject *inject = acd_calloc(1, sizeof(*inject));
    inject->context = zmq_ctx_new();
    inject->socket = inject->context != NULL ? make_socket(inject->context, ZMQ_ROUTER, 200) : NULL;
    size_t bytes = sizeof(inject->fd);
    if (inject->socket != NULL && bind_private(inject->socket, endpoint) &&
        zmq_getsockopt(inject->socket, ZMQ_FD, &inject->fd, &bytes) == 0)
        return inject;
    (void)acd_fault_say(why, "%s: cannot listen: %s", endpoint, zmq_strerror(errno));
    inject_close(inject);
    return NULL;
}

void inject_close(struct inject *inject)
{
    if (inject == NULL)
        return;
    if (inject->socket != NULL)
        zmq_close(inject->socket);
    if (inject->context != NULL)
        zmq_ctx_term(inject->context);
    free(inject);
}

int inject_fd(const struct inject *inject)
{
    return inject->fd;
}

static char *to_text(zmq_msg_t *frame)
{
    size_t bytes = zmq_msg_size(frame);
    char *text = acd_alloc(bytes + 1);
    memcpy(text, zmq_msg_data(frame), bytes);
    text[bytes] = '\0';
    return text;
}

/* What came in one message, past the peer's address. */
struct words {
    char *word[INJECT_MOST_WORDS];
    size_t n, bytes;
    bool too_many;
};

static void add_word(struct words *words, zmq_msg_t *frame)
{
    words->bytes += zmq_msg_size(frame);
    words->too_many |= words->n == INJECT_MOST_WORDS || words->bytes > INJECT_MOST_BYTES;
    if (!words->too_many)
        words->word[words->n++] = to_text(frame);
}

static void release_words(struct words *words)
{
    for (size_t i = 0; i < words->n; i++)
        free(words->word[i]);
}

/* One message: the first frame stays in `first`, the others become words.  False: none waits. */
static bool receive(void *socket, zmq_msg_t *first, struct words *words)
{
    *words = (struct words){0};
    if (zmq_msg_recv(first, socket, ZMQ_DONTWAIT) < 0)
        return false;
    for (int more = zmq_msg_more(first); more;) {
        zmq_msg_t frame;
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT) < 0)
            return true;
        add_word(words, &frame);
        more = zmq_msg_more(&frame);
        zmq_msg_close(&frame);
    }
    return true;
}

static void answer(void *socket, zmq_msg_t *peer, bool taken, const struct acd_fault *why)
{
    const char *words = taken ? "" : why->text;
    if (zmq_msg_send(peer, socket, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
        return; /* the asker has gone */
    (void)zmq_send(socket, taken ? "ok" : "no", 2, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    (void)zmq_send(socket, words, strlen(words), ZMQ_DONTWAIT);
}

bool inject_serve(struct inject *inject, inject_function *take, void *context)
{
    for (int i = 0; i < SERVE_AT_ONCE; i++) {
        struct words words;
        struct acd_fault why = {{0}};
        zmq_msg_t peer;
        zmq_msg_init(&peer);
        bool came = receive(inject->socket, &peer, &words);
        if (came && words.too_many)
            (void)acd_fault_say(&why, "more than %d words or %d bytes", INJECT_MOST_WORDS,
                                INJECT_MOST_BYTES);
        if (came)
            answer(inject->socket, &peer,
                   !words.too_many && take(context, (const char *const *)words.word, words.n, &why),
                   &why);
        release_words(&words);
        zmq_msg_close(&peer);
        if (!came)
            return false;
    }
    return true;
}

static bool send_words(void *socket, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (zmq_send(socket, words[i], strlen(words[i]), i + 1 < n ? ZMQ_SNDMORE : 0) < 0)
            return false;
    return true;
}

static enum inject_answer await(void *socket, const char *endpoint, int64_t timeout_ms,
                                struct acd_fault *why)
{
    zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
    struct words words;
    zmq_msg_t verdict;
    zmq_msg_init(&verdict);
    enum inject_answer answered = INJECT_SILENT;
    if (zmq_poll(&item, 1, (long)timeout_ms) > 0 && receive(socket, &verdict, &words)) {
        bool taken = zmq_msg_size(&verdict) == 2 && memcmp(zmq_msg_data(&verdict), "ok", 2) == 0;
        answered = taken ? INJECT_DONE : INJECT_REFUSED;
        if (!taken)
            (void)acd_fault_say(why, "%s",
                                words.n > 0 ? words.word[0] : "refused without a reason");
        release_words(&words);
    }
    zmq_msg_close(&verdict);
    if (answered == INJECT_SILENT)
        (void)acd_fault_say(why, "%s: no answer", endpoint);
    return answered;
}

enum inject_answer inject_ask(const char *endpoint, const char *const *words, size_t n,
                              int64_t timeout_ms, struct acd_fault *why)
{
    struct sockaddr_un address;
    if (!local_path(endpoint, &address, why))
        return INJECT_REFUSED;
    enum inject_answer answered = INJECT_SILENT;
    void *context = zmq_ctx_new();
    void *socket = context != NULL ? make_socket(context, ZMQ_DEALER, 0) : NULL;
    if (socket != NULL && zmq_connect(socket, endpoint) == 0 && send_words(socket, words, n))
        answered = await(socket, endpoint, timeout_ms, why);
    else
        (void)acd_fault_say(why, "%s: %s", endpoint, zmq_strerror(errno));
    if (socket != NULL)
        zmq_close(socket);
    if (context != NULL)
        zmq_ctx_term(context);
    return answered;
}
