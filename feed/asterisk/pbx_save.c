/* What outlives the bridge: tallies and contacts by contacts.h, and beside them the agents' days and
 * the talks under way.
 *
 *   acdfeed-agents 1 T                       T: when it was saved
 *   agent ID STATE SINCE COUNTED DAY_START DAY_END HANDLED TALK HOLD ACW IDLE PAUSED LOGIN RONA
 *   talk UNIQUE LINKED CONTACT QUEUE SINCE HELD      of the agent above
 *   end LINES */
#include "acdfeed/macros.h"
#include "feed/asterisk/pbx_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "acdfeed-agents 1"

/* Ids hold no blanks; what Asterisk calls by another rule is not kept. */
static bool is_word(const char *text)
{
    return *text && strcspn(text, " \t\r\n") == strlen(text);
}

static int write_agent(FILE *file, const struct pbx *pbx, const struct pbx_agent *agent)
{
    const struct shift *s = &agent->shift;
    const struct acd_agent_day *d = &s->day;
    int lines = 1;
    fprintf(file,
            "agent %s %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
            " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n",
            agent->id, s->state, s->since_t, s->counted_t, s->today.start, s->today.end, d->handled,
            d->talk_ms, d->hold_ms, d->acw_ms, d->idle_ms, d->paused_ms, d->login_ms, d->rona);
    for (int i = 0; i < agent->n_talks; i++) {
        const struct pbx_talk *talk = &agent->talk[i];
        if (!is_word(talk->unique) || !is_word(talk->linked))
            continue;
        fprintf(file, "talk %s %s %s %s %" PRId64 " %d\n", talk->unique, talk->linked,
                talk->contact, pbx_queue_id(pbx, talk->queue), talk->since_t, talk->held);
        lines++;
    }
    return lines;
}

static bool write_agents(const struct pbx *pbx, FILE *file, int64_t t)
{
    int lines = 1;
    fprintf(file, "%s %" PRId64 "\n", MAGIC, pbx->whole ? t : pbx->lost_t);
    for (int i = 0; i < pbx->n_agents; i++)
        if (pbx->agents[i]->shifting)
            lines += write_agent(file, pbx, pbx->agents[i]);
    fprintf(file, "end %d\n", lines);
    return fflush(file) == 0 && fsync(fileno(file)) == 0 && !ferror(file);
}

FILE *pbx_private_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *file = fd >= 0 && fchmod(fd, 0600) == 0 ? fdopen(fd, "w") : NULL;
    if (fd >= 0 && !file)
        close(fd);
    return file;
}

static bool save_agents(const struct pbx *pbx, const char *path, int64_t t, struct acd_fault *why)
{
    char to[1024], beside[1040];
    if ((size_t)snprintf(to, sizeof(to), "%s.agents", path) >= sizeof(to))
        return acd_fault_say(why, "the name is too long: %s", path);
    snprintf(beside, sizeof(beside), "%s.new", to);
    FILE *file = pbx_private_file(beside);
    if (!file)
        return acd_fault_say(why, "%s cannot be written: %s", beside, strerror(errno));
    bool fine = write_agents(pbx, file, t);
    fine = fclose(file) == 0 && fine;
    if (!fine || rename(beside, to) != 0)
        return acd_fault_say(why, "%s cannot be written: %s", to, strerror(errno));
    return true;
}

bool pbx_save(const struct pbx *pbx, const char *path, int64_t t, struct acd_fault *why)
{
    return contacts_save(pbx->contacts, path, why) && save_agents(pbx, path, t, why);
}

/* --- taken up again ------------------------------------------------------------------------------ */

/* A file that was damaged must not make a day of less than nothing. */
static bool is_day(const struct acd_agent_day *day)
{
    const int64_t counts[] = {day->handled, day->talk_ms,   day->hold_ms,  day->acw_ms,
                              day->idle_ms, day->paused_ms, day->login_ms, day->rona};
    for (size_t i = 0; i < ACD_COUNT_OF(counts); i++)
        if (counts[i] < 0 || counts[i] > ACD_MAX_NUMBER)
            return false;
    return true;
}

