/* The turning of pages.  Must never know what is on them. */
#include "console/wall/rotation.h"

static int next_of(const struct rotation_page *pages, int n, int at, bool breaching)
{
    for (int i = 1; i <= n; i++)
        if (!breaching || pages[(at + i) % n].breaching)
            return (at + i) % n;
    return at;
}

static bool stand(struct rotation *rotation, int at, int64_t now_ms)
{
    bool other = at != rotation->at;
    rotation->at = at;
    rotation->since_ms = now_ms;
    rotation->by_hand = false;
    return other;
}

bool rotation_pass(struct rotation *rotation, const struct rotation_page *pages, int n, int64_t now_ms)
{
    bool alarm = false, turned = false, was_held = rotation->held;
    for (int i = 0; i < n; i++)
        alarm = alarm || pages[i].breaching;
    if (!rotation->begun || rotation->at >= n || rotation->since_ms > now_ms) {
        turned = stand(rotation, rotation->at < n ? rotation->at : 0, now_ms) || !rotation->begun;
        rotation->begun = true;
    }
    bool due = now_ms - rotation->since_ms >= pages[rotation->at].every_ms;
    if (was_held && !pages[rotation->at].breaching && !alarm) {
        /* Recovered: people see that it did, for one turn. */
        rotation->since_ms = now_ms;
        due = false;
    }
    if (alarm && !pages[rotation->at].breaching && (due || !rotation->by_hand))
        turned = stand(rotation, next_of(pages, n, rotation->at, true), now_ms) || turned;
    else if (due)
        turned = stand(rotation, next_of(pages, n, rotation->at, alarm), now_ms) || turned;
    rotation->held = pages[rotation->at].breaching;
    return turned;
}

void rotation_turn(struct rotation *rotation, int n, int step, int64_t now_ms)
{
    rotation->at = ((rotation->at + step) % n + n) % n;
    rotation->since_ms = now_ms;
    rotation->by_hand = rotation->begun = true;
    rotation->held = false;
}
