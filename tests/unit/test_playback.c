/* What a recorder writes, a player believes: at any moment that is sought, the sites, queues and
 * agents are those that playing there from the start gives, also after restarts and silences. */
#include "acdfeed/playback.h"
#include "acdfeed/json.h"
#include "feed/commands/recorder.h"
#include "tests/support/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define START INT64_C(1774656000000)
enum { SITES = 2, QUEUES = 5, AGENTS = 9, LENGTH_MS = 200000, BELIEVED = 64, TEXT_BYTES = 1 << 16 };

/* --- a feed that does not always behave --- */

struct feed_entity {
    bool there;
    int64_t waiting, since_ms;
};
struct made_feed {
    char id[8];
    uint64_t inst, n[ACD_KINDS];
    struct feed_entity entities[2][AGENTS]; /* queues, agents */
    int64_t silent_until_ms, beat_ms, round_ms;
    int events;
};

struct stage {
    struct recorder *recorder;
    struct made_feed feeds[SITES];
    struct acd_buffer body;
    int64_t now_ms;
    bool lossy;
    unsigned random;
};

static int draw(struct stage *stage, int below)
{
    stage->random = stage->random * 1103515245u + 12345u;
    return (int)(stage->random >> 16) % below;
}

static void send(struct stage *stage, int which, enum acd_kind kind, const void *entities,
                 size_t bytes, uint32_t count)
{
    struct made_feed *feed = &stage->feeds[which];
    char topic[32];
    int topic_bytes = snprintf(topic, sizeof topic, "%s/%s/",
                               acd_names_word(&acd_kind_names, (int)kind), feed->id);
    acd_buffer_clear(&stage->body);
    acd_pack_head(&stage->body, feed->id, feed->inst, ++feed->n[kind], stage->now_ms, count);
    for (uint32_t i = 0; i < count; i++)
        acd_pack(&stage->body, acd_kind_shape(kind), (const char *)entities + i * bytes);
    if (stage->lossy && kind != ACD_KIND_SITE && draw(stage, 40) == 0)
        return;
    assert_true(recorder_hear(stage->recorder, &(struct acd_heard){
                                                   .feed = which,
                                                   .topic = topic,
                                                   .topic_bytes = (size_t)topic_bytes,
                                                   .body = stage->body.data,
                                                   .body_bytes = stage->body.size,
                                                   .now_ms = stage->now_ms,
                                                   .wall_ms = stage->now_ms,
                                               }));
}

static void tell(struct stage *stage, int which, int kind, int i)
{
    struct feed_entity *entity = &stage->feeds[which].entities[kind][i];
    char id[16];
    int64_t age_ms = stage->now_ms - entity->since_ms;
    snprintf(id, sizeof id, "%s%d", kind ? "agent" : "queue", i);
    if (kind == 0) {
        struct acd_queue queue = {.id = id, .waiting = entity->waiting, .oldest_ms = age_ms,
                                  .gone = !entity->there};
        queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                      ACD_BIT(ACD_QUEUE_OLDEST) | (entity->there ? 0 : ACD_BIT(ACD_QUEUE_GONE));
        send(stage, which, ACD_KIND_QUEUE, &queue, sizeof queue, 1);
    } else {
        struct acd_agent agent = {.id = id, .state = (int)entity->waiting % ACD_STATES,
                                  .state_ms = age_ms, .gone = !entity->there};
        agent.known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_STATE) |
                      ACD_BIT(ACD_AGENT_STATE_MS) | (entity->there ? 0 : ACD_BIT(ACD_AGENT_GONE));
        send(stage, which, ACD_KIND_AGENT, &agent, sizeof agent, 1);
    }
}

static int present(const struct made_feed *feed, int kind)
{
    int n = 0;
    for (int i = 0; i < (kind ? AGENTS : QUEUES); i++)
        n += feed->entities[kind][i].there;
    return n;
}

