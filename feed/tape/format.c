/* The bytes of a tape, there and back.  It never sees a file. */
#include "feed/tape/format.h"

#include "acdfeed/memory.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define TAPE_MAGIC "ACDTAPE\n"
#define TAPE_MARK UINT32_C(0x50415441)

/* What bodies are made of, so that short messages deflate too.  Part of the format: never changed,
 * or the version is.  The most frequent stand last, as zlib advises. */
static const char dictionary[] =
    "scheduled_msadherent_msschedleft_msstate_msreasonpendingteamoffline"
    "outboundpausedholdacwringingtalkingavailablepaused_mslogin_msidle_msronahandled"
    "accepts_overflowchoicesmeasuressince_msplanstart_tinterval_msaht_msofferedagents"
    "overflow_inoverflow_outblockedcallbacktransferredabandoned_inabandoned_short"
    "answer_mslevelformulanegativeshort_msabandonasa_mstargetmediavoiceopengroup"
    "wait_max_msabandon_mswait_msring_mstalk_mshold_msacw_msspan_msabandonedanswered_in"
    "answeredofferedwindowintervaldaycallspriofromoldest_mswaitingactivequeuesnamestate"
    "idqueuevsiteinstntitems";

uint32_t tape_crc(const void *bytes, size_t n)
{
    return (uint32_t)crc32(0, bytes, (uInt)n);
}

static void put(unsigned char **at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8)
        *(*at)++ = (unsigned char)value;
}

static uint64_t get(const unsigned char **at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t) * (*at)++ << 8 * i;
    return value;
}

void tape_file_put(unsigned char out[TAPE_FILE_BYTES])
{
    unsigned char *at = out + strlen(TAPE_MAGIC);
    memcpy(out, TAPE_MAGIC, strlen(TAPE_MAGIC));
    put(&at, TAPE_VERSION, 4);
    put(&at, tape_crc(out, TAPE_FILE_BYTES - 4), 4);
}

bool tape_file_check(const unsigned char *bytes, size_t n, const char *path, struct acd_fault *why)
{
    if (n < TAPE_FILE_BYTES || memcmp(bytes, TAPE_MAGIC, strlen(TAPE_MAGIC)) != 0)
        return acd_fault_say(why, "%s: no tape of acdfeed record; it does not begin as one", path);
    const unsigned char *at = bytes + strlen(TAPE_MAGIC);
    uint64_t version = get(&at, 4);
    if (get(&at, 4) != tape_crc(bytes, TAPE_FILE_BYTES - 4))
        return acd_fault_say(why, "%s: the head of this tape is damaged", path);
    if (version != TAPE_VERSION)
        return acd_fault_say(why, "%s: a tape of version %llu; this program reads version %d", path,
                             (unsigned long long)version, TAPE_VERSION);
    return true;
}

void tape_head_put(unsigned char out[TAPE_HEAD_BYTES], const struct tape_head *head)
{
    unsigned char *at = out;
    put(&at, TAPE_MARK, 4);
    put(&at, (uint64_t)head->kind, 1);
    put(&at, (uint64_t)head->coding, 1);
    put(&at, (uint64_t)head->feed, 1);
    put(&at, (uint64_t)head->entity, 1);
    put(&at, head->topic_bytes, 2);
    put(&at, 0, 2);
    put(&at, head->stored_bytes, 4);
    put(&at, head->body_bytes, 4);
    put(&at, (uint64_t)head->at_ms, 8);
    put(&at, (uint64_t)head->wall_ms, 8);
    put(&at, head->body_crc, 4);
    put(&at, head->contents_crc, 4);
    put(&at, tape_crc(out, TAPE_HEAD_BYTES - 4), 4);
}

static bool head_fits(const struct tape_head *head)
{
    bool known = head->kind >= ACD_TAPE_BEGIN && head->kind <= ACD_TAPE_KEY_END &&
                 head->coding < TAPE_CODINGS;
    bool bounded = head->topic_bytes <= ACD_MAX_TOPIC_BYTES &&
                   head->body_bytes <= ACD_MAX_BODY_BYTES &&
                   head->stored_bytes <= TAPE_MOST_STORED &&
                   head->stored_bytes >= head->topic_bytes;
    bool plain = (head->coding != TAPE_PLAIN && head->coding != TAPE_PLAIN_AFTER) ||
                 head->stored_bytes == head->topic_bytes + head->body_bytes;
    return known && bounded && plain;
}

