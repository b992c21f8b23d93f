"""The peer of a power cut: SQLite with its log, flushed at every commit; tells each act that it has kept."""
import sqlite3
import sys
import time

place, pause = sys.argv[1] + "/peer.db", sys.argv[2:]
db = sqlite3.connect(place, isolation_level=None)
if not pause:
    for (number,) in db.execute("select id from act"):
        print(number)
    sys.exit()
db.execute("pragma journal_mode=wal")
db.execute("pragma synchronous=full")
db.execute("create table if not exists act (id integer primary key, body blob)")
number = 0
while True:
    number += 1
    db.execute("insert into act values (?, ?)", (number, bytes(700)))
    print(number, flush=True)
    time.sleep(float(pause[0]))
