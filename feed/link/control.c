/* The operations and what each needs.  It judges a request by itself, never by the floor. */
#include "acdfeed/control.h"

#include "acdfeed/limits.h"
#include "acdfeed/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define ARG(name) ACD_BIT(ACD_ARGS_##name)
#define RULE(name, ...) [ACD_OP_##name] = {.op = ACD_OP_##name, __VA_ARGS__}
#define COMMANDS .commands = true
#define LASTS .lasts = true, .commands = true

static const struct acd_op_rule rules[ACD_OPS] = {
    RULE(SNAPSHOT, .scope = ACD_SCOPE_SITE, .requires = ARG(KIND), .takes = ARG(KIND) | ARG(AFTER),
         .does = "one page of the present state"),
    RULE(OVERFLOW, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(TO),
         .takes = ARG(TO) | ARG(CALLS) | ARG(FOR), .does = "waiting contacts go to another queue"),
    RULE(OVERFLOW_END, .scope = ACD_SCOPE_QUEUE, COMMANDS, .requires = ARG(MEASURE),
         .takes = ARG(MEASURE), .does = "ends a measure early"),
    RULE(MOVE_AGENTS, .scope = ACD_SCOPE_QUEUE, LASTS, .requires_any = ARG(AGENTS) | ARG(COUNT),
         .takes = ARG(AGENTS) | ARG(COUNT) | ARG(FROM) | ARG(FOR) | ARG(INSTEAD),
         .does = "agents serve this queue too, or instead"),
    RULE(ALL_HANDS, .scope = ACD_SCOPE_QUEUE, LASTS, .takes = ARG(FOR),
         .does = "every agent who can takes calls"),
    RULE(DEFER_WORK, .scope = ACD_SCOPE_QUEUE, LASTS, .takes = ARG(FOR),
         .does = "postponable work is not handed out"),
    RULE(ANNOUNCE, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(MESSAGE),
         .takes = ARG(MESSAGE) | ARG(FOR), .does = "waiting callers hear an announcement"),
    RULE(CALLBACK, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(ON),
         .takes = ARG(ON) | ARG(FOR), .does = "callers are offered a call-back instead of waiting"),
    RULE(REROUTE, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(RULE),
         .takes = ARG(RULE) | ARG(FOR), .does = "switches to a prepared routing rule"),
    RULE(MANAGERS, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(ON),
         .takes = ARG(ON) | ARG(FOR), .does = "managers and the reserve group take calls"),
    RULE(OUTSOURCE, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(TO) | ARG(SHARE),
         .takes = ARG(TO) | ARG(SHARE) | ARG(FOR),
         .does = "a share of new contacts goes to the partner"),
    RULE(THROTTLE, .scope = ACD_SCOPE_QUEUE, LASTS, .requires = ARG(SHARE),
         .takes = ARG(SHARE) | ARG(FOR), .does = "a share of new contacts hears busy"),
    RULE(OPEN, .scope = ACD_SCOPE_QUEUE, COMMANDS, .does = "opens the queue to new contacts"),
    RULE(CLOSE, .scope = ACD_SCOPE_QUEUE, COMMANDS, .does = "closes the queue to new contacts"),
    RULE(PRIORITY, .scope = ACD_SCOPE_CALL, COMMANDS, .requires = ARG(PRIO), .takes = ARG(PRIO),
         .does = "moves one waiting contact forward or back"),
    RULE(REDIRECT, .scope = ACD_SCOPE_CALL, COMMANDS, .requires = ARG(TO), .takes = ARG(TO),
         .does = "moves one waiting contact to another queue"),
    RULE(AGENT_STATE, .scope = ACD_SCOPE_AGENT, COMMANDS, .requires = ARG(STATE),
         .takes = ARG(STATE) | ARG(REASON), .does = "pauses, unpauses or logs out an agent"),
    RULE(AGENT_QUEUE, .scope = ACD_SCOPE_AGENT, COMMANDS,
         .requires_any = ARG(ADD) | ARG(REMOVE) | ARG(PRIO),
         .takes = ARG(ADD) | ARG(REMOVE) | ARG(PRIO), .does = "changes what an agent serves"),
    RULE(CLAIM, .scope = ACD_SCOPE_SITE, COMMANDS, .requires = ARG(ALERT), .takes = ARG(ALERT),
         .does = "tells every console that this supervisor has it"),
    RULE(NOTICE, .scope = ACD_SCOPE_SITE, COMMANDS, .requires = ARG(TEXT), .takes = ARG(TEXT),
         .does = "a line on every board of the site"),
};