static void beat(struct stage *stage, int which)
{
    struct made_feed *feed = &stage->feeds[which];
    char topics[3][32];
    struct acd_mark marks[3];
    uint32_t n = 0;
    for (int kind = ACD_KIND_QUEUE; kind <= ACD_KIND_EVENT; kind++) {
        if (!feed->n[kind])
            continue;
        snprintf(topics[n], sizeof topics[n], "%s/%s/", acd_names_word(&acd_kind_names, kind),
                 feed->id);
        marks[n] = (struct acd_mark){.known = 3, .topic = topics[n], .n = feed->n[kind]};
        n++;
    }
    struct acd_site site = {.id = feed->id, .name = "A site", .period_ms = 1000,
                            .keyframe_ms = 8000, .marks = marks, .n_marks = n,
                            .queues = present(feed, 0), .agents = present(feed, 1)};
    site.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME) | ACD_BIT(ACD_SITE_PERIOD) |
                 ACD_BIT(ACD_SITE_KEYFRAME) | ACD_BIT(ACD_SITE_MARKS) | ACD_BIT(ACD_SITE_QUEUES) |
                 ACD_BIT(ACD_SITE_AGENTS);
    send(stage, which, ACD_KIND_SITE, &site, sizeof site, 1);
    feed->beat_ms = stage->now_ms + 1000;
}

static void tell_all(struct stage *stage, int which)
{
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < (kind ? AGENTS : QUEUES); i++)
            if (stage->feeds[which].entities[kind][i].there)
                tell(stage, which, kind, i);
    stage->feeds[which].round_ms = stage->now_ms + 7000;
}

static void happen(struct stage *stage, int which)
{
    struct made_feed *feed = &stage->feeds[which];
    int kind = draw(stage, 2), i = draw(stage, kind ? AGENTS : QUEUES), what = draw(stage, 1000);
    struct feed_entity *entity = &feed->entities[kind][i];
    if (what < 3) {
        feed->silent_until_ms = stage->now_ms + 1000 + draw(stage, 9000);
        return;
    }
    if (what < 6) { /* a restart */
        feed->inst = feed->inst * 31 + 7;
        memset(feed->n, 0, sizeof feed->n);
        beat(stage, which);
        tell_all(stage, which);
        return;
    }
    if (what < 300) {
        struct acd_event event = {.type = "notice", .text = "told", .t = stage->now_ms};
        char id[24];
        snprintf(id, sizeof id, "%s-%d", feed->id, feed->events++);
        event.id = id;
        event.known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_T) |
                      ACD_BIT(ACD_EVENT_TEXT);
        send(stage, which, ACD_KIND_EVENT, &event, sizeof event, 1);
        return;
    }
    bool was = entity->there;
    *entity = (struct feed_entity){.there = what >= 350, .waiting = draw(stage, 50),
                                   .since_ms = stage->now_ms - draw(stage, 60000)};
    if (was || entity->there)
        tell(stage, which, kind, i);
}

static void record(const char *path, unsigned seed, bool lossy, int64_t key_ms)
{
    static const char *const names[] = {"ipc:///a", "ipc:///b"};
    struct acd_fault why;
    struct acd_tape_writer *writer = acd_tape_append(path, &why);
    assert_non_null(writer);
    struct stage stage = {.random = seed, .lossy = lossy, .now_ms = START};
    acd_buffer_init(&stage.body);
    stage.recorder = recorder_new(writer, (struct recorder_feeds){names, SITES}, key_ms);
    recorder_begin(stage.recorder, START, START);
    for (int i = 0; i < SITES; i++)
        stage.feeds[i] = (struct made_feed){.id = {(char)('a' + i)}, .inst = seed + (unsigned)i};
    for (; stage.now_ms < START + LENGTH_MS; stage.now_ms += 50) {
        for (int i = 0; i < SITES; i++) {
            struct made_feed *feed = &stage.feeds[i];
            if (stage.now_ms < feed->silent_until_ms)
                continue;
            if (draw(&stage, 4) == 0)
                happen(&stage, i);
            if (stage.now_ms >= feed->round_ms)
                tell_all(&stage, i);
            if (stage.now_ms >= feed->beat_ms)
                beat(&stage, i);
        }
        (void)recorder_tick(stage.recorder, stage.now_ms, stage.now_ms);
    }
    recorder_free(stage.recorder);
    acd_tape_finish(writer);
    acd_buffer_release(&stage.body);
}

/* --- what a listener believes --- */

struct believer {
    struct acd_playback *playback;
    struct {
        char site[8], id[16];
        enum acd_kind kind;
        uint32_t epoch;
        int64_t at_ms;
        void *entity;
    } all[BELIEVED];
    struct {
        enum acd_link link;
        uint32_t epoch[ACD_KINDS];
        uint64_t lost;
    } sites[SITES];
    int events;
};