static struct pbx_agent *read_agent(struct pbx *pbx, const char *line)
{
    char id[PBX_ID_BYTES];
    struct shift s = {.zone = pbx->settings->zone, .day_start_ms = pbx->settings->day_start_ms};
    struct acd_agent_day *d = &s.day;
    int n = sscanf(line,
                   "agent %64s %d %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
                   " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
                   " %" SCNd64,
                   id, &s.state, &s.since_t, &s.counted_t, &s.today.start, &s.today.end,
                   &d->handled, &d->talk_ms, &d->hold_ms, &d->acw_ms, &d->idle_ms, &d->paused_ms,
                   &d->login_ms, &d->rona);
    if (n != 14 || s.state < 0 || s.state >= ACD_STATES || !is_day(d) ||
        !pbx_is_moment(s.since_t) || !pbx_is_moment(s.counted_t))
        return NULL;
    struct pbx_agent *agent = pbx_find_agent_id(pbx, id);
    if (!agent)
        agent = pbx_need_agent(pbx, id, "", s.counted_t);
    d->known = ACD_BIT(ACD_AGENT_DAY_FIELDS) - 1;
    agent->shift = s;
    /* Nothing is known of the time between: it counts for nobody. */
    agent->shift.state = ACD_STATE_OFFLINE;
    agent->shift.since_t = s.counted_t;
    agent->shifting = true;
    return agent;
}

static bool read_talk(struct pbx *pbx, struct pbx_agent *agent, const char *line)
{
    struct pbx_talk talk = {.doubtful = true};
    char queue[PBX_ID_BYTES];
    int held;
    if (sscanf(line, "talk %64s %64s %64s %64s %" SCNd64 " %d", talk.unique, talk.linked,
               talk.contact, queue, &talk.since_t, &held) != 6 ||
        !pbx_is_moment(talk.since_t))
        return false;
    talk.held = held != 0;
    talk.queue = pbx_find_queue_id(pbx, queue);
    if (talk.queue == PBX_NONE)
        talk.queue = pbx_need_queue(pbx, queue, talk.since_t);
    if (agent->n_talks < PBX_TALKS)
        agent->talk[agent->n_talks++] = talk;
    return true;
}

static bool read_lines(struct pbx *pbx, FILE *file)
{
    char line[1024];
    struct pbx_agent *agent = NULL;
    int lines = 1, told;
    if (!fgets(line, sizeof(line), file) ||
        sscanf(line, MAGIC " %" SCNd64, &pbx->lost_t) != 1 || !pbx_is_moment(pbx->lost_t))
        return false;
    while (fgets(line, sizeof(line), file)) {
        if (sscanf(line, "end %d", &told) == 1)
            return told == lines;
        lines++;
        if (strncmp(line, "agent ", 6) == 0)
            agent = read_agent(pbx, line);
        else if (!agent || !read_talk(pbx, agent, line))
            return false;
        if (!agent)
            return false;
    }
    return false;
}

bool pbx_load(struct pbx *pbx, const char *path, int64_t t, struct acd_fault *why)
{
    char from[1024];
    if (!contacts_load(pbx->contacts, path, t, why))
        return false;
    pbx->ever = true;
    pbx->lost_t = t;
    if ((size_t)snprintf(from, sizeof(from), "%s.agents", path) >= sizeof(from))
        return acd_fault_say(why, "the name is too long: %s", path);
    FILE *file = fopen(from, "r");
    if (!file)
        return acd_fault_say(why, "%s cannot be read: %s", from, strerror(errno));
    bool fine = read_lines(pbx, file);
    fclose(file);
    return fine || acd_fault_say(why, "%s is not whole: the agents' days begin anew", from);
}
