/* A pbx with its operations, and the words of a server put before them. */
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct ami_message *site_message(struct asterisk_site *s, const char *words)
{
    static char text[4096];
    const struct ami_message *message;
    char *out = text;
    for (; *words; words++)
        *out++ = *words == ' ' ? '\n' : *words == '_' ? ' ' : *words;
    out += sprintf(out, "\n\n");
    (void)ami_take(&s->parser, text, (size_t)(out - text), &message);
    assert_non_null(message);
    return message;
}

void site_event(struct asterisk_site *s, const char *words)
{
    pbx_event(s->pbx, site_message(s, words), SITE_T0);
}

void site_event_at(struct asterisk_site *s, int64_t ms, const char *words)
{
    char text[2048];
    snprintf(text, sizeof(text), "%s Timestamp:%lld.%03d000", words, (long long)((SITE_T0 + ms) / 1000),
             (int)((SITE_T0 + ms) % 1000));
    pbx_advance(s->pbx, SITE_T0 + ms);
    pbx_event(s->pbx, site_message(s, text), SITE_T0 + ms);
}

void site_rights(struct asterisk_site *s, const char *actions, const char *version)
{
    pbx_ops_rights(s->ops, site_message(s, actions));
    pbx_ops_version(s->ops, version, "");
}

void site_list(struct asterisk_site *s)
{
    static const char *const events[] = {
        "QueueParams Queue:sales",
        "QueueParams Queue:backup",
        "QueueMember Queue:sales Name:Ana Location:PJSIP/1 Membership:static Status:1 Paused:0",
        "QueueMember Queue:backup Name:Dev Location:PJSIP/4 Membership:dynamic Status:1 Paused:0",
        "QueueEntry Queue:sales Position:1 Channel:c-1 Uniqueid:9.1 Wait:30",
        "QueueEntry Queue:sales Position:2 Channel:c-2 Uniqueid:9.2 Wait:40",
        "QueueStatusComplete"};
    char text[256];
    pbx_connected(s->pbx, SITE_T0);
    for (size_t i = 0; i < ACD_COUNT_OF(events); i++) {
        snprintf(text, sizeof(text), "Event:%s ActionID:full-1", events[i]);
        site_event(s, text);
    }
    site_rights(s, SITE_ALL_RIGHTS, "22.1.0");
}

int asterisk_site_open(void **state)
{
    struct asterisk_site *s = calloc(1, sizeof(*s));
    pbx_settings_init(&s->settings);
    snprintf(s->settings.context, sizeof(s->settings.context), "callers");
    s->settings.hooks = true;
    s->pbx = pbx_new(&s->settings, SITE_T0);
    s->ops = pbx_ops_new(s->pbx);
    site_list(s);
    *state = s;
    return 0;
}

int asterisk_site_close(void **state)
{
    struct asterisk_site *s = *state;
    pbx_ops_free(s->ops);
    pbx_free(s->pbx);
    pbx_settings_release(&s->settings);
    free(s);
    return 0;
}

struct acd_outcome site_ask(struct asterisk_site *s, struct acd_request request)
{
    request.known |= ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                     ACD_BIT(ACD_REQUEST_ARGS);
    request.id = "r1";
    request.site = "asterisk";
    if (request.queue)
        ACD_KNOW(&request, ACD_REQUEST_QUEUE);
    if (request.agent)
        ACD_KNOW(&request, ACD_REQUEST_AGENT);
    if (request.call)
        ACD_KNOW(&request, ACD_REQUEST_CALL);
    return pbx_ops_command(s->ops, &request, SITE_T0);
}

void site_sends(struct asterisk_site *s, const char *lines)
{
    const char *action = pbx_ops_take_action(s->ops, SITE_T0);
    char line[256];
    if (!lines) {
        assert_null(action);
        return;
    }
    assert_non_null(action);
    const char *id = strstr(action, "ActionID: ");
    assert_int_equal(sscanf(id, "ActionID: %63s", s->id), 1);
    for (; *lines; lines += *lines == '|') {
        size_t n = strcspn(lines, "|");
        snprintf(line, sizeof(line), "%.*s\r\n", (int)n, lines);
        if (!strstr(action, line))
            fail_msg("%s is not in\n%s", line, action);
        lines += n;
    }
}

void site_answers(struct asterisk_site *s, const char *rest)
{
    char words[512];
    snprintf(words, sizeof(words), "ActionID:%s %s", s->id, rest);
    pbx_ops_answer(s->ops, site_message(s, words), SITE_T0);
}

void site_ends(struct asterisk_site *s, enum acd_status expected, const char *words)
{
    const char *request, *why;
    enum acd_status status;
    pbx_ops_advance(s->ops, SITE_T0);
    assert_true(pbx_ops_take_finished(s->ops, &request, &status, &why));
    assert_string_equal(request, "r1");
    assert_int_equal(status, expected);
    if (words)
        assert_non_null(strstr(why ? why : "", words));
}

const struct acd_measure *site_measures(struct asterisk_site *s, int queue, uint32_t *n)
{
    static struct acd_queue told;
    told = (struct acd_queue){0};
    pbx_ops_tell(s->ops, queue, SITE_T0, &told);
    *n = told.n_measures;
    return told.measures;
}

void asterisk_site_restart(struct asterisk_site *s)
{
    pbx_ops_free(s->ops);
    pbx_free(s->pbx);
    s->pbx = pbx_new(&s->settings, SITE_T0);
    s->ops = pbx_ops_new(s->pbx);
}