static void on_entity(void *context, const struct acd_told *told, const void *entity)
{
    struct believer *believer = context;
    int at = 0;
    if (told->kind == ACD_KIND_EVENT) {
        believer->events++;
        return;
    }
    const char *id = told->kind == ACD_KIND_QUEUE ? ((const struct acd_queue *)entity)->id
                                                  : ((const struct acd_agent *)entity)->id;
    while (believer->all[at].entity && (strcmp(believer->all[at].id, id) ||
                                        strcmp(believer->all[at].site, told->site)))
        assert_true(++at < BELIEVED);
    snprintf(believer->all[at].site, sizeof believer->all[at].site, "%s", told->site);
    snprintf(believer->all[at].id, sizeof believer->all[at].id, "%s", id);
    believer->all[at].kind = told->kind;
    believer->all[at].epoch = told->epoch;
    believer->all[at].at_ms = told->at_ms;
    believer->all[at].entity =
        acd_shape_keep(acd_kind_shape(told->kind), entity, believer->all[at].entity);
}

static void on_forget(void *context, const char *site, enum acd_kind kind, const char *id)
{
    struct believer *believer = context;
    (void)kind;
    for (int i = 0; i < BELIEVED; i++)
        if (believer->all[i].entity && !strcmp(believer->all[i].id, id) &&
            !strcmp(believer->all[i].site, site))
            believer->all[i].epoch = UINT32_MAX;
}

static void on_site(void *context, const struct acd_site_state *state)
{
    struct believer *believer = context;
    int at = state->id[0] - 'a';
    believer->sites[at].link = state->link;
    believer->sites[at].lost = state->lost;
    memcpy(believer->sites[at].epoch, state->epoch, sizeof state->epoch);
}

static void forget_all(struct believer *believer)
{
    struct acd_playback *playback = believer->playback;
    for (int i = 0; i < BELIEVED; i++)
        free(believer->all[i].entity);
    *believer = (struct believer){.playback = playback};
}

static void open_believer(struct believer *believer, const char *path)
{
    struct acd_fault why;
    struct acd_subscriber_handler handler = {
        .context = believer, .entity = on_entity, .forget = on_forget, .site = on_site};
    *believer = (struct believer){0};
    believer->playback = acd_playback_open(path, &handler, &why);
    if (!believer->playback)
        fail_msg("%s", why.text);
}

static void close_believer(struct believer *believer)
{
    acd_playback_close(believer->playback);
    believer->playback = NULL;
    forget_all(believer);
}