const struct acd_op_rule *acd_op_rule(enum acd_op op)
{
    return (unsigned)op < ACD_OPS ? &rules[op] : NULL;
}

/* "to, share" for the bits that are set. */
static const char *say_fields(uint64_t bits, const char *joined, char *out, size_t bytes)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < acd_args_shape.n_fields && used < bytes; i++) {
        if (bits & ACD_BIT(i))
            used += (size_t)snprintf(out + used, bytes - used, "%s%s", used ? joined : "",
                                     acd_args_shape.fields[i].key);
    }
    return out;
}

static bool id_told(const struct acd_request *request, enum acd_request_field field, const char *id)
{
    return (request->known & ACD_BIT(field)) && id && acd_id_valid(id, strlen(id));
}

static bool scope_told(const struct acd_op_rule *rule, const struct acd_request *request,
                       struct acd_fault *why)
{
    bool queue = id_told(request, ACD_REQUEST_QUEUE, request->queue);
    bool agent = id_told(request, ACD_REQUEST_AGENT, request->agent);
    bool call = id_told(request, ACD_REQUEST_CALL, request->call);
    if (rule->scope == ACD_SCOPE_QUEUE && !queue)
        return acd_fault_say(why, "%s: which queue? (queue is missing)", request->op);
    if (rule->scope == ACD_SCOPE_AGENT && !agent)
        return acd_fault_say(why, "%s: which agent? (agent is missing)", request->op);
    if (rule->scope == ACD_SCOPE_CALL && !call)
        return acd_fault_say(why, "%s: which contact? (call is missing)", request->op);
    if (rule->op == ACD_OP_AGENT_QUEUE && !queue)
        return acd_fault_say(why, "%s: which queue? (queue is missing)", request->op);
    return true;
}

static bool args_fit(const struct acd_op_rule *rule, const struct acd_request *request,
                     struct acd_fault *why)
{
    enum { ROOM = 256 };
    char words[ROOM];
    uint64_t known = ACD_KNOWN(request, ACD_REQUEST_ARGS) ? request->args.known : 0;
    uint64_t missing = rule->requires & ~known, strange = known & ~rule->takes;
    if (missing)
        return acd_fault_say(why, "%s needs %s", request->op,
                             say_fields(missing, ", ", words, ROOM));
    if (rule->requires_any && !(known & rule->requires_any))
        return acd_fault_say(why, "%s needs %s", request->op,
                             say_fields(rule->requires_any, " or ", words, ROOM));
    if (strange)
        return acd_fault_say(why, "%s takes no %s", request->op,
                             say_fields(strange, ", ", words, ROOM));
    if ((known & ARG(SHARE)) && !(request->args.share >= 0 && request->args.share <= 1))
        return acd_fault_say(why, "%s: share is a fraction, 0 to 1", request->op);
    if ((known & ARG(FOR)) && request->args.for_ms < 0)
        return acd_fault_say(why, "%s: for_ms is negative", request->op);
    if ((known & ARG(KIND)) &&
        acd_names_find(&acd_kind_names, request->args.kind, strlen(request->args.kind)) < 0)
        return acd_fault_say(why, "%s: kind is site, queue, agent or event", request->op);
    return true;
}

bool acd_request_check(const struct acd_request *request, struct acd_fault *why)
{
    size_t id_bytes = ACD_KNOWN(request, ACD_REQUEST_ID) && request->id ? strlen(request->id) : 0;
    if (id_bytes == 0 || id_bytes > ACD_MAX_ID_BYTES)
        return acd_fault_say(why, "a request needs an id of 1 to %d bytes", ACD_MAX_ID_BYTES);
    if (!ACD_KNOWN(request, ACD_REQUEST_OP) || !request->op || !request->op[0])
        return acd_fault_say(why, "a request needs an op");
    if (!id_told(request, ACD_REQUEST_SITE, request->site))
        return acd_fault_say(why, "%s: which site? (site is missing)", request->op);
    int op = acd_names_find(&acd_op_names, request->op, strlen(request->op));
    if (op < 0) /* the feed's own: only it can judge */
        return true;
    return scope_told(&rules[op], request, why) && args_fit(&rules[op], request, why);
}

void acd_request_id_draw(char out[ACD_REQUEST_ID_BYTES])
{
    unsigned char bits[(ACD_REQUEST_ID_BYTES - 1) / 2];
    if (getrandom(bits, sizeof bits, 0) != (ssize_t)sizeof bits) {
        fputs("acdfeed: the system gives no random numbers\n", stderr);
        abort();
    }
    for (size_t i = 0; i < sizeof bits; i++)
        snprintf(out + 2 * i, 3, "%02x", bits[i]);
}
