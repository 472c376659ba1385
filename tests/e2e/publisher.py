#!/usr/bin/python3
"""A feed written from the contract alone, with no code of this project: publishes one site with
two queues and an agent, serves snapshot pages of one item, carries out `notice`.

    publisher.py STATS-ENDPOINT CONTROL-ENDPOINT [lossy]

lossy: now and then a message is numbered but not sent, so that receivers must notice and ask."""
import os, random, sys, time
import msgpack, zmq

stats, control = sys.argv[1:3]
lossy = "lossy" in sys.argv[3:]
context = zmq.Context()
pub, router = context.socket(zmq.PUB), context.socket(zmq.ROUTER)
pub.bind(stats)
router.bind(control)
inst = random.getrandbits(63)
sent, answered = {}, {}
entities = {
    "queue": [
        {"id": "sales", "name": "Verkauf", "group": "inbound", "media": "voice", "waiting": 7,
         "oldest_ms": 95000, "target": {"answer_ms": 20000, "level": 0.8, "formula": "handled"},
         "calls": [{"id": "c1", "wait_ms": 95000, "prio": 2, "from": "030 12xx"}],
         "agents": {"available": 1, "talking": 3}, "day": {"span_ms": 3600000, "offered": 40}},
        {"id": "support", "name": "Βοήθεια", "waiting": 0, "a_key_of_tomorrow": [1, {"x": None}]},
    ],
    "agent": [
        {"id": "ann", "name": "Ann", "team": "red", "state": "talking", "state_ms": 61000,
         "queue": "sales", "queues": [{"id": "sales", "prio": 1}]},
    ],
}


def send(kind, items, lose=False):
    topic = f"{kind}/berlin/"
    sent[topic] = sent.get(topic, 0) + 1
    body = {"v": 1, "site": "berlin", "inst": inst, "n": sent[topic], "t": int(time.time() * 1000),
            "items": items}
    if not lose:
        pub.send_multipart([topic.encode(), msgpack.packb(body)])


def beat():
    marks = {topic: n for topic, n in sent.items() if not topic.startswith("site/")}
    send("site", [{"id": "berlin", "name": "Berlin", "software": "publisher.py", "period_ms": 200,
                   "keyframe_ms": 60000, "marks": marks, "ops": ["snapshot", "notice"],
                   "queues": len(entities["queue"]), "agents": len(entities["agent"]),
                   "tz": "Europe/Berlin", "text": "hello from Python"}])


def page(request):
    args = request["args"]
    found = sorted(entities[args["kind"]], key=lambda item: item["id"].encode())
    later = [item for item in found if item["id"] > args.get("after", "")]
    reply = {"status": "done", "items": later[:1], "inst": inst,
             "marks": {topic: n for topic, n in sent.items() if topic.startswith(args["kind"])}}
    if len(later) > 1:
        reply["next"] = later[0]["id"]
    return reply


def answer(request):
    if request["op"] == "snapshot":
        return page(request)
    if request["op"] == "notice":
        send("event", [{"id": os.urandom(8).hex(), "type": "notice", "t": int(time.time() * 1000),
                        "by": request.get("by", "?"), "text": request["args"]["text"]}])
        return {"status": "done"}
    return {"status": "unsupported", "why": "not in publisher.py"}


def serve():
    peer, body = router.recv_multipart()
    request = msgpack.unpackb(body)
    if request["op"] == "snapshot" or request["id"] not in answered:
        answered[request["id"]] = answer(request)
    reply = dict(answered[request["id"]], v=1, id=request["id"], t=int(time.time() * 1000))
    router.send_multipart([peer, msgpack.packb(reply)])


next_beat = 0
while True:
    if router.poll(20):
        serve()
    if os.getppid() == 1:
        sys.exit("left alone")
    if time.monotonic() < next_beat:
        continue
    next_beat = time.monotonic() + 0.2
    entities["queue"][1]["waiting"] += 1
    send("queue", [entities["queue"][1]], lose=lossy and random.random() < 0.2)
    beat()
