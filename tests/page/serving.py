"""A history, the program that serves it as a page, and the same program as it is asked in a shell."""

import json
import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request
from pathlib import Path

from browser import Browser
from demo_history import Filler, Live

PRESENCECTL = os.environ["PRESENCED_PRESENCECTL"]
EMPTY_HISTORY = os.environ["PRESENCED_EMPTY_HISTORY"]
# How the page is served.
SERVE = os.environ.get("PRESENCED_SERVE", "{presencectl} serve --db {db} --tz Europe/Berlin --listen 127.0.0.1:{port}")
ZONE = "Europe/Berlin"
TICK = 2  # seconds between marks of life


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A history that goes on being recorded, and its page."""

    def __init__(self, seed, options="", **history):
        """`seed` None: nothing was ever recorded. `history`: as Filler takes it."""
        self.options = options
        self.folder = Path(tempfile.mkdtemp(prefix="presenced-page-"))
        self.tokens = self.folder / "page.tokens"
        self.db = self.folder / "history.db"
        subprocess.run([EMPTY_HISTORY, self.db], check=True)
        if seed is not None:
            Filler(self.db, seed, **history).fill(int(time.time() * 1000))
        self.live = Live(self.db, (seed or 0) + 1000)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = (self.folder / "serve.log").open("wb")
        self.process = None
        self.recording = True
        self.stopping = threading.Event()
        self.recorder = threading.Thread(target=self.record, daemon=True)
        self.recorder.start()
        self.serve()

    def record(self):
        live = Live(self.db, 0)  # a connection of this thread's own
        while not self.stopping.wait(TICK):
            if self.recording:
                live.alive()

    def serve(self):
        command = f"{SERVE} {self.options}".format(presencectl=PRESENCECTL, db=self.db, port=self.port, tokens=self.tokens)
        self.process = subprocess.Popen(shlex.split(command), stdout=self.log, stderr=self.log)
        end = time.monotonic() + 15
        while True:
            try:
                urllib.request.urlopen(self.base + "/now", timeout=5).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError("not served: " + (self.folder / "serve.log").read_text()) from None
                time.sleep(0.05)

    def unserve(self):
        self.process.terminate()
        self.process.wait(15)

    def stop(self):
        self.unserve()
        self.stopping.set()
        self.recorder.join()
        self.log.close()
        shutil.rmtree(self.folder)

    def token(self, *words):
        """What `presencectl token` says."""
        return subprocess.run([PRESENCECTL, "token", *words, "--db", self.db, "--tokens", self.tokens],
                              capture_output=True, text=True, check=True).stdout

    def ask(self, command, *arguments, zone=ZONE):
        """The answer of presencectl, as an object."""
        done = subprocess.run([PRESENCECTL, command, "--db", self.db, "-o", "json", "--tz", zone, *arguments],
                              capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            raise AssertionError(f"presencectl {command}: {done.stderr}")
        return json.loads(done.stdout)

    def said(self, command, *arguments):
        """What presencectl says beside an answer, as lines."""
        done = subprocess.run([PRESENCECTL, command, "--db", self.db, "-o", "json", "--tz", ZONE, *arguments],
                              capture_output=True, text=True, check=True)
        return [line.removeprefix("presencectl: ") for line in done.stderr.splitlines()]


class PageTest(unittest.TestCase):
    """A test with a served history and a browser, shared by the tests of a class."""

    seed = 1
    options = ""

    @classmethod
    def setUpClass(cls):
        cls.served = Served(cls.seed, cls.options)
        cls.addClassCleanup(cls.served.stop)
        cls.browser = Browser(cls.served.base)
        cls.addClassCleanup(cls.browser.quit)
