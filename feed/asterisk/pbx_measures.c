/* Measures in force: told, ended by time or by hand, undone by what was written down as they were
 * done.  Knows no operation by name. */
#include "acdfeed/shape.h"
#include "feed/asterisk/pbx_ops_inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct measure *measure_find(struct pbx_ops *ops, uint32_t serial)
{
    for (int i = 0; i < ops->n_measures; i++)
        if (ops->measures[i].serial == serial)
            return &ops->measures[i];
    return NULL;
}

struct measure *measure_on(struct pbx_ops *ops, enum acd_op op, int queue)
{
    for (int i = 0; i < ops->n_measures; i++)
        if (ops->measures[i].op == op && ops->measures[i].queue == queue)
            return &ops->measures[i];
    return NULL;
}

static struct measure *add(struct pbx_ops *ops)
{
    ops->measures =
        pbx_grow(ops->measures, ops->n_measures, &ops->room_measures, sizeof(*ops->measures));
    struct measure *measure = &ops->measures[ops->n_measures++];
    *measure = (struct measure){.serial = ++ops->measure_serials, .to = PBX_NONE};
    return measure;
}

struct measure *measure_new(struct pbx_ops *ops, enum acd_op op, int queue, const struct asked *asked)
{
    struct measure *measure = add(ops);
    const struct acd_args *args = asked->args;
    measure->op = op;
    measure->queue = queue;
    measure->to = asked->to;
    measure->since_t = asked->t;
    measure->until_t = args->known & ACD_BIT(ACD_ARGS_FOR) ? asked->t + args->for_ms : INT64_MAX;
    if (ACD_KNOWN(asked->request, ACD_REQUEST_BY))
        pbx_make_text(measure->by, sizeof(measure->by), asked->request->by); /* one line: it is kept as one */
    pbx_queue_changed(ops->pbx, queue);
    return measure;
}

void measure_undoes(struct measure *measure, char *action)
{
    measure->undo =
        pbx_grow(measure->undo, measure->n_undo, &measure->room_undo, sizeof(*measure->undo));
    measure->undo[measure->n_undo++] = action;
}

static void forget(struct pbx_ops *ops, struct measure *measure)
{
    pbx_queue_changed(ops->pbx, measure->queue);
    for (int i = 0; i < measure->n_undo; i++)
        free(measure->undo[i]);
    free(measure->undo);
    *measure = ops->measures[--ops->n_measures];
}

void measure_drop(struct pbx_ops *ops, uint32_t serial)
{
    struct measure *measure = measure_find(ops, serial);
    if (measure)
        forget(ops, measure);
}

void measure_end(struct pbx_ops *ops, uint32_t serial, const struct asked *asked, const char *how,
                 int64_t t)
{
    struct measure *measure = measure_find(ops, serial);
    if (!measure)
        return;
    const char *op = acd_names_word(&acd_op_names, (int)measure->op);
    struct order *order = order_new(ops, asked);
    (void)t;
    order->ending = true;
    for (int i = measure->n_undo - 1; i >= 0; i--) {
        struct ami_action action = {0};
        pbx_copy(action.text, sizeof(action.text), measure->undo[i]);
        if (ops_keep_break(ops->pbx, &action))
            (void)order_add(order, STEP_DO, &action, "ending it");
    }
    ops_note(ops, "action", op, measure->queue,
             asked && ACD_KNOWN(asked->request, ACD_REQUEST_BY) ? asked->request->by : measure->by,
             "%s%s%s %s", op, measure->to_text[0] ? " " : "", measure->to_text, how);
    forget(ops, measure);
}

void measures_advance(struct pbx_ops *ops, int64_t t)
{
    for (int i = ops->n_measures - 1; i >= 0; i--)
        if (t >= ops->measures[i].until_t)
            measure_end(ops, ops->measures[i].serial, NULL, "has ended by itself: its time is over",
                        t);
}

void pbx_ops_tell(struct pbx_ops *ops, int queue, int64_t t, struct acd_queue *told)
{
    uint32_t n = 0;
    for (int i = 0; i < ops->n_measures && n < ACD_MAX_MEASURES; i++) {
        const struct measure *measure = &ops->measures[i];
        if (measure->queue != queue)
            continue;
        struct acd_measure *out = &ops->told[n];
        snprintf(ops->told_ids[n], sizeof(ops->told_ids[n]), "m%u", measure->serial);
        *out = (struct acd_measure){.id = ops->told_ids[n],
                                    .op = acd_names_word(&acd_op_names, (int)measure->op),
                                    .by = measure->by,
                                    .since_ms = t > measure->since_t ? t - measure->since_t : 0};
        out->known = ACD_BIT(ACD_MEASURE_ID) | ACD_BIT(ACD_MEASURE_OP) | ACD_BIT(ACD_MEASURE_SINCE);
        if (measure->by[0])
            ACD_KNOW(out, ACD_MEASURE_BY);
        if (measure->to_text[0]) {
            out->to = measure->to_text;
            ACD_KNOW(out, ACD_MEASURE_TO);
        }
        if (measure->until_t != INT64_MAX) {
            out->left_ms = measure->until_t > t ? measure->until_t - t : 0;
            ACD_KNOW(out, ACD_MEASURE_LEFT);
        }
        n++;
    }
    told->measures = ops->told;
    told->n_measures = n;
    ACD_KNOW(told, ACD_QUEUE_MEASURES);
}

