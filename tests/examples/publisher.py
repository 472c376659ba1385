#!/usr/bin/python3
"""A feed in a dozen lines of Python: publisher.py [STATS-ENDPOINT]"""
import msgpack, random, sys, time, zmq

feed = zmq.Context().socket(zmq.PUB)
feed.bind(sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:5570")
inst, n = random.getrandbits(63), 0
while True:
    n += 1
    for kind, item in ("queue", {"id": "sales", "name": "Sales", "waiting": 7, "oldest_ms": 95000}), \
                      ("site", {"id": "berlin", "name": "Berlin", "period_ms": 1000, "queues": 1, "agents": 0,
                                "keyframe_ms": 1000, "marks": {"queue/berlin/": n}}):
        feed.send_multipart([f"{kind}/berlin/".encode(), msgpack.packb(
            {"v": 1, "site": "berlin", "inst": inst, "n": n, "t": time.time_ns() // 10**6, "items": [item]})])
    time.sleep(1)