static int by_text(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

/* All that may be shown now, in an order of its own. */
static void describe(const struct believer *believer, char *out)
{
    int64_t now_ms = acd_playback_now_ms(believer->playback);
    static unsigned char room[ACD_SCRATCH_BYTES] __attribute__((aligned(8)));
    char *lines[BELIEVED];
    int n = 0, used = 0;
    for (int i = 0; i < SITES; i++)
        used += snprintf(out + used, TEXT_BYTES, "site %d %s\n", i,
                         acd_names_word(&acd_link_names, (int)believer->sites[i].link));
    for (int i = 0; i < BELIEVED && believer->all[i].entity; i++) {
        int site = believer->all[i].site[0] - 'a';
        enum acd_link link = believer->sites[site].link;
        enum acd_kind kind = believer->all[i].kind;
        if (believer->all[i].epoch != believer->sites[site].epoch[kind] ||
            (link != ACD_LINK_LIVE && link != ACD_LINK_INCOMPLETE))
            continue;
        struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
        void *aged = acd_shape_copy(acd_kind_shape(kind), believer->all[i].entity, &scratch);
        acd_shape_age(acd_kind_shape(kind), aged, now_ms - believer->all[i].at_ms);
        lines[n++] = acd_json_line(acd_kind_shape(kind), aged,
                                   acd_names_word(&acd_kind_names, (int)kind),
                                   believer->all[i].site);
    }
    qsort(lines, (size_t)n, sizeof lines[0], by_text);
    for (int i = 0; i < n; i++) {
        used += snprintf(out + used, TEXT_BYTES - (size_t)used, "%s\n", lines[i]);
        free(lines[i]);
    }
}

static void compare(const char *path, unsigned seed)
{
    static char played[TEXT_BYTES], sought[TEXT_BYTES];
    struct believer player, seeker;
    open_believer(&player, path);
    open_believer(&seeker, path);
    for (int64_t at_ms = START + 1; at_ms < START + LENGTH_MS; at_ms += 1370 + seed % 100) {
        while (!acd_playback_advance(player.playback, at_ms, 7))
            ;
        forget_all(&seeker);
        acd_playback_seek(seeker.playback, at_ms);
        assert_int_equal(acd_playback_now_ms(seeker.playback),
                         acd_playback_now_ms(player.playback));
        describe(&player, played);
        describe(&seeker, sought);
        size_t same = 0;
        while (played[same] && played[same] == sought[same])
            same++;
        if (strcmp(played, sought) != 0)
            fail_msg("seed %u, %lld ms in: played ...%.150s, sought ...%.150s", seed,
                     (long long)(at_ms - START), played + (same > 60 ? same - 60 : 0),
                     sought + (same > 60 ? same - 60 : 0));
        assert_int_equal(player.events, seeker.events); /* less than an hour */
    }
    close_believer(&player);
    close_believer(&seeker);
}

static void make_path(char path[64])
{
    snprintf(path, 64, "/tmp/acdplay-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
}

static void seeking_gives_what_playing_gives(void **state)
{
    (void)state;
    const char *text = getenv("ACD_SEED");
    unsigned first = text ? (unsigned)strtoul(text, NULL, 10) : 1;
    for (unsigned seed = first; seed < first + 6; seed++) {
        char path[64];
        make_path(path);
        record(path, seed, false, seed % 2 ? 5000 : 12000);
        compare(path, seed);
        unlink(path);
    }
}

/* What was lost is in doubt in both; nothing more may be believed after a seek than when played. */
static void a_seek_believes_nothing_that_was_lost(void **state)
{
    (void)state;
    static char played[TEXT_BYTES], sought[TEXT_BYTES];
    char path[64];
    struct believer player, seeker;
    make_path(path);
    record(path, 3, true, 7000);
    open_believer(&player, path);
    open_believer(&seeker, path);
    for (int64_t at_ms = START + 1; at_ms < START + LENGTH_MS; at_ms += 911) {
        while (!acd_playback_advance(player.playback, at_ms, 0))
            ;
        forget_all(&seeker);
        acd_playback_seek(seeker.playback, at_ms);
        describe(&player, played);
        describe(&seeker, sought);
        for (char *rest = NULL, *line = strtok_r(sought, "\n", &rest); line;
             line = strtok_r(NULL, "\n", &rest))
            if (strncmp(line, "site", 4) != 0 && !strstr(played, line))
                fail_msg("%lld ms in: only the seek believes %s", (long long)(at_ms - START), line);
    }
    close_believer(&player);
    close_believer(&seeker);
    unlink(path);
}

static void moments_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at_ms; /* after START, 2026-03-28 00:00:00 UTC; -1: refused */
    } cases[] = {
        {"00:01", 60000},  {"00:01:30", 90000},           {"2026-03-28 00:02", 120000},
        {"start", 0},      {"2026-03-28T00:00:05", 5000}, {"end", LENGTH_MS - 50},
        {"+90s", 90000},   {"-5m", 0},                    {"+2h", LENGTH_MS - 50},
        {"09:41", -1},     {"2026-03-29 00:01", -1},      {"24:00", -1},
        {"noon", -1},      {"00:01:30:5", -1},            {"", -1},
    };
    struct believer believer;
    struct acd_fault why;
    char path[64];
    make_path(path);
    record(path, 1, false, 5000);
    open_believer(&believer, path);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at_ms = -1;
        bool read = acd_playback_moment(believer.playback, cases[i].text, &at_ms, &why);
        if (read != (cases[i].at_ms >= 0) || (read && at_ms != START + cases[i].at_ms))
            fail_msg("%s: %d, %lld", cases[i].text, read, (long long)(at_ms - START));
    }
    struct acd_tape_about about = acd_playback_about(believer.playback);
    assert_string_equal(about.sites, "a b");
    assert_false(acd_playback_over(believer.playback));
    assert_true(acd_playback_advance(believer.playback, INT64_MAX, 0));
    assert_true(acd_playback_over(believer.playback));
    assert_int_equal(acd_playback_now_ms(believer.playback), about.end_ms);
    close_believer(&believer);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeking_gives_what_playing_gives),
        cmocka_unit_test(a_seek_believes_nothing_that_was_lost),
        cmocka_unit_test(moments_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