/* --- kept over a restart ------------------------------------------------------------------------- */

/* Lines of tab-separated words; line breaks of an action stand as '\r' '\n' in C's way. */
static void write_action(FILE *file, const char *action)
{
    fputs("undo\t", file);
    for (; *action; action++)
        if (*action == '\r')
            fputs("\\r", file);
        else if (*action == '\n')
            fputs("\\n", file);
        else if (*action == '\\')
            fputs("\\\\", file);
        else
            fputc(*action, file);
    fputc('\n', file);
}

bool pbx_ops_save(const struct pbx_ops *ops, const char *path, struct acd_fault *why)
{
    char to[1024], beside[1040];
    if ((size_t)snprintf(to, sizeof(to), "%s.measures", path) >= sizeof(to))
        return acd_fault_say(why, "the name is too long: %s", path);
    snprintf(beside, sizeof(beside), "%s.new", to);
    FILE *file = pbx_private_file(beside);
    if (!file)
        return acd_fault_say(why, "%s cannot be written: %s", beside, strerror(errno));
    for (int i = 0; i < ops->n_measures; i++) {
        const struct measure *m = &ops->measures[i];
        fprintf(file, "measure\t%s\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%d\t%" PRId64
                      "\t%s\t%s\n",
                acd_names_word(&acd_op_names, (int)m->op), pbx_queue_id(ops->pbx, m->queue),
                m->to == PBX_NONE ? "-" : pbx_queue_id(ops->pbx, m->to), m->since_t, m->until_t,
                m->coming, m->left, m->to_text[0] ? m->to_text : "-", m->by[0] ? m->by : "-");
        for (int k = 0; k < m->n_undo; k++)
            write_action(file, m->undo[k]);
    }
    bool fine = !ferror(file);
    fine = fclose(file) == 0 && fine && rename(beside, to) == 0;
    return fine || acd_fault_say(why, "%s cannot be written: %s", to, strerror(errno));
}

static char *read_action(const char *text)
{
    char *out = acd_alloc(strlen(text) + 1), *at = out;
    for (; *text && *text != '\n'; text++) {
        if (*text == '\\' && text[1]) {
            text++;
            *at++ = *text == 'r' ? '\r' : *text == 'n' ? '\n' : *text;
        } else {
            *at++ = *text;
        }
    }
    *at = '\0';
    return out;
}

/* A queue that no settings name is known again only when Asterisk lists it, by the same name. */
static int kept_queue(struct pbx *pbx, const char *id, int64_t t)
{
    int queue = pbx_find_queue_id(pbx, id);
    return queue != PBX_NONE ? queue : pbx_need_queue(pbx, id, t);
}

static bool read_measure(struct pbx_ops *ops, const char *line)
{
    char op[33], queue[PBX_ID_BYTES], to[PBX_ID_BYTES], to_text[PBX_TEXT_BYTES], by[PBX_TEXT_BYTES];
    int64_t since_t, until_t, left;
    int coming;
    if (sscanf(line, "measure\t%32[^\t]\t%64[^\t]\t%64[^\t]\t%" SCNd64 "\t%" SCNd64
                     "\t%d\t%" SCNd64 "\t%256[^\t]\t%256[^\n]",
               op, queue, to, &since_t, &until_t, &coming, &left, to_text, by) != 9)
        return false;
    int known = acd_names_find(&acd_op_names, op, strlen(op));
    if (!pbx_is_moment(since_t) || (until_t != INT64_MAX && !pbx_is_moment(until_t)) || left < -1)
        return false;
    if (known < 0 || !acd_utf8_valid(to_text, strlen(to_text)) || !acd_utf8_valid(by, strlen(by)))
        return false;
    int at = kept_queue(ops->pbx, queue, since_t);
    int other = strcmp(to, "-") == 0 ? PBX_NONE : kept_queue(ops->pbx, to, since_t);
    struct measure *measure = add(ops);
    measure->op = (enum acd_op)known;
    measure->queue = at;
    measure->to = other;
    measure->since_t = since_t;
    measure->until_t = until_t;
    measure->coming = coming != 0;
    measure->left = left;
    if (strcmp(to_text, "-") != 0)
        pbx_copy(measure->to_text, sizeof(measure->to_text), to_text);
    if (strcmp(by, "-") != 0)
        pbx_copy(measure->by, sizeof(measure->by), by);
    return true;
}

bool pbx_ops_load(struct pbx_ops *ops, const char *path, struct acd_fault *why)
{
    char from[1024], line[2 * AMI_ACTION_BYTES];
    bool fine = true;
    snprintf(from, sizeof(from), "%s.measures", path);
    FILE *file = fopen(from, "r");
    if (!file)
        return acd_fault_say(why, "%s cannot be read: %s", from, strerror(errno));
    while (fine && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "undo\t", 5) == 0 && ops->n_measures > 0)
            measure_undoes(&ops->measures[ops->n_measures - 1], read_action(line + 5));
        else
            fine = read_measure(ops, line);
    }
    fclose(file);
    return fine || acd_fault_say(why, "%s is not whole", from);
}