bool tape_head_get(const unsigned char bytes[TAPE_HEAD_BYTES], struct tape_head *head)
{
    const unsigned char *at = bytes;
    if (get(&at, 4) != TAPE_MARK)
        return false;
    head->kind = (enum acd_tape_kind)get(&at, 1);
    head->coding = (enum tape_coding)get(&at, 1);
    head->feed = (int)get(&at, 1);
    head->entity = (int)get(&at, 1);
    head->topic_bytes = (uint32_t)get(&at, 2);
    (void)get(&at, 2);
    head->stored_bytes = (uint32_t)get(&at, 4);
    head->body_bytes = (uint32_t)get(&at, 4);
    head->at_ms = (int64_t)get(&at, 8);
    head->wall_ms = (int64_t)get(&at, 8);
    head->body_crc = (uint32_t)get(&at, 4);
    head->contents_crc = (uint32_t)get(&at, 4);
    return get(&at, 4) == tape_crc(bytes, TAPE_HEAD_BYTES - 4) && head_fits(head);
}

size_t tape_head_find(const unsigned char *bytes, size_t n)
{
    unsigned char mark[4], *at = mark;
    put(&at, TAPE_MARK, 4);
    for (size_t i = 0; i + sizeof mark <= n; i++) {
        const unsigned char *found = memchr(bytes + i, mark[0], n - i - sizeof mark + 1);
        if (!found)
            return n;
        i = (size_t)(found - bytes);
        if (memcmp(found, mark, sizeof mark) == 0)
            return i;
    }
    return n;
}

int tape_entity_of(const char *topic, size_t bytes)
{
    const char *slash = memchr(topic, '/', bytes);
    int kind = slash ? acd_names_find(&acd_kind_names, topic, (size_t)(slash - topic)) : -1;
    return kind < 0 ? TAPE_NO_ENTITY : kind;
}

struct tape_topic *tape_history_of(struct tape_history *history, const void *topic, size_t bytes)
{
    for (int i = 0; i < history->n; i++)
        if (history->topics[i]->topic_bytes == bytes &&
            memcmp(history->topics[i]->topic, topic, bytes) == 0)
            return history->topics[i];
    return NULL;
}

void tape_history_keep(struct tape_history *history, const void *topic, size_t topic_bytes,
                       const void *body, size_t body_bytes)
{
    struct tape_topic *of = tape_history_of(history, topic, topic_bytes);
    if (!topic_bytes || (!of && history->n == TAPE_TOPICS))
        return;
    if (!of) {
        of = history->topics[history->n++] = acd_calloc(1, sizeof *of);
        memcpy(of->topic, topic, topic_bytes);
        of->topic_bytes = topic_bytes;
    }
    const unsigned char *from = body;
    size_t kept = body_bytes < TAPE_HISTORY_BYTES ? body_bytes : TAPE_HISTORY_BYTES;
    size_t before = of->bytes < TAPE_HISTORY_BYTES - kept ? of->bytes : TAPE_HISTORY_BYTES - kept;
    memmove(of->bodies, of->bodies + of->bytes - before, before);
    if (kept)
        memcpy(of->bodies + before, from + body_bytes - kept, kept);
    of->bytes = before + kept;
}

void tape_history_drop(struct tape_history *history, const void *topic, size_t bytes)
{
    struct tape_topic *of = tape_history_of(history, topic, bytes);
    for (int i = 0; of && i < history->n; i++) {
        if (history->topics[i] != of)
            continue;
        history->topics[i] = history->topics[--history->n];
        free(of);
        return;
    }
}

void tape_history_clear(struct tape_history *history)
{
    for (int i = 0; i < history->n; i++)
        free(history->topics[i]);
    history->n = 0;
}

size_t tape_deflate(const struct tape_topic *before, const void *bytes, size_t n,
                    unsigned char *out)
{
    z_stream stream = {0};
    size_t made = 0;
    if (n < 32)
        return 0;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        acd_no_memory();
    if (before)
        deflateSetDictionary(&stream, before->bodies, (uInt)before->bytes);
    else
        deflateSetDictionary(&stream, (const Bytef *)dictionary, sizeof dictionary - 1);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)n;
    stream.next_out = out;
    stream.avail_out = (uInt)n - 1;
    if (deflate(&stream, Z_FINISH) == Z_STREAM_END)
        made = (size_t)stream.total_out;
    deflateEnd(&stream);
    return made;
}

bool tape_inflate(const struct tape_topic *before, const unsigned char *stored, size_t stored_bytes,
                  unsigned char *out, size_t n)
{
    z_stream stream = {0};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        acd_no_memory();
    if (before)
        inflateSetDictionary(&stream, before->bodies, (uInt)before->bytes);
    else
        inflateSetDictionary(&stream, (const Bytef *)dictionary, sizeof dictionary - 1);
    stream.next_in = (Bytef *)(uintptr_t)stored;
    stream.avail_in = (uInt)stored_bytes;
    stream.next_out = out;
    stream.avail_out = (uInt)n;
    bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0 &&
                 stream.avail_in == 0;
    inflateEnd(&stream);
    return whole;
}
