"""A page that needs a token, in the hands of somebody who may see one group."""

import http.server
import itertools
import os
import re
import threading
import time
import unittest
from datetime import datetime, timedelta, timezone

from browser import SCHEMES, SIZES
from demo_history import WORKSPACES
from serving import PageTest

GROUP = "on-call"


class Letter(http.server.BaseHTTPRequestHandler):
    """A page of another site, with the link in it, as a reader of web mail has it."""

    link = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>letter</title><a href='{self.link}'>open</a>".encode())

    def log_message(self, *_):
        pass


class Token(PageTest):
    options = "--tokens {tokens}"

    def opened_from_elsewhere(self, link):
        Letter.link = link
        with http.server.HTTPServer(("127.0.0.1", 0), Letter) as letter:
            threading.Thread(target=letter.serve_forever, daemon=True).start()
            # Another site than 127.0.0.1, so SameSite counts.
            self.browser.driver.get(f"http://localhost:{letter.server_port}/")
            self.browser.run("document.querySelector('a').click()")
            self.browser.until("return location.hostname === '127.0.0.1'", "the link is followed")
            self.browser.settled()
            letter.shutdown()

    def dead(self, link):
        """The heading of the page that a link shows which opens nothing; it fits and is fit for everybody."""
        self.browser.driver.get(link)
        for size, scheme in itertools.product(SIZES, SCHEMES):
            self.browser.size(*size)
            self.browser.media(scheme=scheme)
            self.assertTrue(self.browser.run("return document.documentElement.scrollWidth <= innerWidth"))
            if os.path.exists(os.environ.get("PRESENCED_AXE", "")):
                self.assertEqual(self.browser.violations(), [])
        self.assertEqual([one for one in self.browser.complaints() if not re.search(r" (401|403|410) ", one)], [])
        return self.browser.text("main h1")

    def test_a_link_that_was_opened_or_has_ended_says_what_to_do(self):
        said = self.served.token("add", "reader")
        link = self.served.base + re.search(r"/open/\S+", said).group()
        self.browser.open(link.removeprefix(self.served.base))
        self.assertEqual(self.browser.text("main h1"), "Now")
        self.assertEqual(self.dead(link), "This link has been opened before")
        self.browser.run("document.querySelector('main a').click()")
        self.browser.settled()
        self.assertEqual(self.browser.text("main h1"), "Now")  # in the browser that opened it
        end = datetime.now(timezone.utc) + timedelta(seconds=3)
        said = self.served.token("add", "late", "--until", end.isoformat(timespec="seconds"))
        time.sleep(3)
        self.assertEqual(self.dead(self.served.base + re.search(r"/open/\S+", said).group()), "This link has ended")

    def test_a_link_opens_once_and_shows_its_group_alone(self):
        said = self.served.token("add", "visitor", "--group", GROUP, "--workspace", "acme", "--until", "2099-12-31")
        link = self.served.base + re.search(r"/open/\S+", said).group()
        self.browser.open("/now")
        self.assertIn("the page needs a token", self.browser.text("[role=alert]"))
        self.opened_from_elsewhere(link)
        self.assertIn("You see the people of @on-call", self.browser.text("#limit"))
        self.assertIn("Open to you until", self.browser.text("#limit"))
        members = {row["user_id"] for row in self.served.ask("people", f"@{GROUP}", "--workspace", "acme")["rows"]}
        self.assertEqual(set(self.browser.run("return Array.from(document.querySelectorAll('.card')).map((one) => one.dataset.who)")), members)
        everybody = [name for _, _, _, names in WORKSPACES for name in names]
        names = {row["real_name"] for row in self.served.ask("people", f"@{GROUP}", "--workspace", "acme")["rows"]}
        for path in ("/day?since=last+week", "/person", "/coverage", "/log", "/heatmap", "/overlap?who=%40on-call"):
            self.browser.open(path)
            text = self.browser.run("return document.documentElement.textContent")
            for name in set(everybody) - names:
                self.assertNotRegex(text, rf"(?i)\b{re.escape(name.split(' ')[0])}\b")
        self.browser.open("/person?who=Mara")  # of another group
        self.assertIn("nobody is called 'Mara'", self.browser.text("[role=alert]"))

        user, state = self.served.live.change(1)
        self.browser.open("/now")
        self.browser.until("return document.querySelector(`[data-who=${arguments[0]}] .state`)?.textContent === arguments[1]", "live, too", user, state)
        self.served.token("revoke", "visitor")
        self.browser.until("return document.querySelector('#notices').innerText.includes('not open to you any more')", "the end is said")
        self.browser.open("/now")
        self.assertNotEqual(self.browser.text("[role=alert]"), "")
        self.browser.driver.delete_all_cookies()
        self.assertEqual(self.dead(link), "This link opens nothing")
        self.browser.open("/now")
        self.assertIn("the page needs a token", self.browser.text("[role=alert]"))


if __name__ == "__main__":
    unittest.main()
