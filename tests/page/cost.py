"""What the page costs: server time, bytes of a first view, memory with live readers. Figures, no test.

    PRESENCED_PRESENCECTL=build/release/bin/presencectl PRESENCED_EMPTY_HISTORY=build/release/tests/empty_history \\
      python3 tests/page/cost.py
"""

import http.client
import os
import re
import socket
import statistics
import time
from pathlib import Path

from demo_history import RTM
from serving import Served

RUNS = 20
READERS = 100
MANY = [("acme", RTM, {"on-call": 40, "support": 60}, [f"Person{n:03} Name{n:03}" for n in range(500)])]
ONE = [("acme", RTM, {"on-call": 1}, ["Dana Diaz"])]


class Measured:
    def __init__(self, served):
        self.served = served
        self.tasks = Path(f"/proc/{served.process.pid}/task")

    def cpu(self):
        """Nanoseconds, of all threads."""
        return sum(int((task / "schedstat").read_text().split()[0]) for task in self.tasks.iterdir())

    def get(self, path, gzip):
        """(seconds, seconds of CPU time, bytes of the answer)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        connection.connect()
        cpu, begun = self.cpu(), time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"} if gzip else {})
        answer = connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - begun
        cpu = (self.cpu() - cpu) / 1e9
        connection.close()
        if answer.status not in (200, 302):
            raise AssertionError(f"{path}: {answer.status}")
        return took, cpu, len(body), body

    def say(self, path):
        for gzip in (False, True):
            runs = [self.get(path, gzip) for _ in range(RUNS)]
            took, cpu = (statistics.median(run[i] for run in runs) * 1000 for i in (0, 1))
            print(f"  {path:60} {'gzip' if gzip else '    '} {took:7.1f} ms, {cpu:7.1f} ms of CPU time, {runs[0][2]:>9,} bytes")

    def first_view(self):
        """Bytes that a browser loads until Now is shown."""
        page = self.get("/now", True)
        html = self.get("/now", False)[3].decode()
        paths = sorted(set(re.findall(r"/assets/[\w.]+", html)))
        return page[2] + sum(self.get(path, True)[2] for path in [*paths, "/api/page", "/api/people?remarks=1", "/api/now?remarks=1"])

    def resident_kb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.served.process.pid}/status").read_text()).group(1))

    def with_readers(self):
        """Kilobytes, while so many listen and some of them have asked everything."""
        readers = [socket.create_connection(("127.0.0.1", self.served.port)) for _ in range(READERS)]
        for one in readers:
            one.sendall(f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\n\r\n".encode())
        for one in readers:
            if not one.recv(4096).startswith(b"HTTP/1.1 200"):
                raise AssertionError("a reader was refused")
        most = 0
        for _ in range(RUNS):
            for path in ("/api/page", "/api/people?remarks=1", "/api/now?remarks=1"):
                self.get(path, True)
            most = max(most, self.resident_kb())
        for one in readers:
            one.close()
        return most


def main():
    print(f"median of {RUNS}; load {os.getloadavg()[0]:.1f}")
    served = Served(1, workspaces=MANY)
    try:
        many = Measured(served)
        print("500 people, a fortnight")
        for path in ("/", "/now", "/api/page", "/api/people", "/api/now"):
            many.say(path)
        print(f"  first view: {many.first_view():,} bytes")
        print(f"  resident with {READERS} live readers: {many.with_readers():,} kB")
    finally:
        served.stop()
    served = Served(1, workspaces=ONE, days=365, pace=7)
    try:
        year = "since=365+days+ago&who=U0ACM001"
        changes = len(served.ask("log", "--since", "365 days ago")["rows"])
        print(f"one person, a year, {changes:,} changes")
        for path in (f"/api/summary?by=day&{year}", f"/api/coverage?{year}", f"/api/intervals?facet=presence&{year}", f"/api/timeline?{year}",
                     f"/api/heatmap?{year}"):
            Measured(served).say(path)
    finally:
        served.stop()


if __name__ == "__main__":
    main()
