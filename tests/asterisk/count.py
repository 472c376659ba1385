#!/usr/bin/env python3
"""count.py EVENTS [QUEUE_LOG] - what a capture of AMI events comes to for each queue, worked out anew.

Independent of the bridge: it reads the whole capture first, lays out each contact's visits to queues
and then judges them, instead of following events as they come.  Prints one line for each queue:
QUEUE offered answered answered_in abandoned abandoned_in overflow_in overflow_out waiting active
(in: within 20 s of the first join).  With QUEUE_LOG, Asterisk's own log of the same time must tell
the same joins and answers, or it ends with status 1."""
import collections
import sys

TARGET_MS = 20000
REJOIN_MS = 10000


def messages(path):
    text = open(path, encoding="utf-8", errors="replace", newline="").read().replace("\r\n", "\n")
    for block in text.split("\n\n"):
        fields = {}
        for line in block.split("\n"):
            key, colon, value = line.partition(":")
            if colon and key not in fields:
                fields[key] = value[1:] if value.startswith(" ") else value
        if "Event" in fields and "Timestamp" in fields:
            seconds, _, micro = fields["Timestamp"].partition(".")
            fields["ms"] = int(seconds) * 1000 + int((micro + "000")[:3])
            yield fields


class Visit:
    def __init__(self, queue, came):
        self.queue, self.came, self.left, self.how = queue, came, None, None


def lay_out(path):
    visits, talking = collections.defaultdict(list), {}
    for m in messages(path):
        name, who, at = m["Event"], m.get("Uniqueid"), m["ms"]
        mine = visits[who]
        if name == "QueueCallerJoin":
            mine.append(Visit(m["Queue"], at))
        elif name in ("QueueCallerLeave", "QueueCallerAbandon") and mine and mine[-1].left is None:
            mine[-1].left, mine[-1].how = at, "left"
        elif name == "AgentConnect" and mine:
            mine[-1].left, mine[-1].how = at, "answered"
            talking[id(mine[-1])] = (m["Queue"], m["Interface"])
        elif name == "AgentComplete" and mine:
            talking.pop(id(mine[-1]), None)
        elif name == "AgentComplete" and who is None:  # the caller's channel is gone already
            for visit, agent in list(talking.items()):
                if agent == (m["Queue"], m["Interface"]):
                    del talking[visit]
                    break
    return visits, talking


def judge(visits, talking):
    count = collections.defaultdict(collections.Counter)
    for mine in visits.values():
        begun = None
        for i, visit in enumerate(mine):
            before = mine[i - 1] if i else None
            goes_on = (before is not None and before.how == "left" and
                       visit.came - before.left <= REJOIN_MS)
            if not goes_on:
                begun = visit.came
            row = count[visit.queue]
            if not (goes_on and before.queue == visit.queue):
                row["offered"] += 1
                row["overflow_in"] += goes_on
            after = mine[i + 1] if i + 1 < len(mine) else None
            if visit.how is None:
                row["waiting"] += 1
            elif visit.how == "answered":
                row["answered"] += 1
                row["answered_in"] += visit.left - begun <= TARGET_MS
                row["active"] += id(visit) in talking
            elif after is not None and after.came - visit.left <= REJOIN_MS:
                row["overflow_out"] += after.queue != visit.queue
            else:
                row["abandoned"] += 1
                row["abandoned_in"] += visit.left - begun <= TARGET_MS
    return count


def agrees(path, events):
    """Joins and answers of the log between the first and the last event of the capture."""
    times = [m["ms"] // 1000 for m in messages(events)]
    log, told = collections.Counter(), collections.Counter()
    for line in open(path, encoding="utf-8", errors="replace"):
        part = line.rstrip("\n").split("|")
        if len(part) > 4 and part[0].isdigit() and times[0] <= int(part[0]) <= times[-1]:
            if part[4] in ("ENTERQUEUE", "CONNECT"):
                log[part[2], part[4], part[1]] += 1
    names = {"QueueCallerJoin": "ENTERQUEUE", "AgentConnect": "CONNECT"}
    for m in messages(events):
        if m["Event"] in names:
            told[m["Queue"], names[m["Event"]], m["Uniqueid"]] += 1
    edge = {who for (_, _, who), _ in ((log - told) + (told - log)).items()}
    return len(edge) <= 1  # one contact may straddle the last second


def main():
    count = judge(*lay_out(sys.argv[1]))
    for queue in sorted(count):
        row = count[queue]
        print(queue, *(row[key] for key in ("offered", "answered", "answered_in", "abandoned",
                                            "abandoned_in", "overflow_in", "overflow_out",
                                            "waiting", "active")))
    if len(sys.argv) > 2 and not agrees(sys.argv[2], sys.argv[1]):
        print("the queue_log tells other joins or answers", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
