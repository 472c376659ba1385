#!/usr/bin/env python3
"""Counts an Asterisk queue_log by itself, to hold the tallies against: one line for each day (UTC)
and queue: day queue entered answered answered_in abandoned short wait_s abandon_s.

A call counts once in each queue it entered; its wait goes on from its first entry.  A call that
leaves and comes back within 10 s is the same one, and has not given up.
Usage: count_queue_log.py ANSWER_S SHORT_S FILE..."""
import collections
import sys

REJOIN_S = 10
LEAVES = ("EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY", "WITHDRAW")


def lines(paths):
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                parts = line.rstrip("\n").split("|")
                if len(parts) >= 5 and parts[0].isdigit():
                    yield int(parts[0]), parts[1], parts[2], parts[4]


def main():
    answer_s, short_s = int(sys.argv[1]), int(sys.argv[2])
    histories = collections.OrderedDict()
    for t, call, queue, event in lines(sys.argv[3:]):
        if event in ("ENTERQUEUE", "CONNECT", "ABANDON") or event in LEAVES:
            histories.setdefault(call, []).append((t, queue, event))
    sums = collections.defaultdict(lambda: [0] * 7)
    for history in histories.values():
        first = None  # when it came
        here = None  # where it waits or was last
        gone_t = None  # left, perhaps for good
        for i, (t, queue, event) in enumerate(history):
            cell = sums[t // 86400, queue]
            if event == "ENTERQUEUE":
                back = gone_t is not None and t - gone_t < REJOIN_S
                if first is None or not (gone_t is None or back):
                    first, here = t, None
                if queue != here:
                    cell[0] += 1
                here, gone_t = queue, None
            elif first is None:
                continue
            elif event == "CONNECT":
                cell[1] += 1
                cell[2] += t - first <= answer_s
                cell[5] += t - first
                first = here = gone_t = None
            elif event == "ABANDON":
                returns = any(e == "ENTERQUEUE" and u - t < REJOIN_S for u, _, e in history[i + 1:])
                if not returns:
                    cell[3] += 1
                    cell[4] += t - first < short_s
                    cell[6] += t - first
                gone_t = t
            else:
                gone_t = t
    for (day, queue), cell in sorted(sums.items()):
        print(day, queue, *cell)


main()
