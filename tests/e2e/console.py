#!/usr/bin/python3
"""A console written from the contract alone: reads a feed until it has seen what the test tells,
pulls a snapshot, sends one command twice, and ends with 0 if all of it was as the contract says.

    console.py STATS-ENDPOINT CONTROL-ENDPOINT"""
import re, sys, time
import msgpack, zmq

context = zmq.Context()
sub, dealer = context.socket(zmq.SUB), context.socket(zmq.DEALER)
sub.subscribe(b"")
sub.connect(sys.argv[1])
dealer.connect(sys.argv[2])
deadline = time.monotonic() + 20
last, state, events, replies, insts = {}, {}, [], [], set()
topics = re.compile(rb"(site|queue|agent|event)/([A-Za-z0-9._:@+-]{1,64})/.*")


def take(frames):
    topic, body = frames
    kind, site = topics.fullmatch(topic).groups()
    message = msgpack.unpackb(body)
    assert len(body) <= 65536, len(body)
    assert message["v"] == 1 and message["site"] == site.decode()
    assert topic not in last or message["n"] == last[topic] + 1, (topic, message["n"], last[topic])
    assert abs(message["t"] - time.time() * 1000) < 60000
    last[topic] = message["n"]
    insts.add(message["inst"])
    for item in message["items"]:
        if kind == b"event":
            events.append(item)
        else:
            state[kind.decode(), item["id"]] = item


def receive(done):
    poller = zmq.Poller()
    poller.register(sub, zmq.POLLIN)
    poller.register(dealer, zmq.POLLIN)
    while not done():
        if time.monotonic() > deadline:
            sys.exit(f"waited in vain: {state} {events} {replies}")
        ready = dict(poller.poll(100))
        if sub in ready:
            take(sub.recv_multipart())
        if dealer in ready:
            [body] = dealer.recv_multipart()
            replies.append(msgpack.unpackb(body))


def ask(id, op, **more):
    before = len(replies)
    dealer.send(msgpack.packb(dict(v=1, id=id, op=op, site="berlin", by="eve", **more)))
    receive(lambda: len(replies) > before)
    reply = replies[-1]
    assert reply["v"] == 1 and reply["id"] == id, reply
    return reply


receive(lambda: ("site", "berlin") in state and ("queue", "sales") in state)
sales, berlin = state["queue", "sales"], state["site", "berlin"]
assert sales["waiting"] == 7 and sales["oldest_ms"] >= 95000, sales
assert "active" not in sales, sales
assert sales["measures"] == [{"id": "m1", "op": "overflow", "to": "support"}], sales
assert berlin["queues"] == 1 and berlin["agents"] == 0, berlin
assert berlin["period_ms"] == 200 and "overflow" in berlin["ops"], berlin
receive(lambda: state["site", "berlin"]["marks"].get("queue/berlin/") == last[b"queue/berlin/"])

page = ask("p1", "snapshot", args={"kind": "queue"})
assert page["status"] == "done" and [item["id"] for item in page["items"]] == ["sales"], page
assert "next" not in page and page["marks"]["queue/berlin/"] >= 1, page

first = ask("r1", "overflow", queue="sales", args={"to": "support", "for_ms": 600000})
assert first["status"] == "refused" and first["why"] == "support is closed", first
again = ask("r1", "overflow", queue="sales", args={"to": "support", "for_ms": 600000})
assert (again["status"], again["why"]) == (first["status"], first["why"]), again
assert ask("r2", "overflow", queue="sales")["why"] == "overflow needs to"
assert ask("r3", "dance")["status"] == "unsupported"
receive(lambda: len(events) >= 3)
assert [event["request"] for event in events] == ["r1", "r2", "r3"], events
assert events[0]["type"] == "action" and events[0]["by"] == "eve", events
assert events[0]["op"] == "overflow" and events[0]["queue"] == "sales", events
assert len(insts) == 1
print("all as the contract says")
