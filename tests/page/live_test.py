"""What is committed is seen without asking; what is lost is said."""

import socket
import time
import unittest

from selenium.webdriver.common.keys import Keys

from serving import PageTest


class LiveUpdates(PageTest):
    def setUp(self):
        self.served.recording = True
        self.browser.size(1280, 800)

    def state_of(self, user):
        return self.browser.run("return document.querySelector(`[data-who=${arguments[0]}] .state`)?.textContent", user)

    def test_a_change_is_seen_on_the_board_and_told(self):
        self.browser.open("/now")
        for active in (True, False, True):
            user, state = self.served.live.change(1, active)
            self.browser.until("return document.querySelector(`[data-who=${arguments[0]}] .state`)?.textContent === arguments[1]", f"{user} is {state}", user, state)
        self.assertIn("Dana is active", self.browser.text("#said"))

    def test_the_focus_stays_where_it_is_while_the_board_changes(self):
        self.browser.open("/now")
        self.browser.run("document.querySelector('main select').focus()")
        user, state = self.served.live.change(2)
        self.browser.until("return document.querySelector(`[data-who=${arguments[0]}] .state`)?.textContent === arguments[1]", "the board has changed", user, state)
        self.assertEqual(self.browser.run("return document.activeElement.dataset.key"), "choice-state")

    def test_a_change_is_seen_in_the_log_once(self):
        self.browser.open("/log")
        before = self.browser.run("return document.querySelectorAll('main tbody tr').length")
        for expected in (1, 2):
            self.served.live.change(3)
            self.browser.until("return document.querySelectorAll('main tbody tr').length === arguments[0]", "one more row", before + expected)
        time.sleep(2)
        self.assertEqual(self.browser.run("return document.querySelectorAll('main tbody tr').length"), before + 2)

    def test_the_log_does_not_move_under_a_reader(self):
        self.browser.open("/log")
        self.browser.run("window.scrollTo(0, 900)")
        first = self.browser.text("main tbody tr")
        self.served.live.change(4)
        self.browser.until("return document.querySelector('.held')?.innerText === 'Show 1 new change'", "the change is offered")
        self.assertEqual(self.browser.text("main tbody tr"), first)
        self.browser.run("document.querySelector('.held').focus()")
        self.browser.press(Keys.ENTER)
        self.browser.until("return document.querySelector('main tbody tr').innerText !== arguments[0]", "the change is shown", first)

    def test_a_change_is_seen_in_todays_timeline(self):
        self.browser.open("/day?who=U0ACM005&since=-2h")
        self.browser.run("document.querySelector('.plot').focus()")
        self.served.live.change(5)
        self.browser.press(Keys.END)
        self.browser.until("document.querySelector('.plot').dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));"
                           "return document.querySelector('.readout .how').innerText.startsWith('push, at ')", "the newest state is told with its source")

    def test_a_silent_recorder_is_said_and_so_is_its_return(self):
        self.browser.open("/now")
        self.assertEqual(self.browser.text("#notices"), "")
        self.served.recording = False
        time.sleep(2.5)
        self.served.live.db.execute("UPDATE run SET alive_at = ?", (int(time.time() * 1000) - 60_000,))
        self.browser.run("document.dispatchEvent(new Event('visibilitychange'))")  # the reader comes back to the tab
        self.browser.until("return document.querySelector('#notices').innerText.includes('Nothing is being recorded')", "the silence is said")
        self.served.recording = True
        self.browser.until("return document.querySelector('#notices').innerText === ''", "recording again")

    def test_a_lost_server_is_said_and_what_was_shown_stays(self):
        self.browser.open("/now")
        self.served.unserve()
        self.browser.until("return document.querySelector('#notices').innerText.includes('Connection lost')", "the loss is said")
        self.assertTrue(self.state_of("U0ACM001"))
        self.served.serve()
        self.browser.until("return document.querySelector('#notices').innerText === ''", "connected again")

    def test_a_page_that_finds_no_place_to_listen_asks_now_and_then(self):
        self.browser.driver.get("about:blank")
        time.sleep(2)  # its place is free again
        listeners = []
        self.addCleanup(lambda: [one.close() for one in listeners])
        for _ in range(256):  # as many as may listen
            one = socket.create_connection(("127.0.0.1", self.served.port))
            one.sendall(f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\n\r\n".encode())
            listeners.append(one)
        for one in listeners:
            self.assertTrue(one.recv(4096).startswith(b"HTTP/1.1 200"))
        self.browser.open("/now")
        self.browser.until("return document.querySelector('#pulse').innerText === 'asked every 5 s'", "it is said")
        user, state = self.served.live.change(7)
        self.browser.until("return document.querySelector(`[data-who=${arguments[0]}] .state`)?.textContent === arguments[1]", f"{user} is {state}", user, state)
        self.assertEqual(self.browser.text("#notices"), "")
        listeners.pop().close()
        self.browser.until("return document.querySelector('#pulse').innerText === 'live'", "there is a place again")

    def test_pages_that_were_left_hold_no_connection(self):
        begun = time.monotonic()
        for lines in range(1, 11):  # more than the six connections that a browser has for a server
            self.browser.open(f"/log?lines={lines}")
        self.assertLess(time.monotonic() - begun, 30)

    def test_reduced_motion_is_respected(self):
        self.browser.media(motion="reduce")
        self.addCleanup(self.browser.media)
        self.browser.open("/now")
        user, state = self.served.live.change(6)
        self.browser.until("return document.querySelector(`[data-who=${arguments[0]}].fresh`)", f"{user} is {state}", user)
        self.assertEqual(self.browser.run("return getComputedStyle(document.querySelector('.fresh')).animationName"), "none")


if __name__ == "__main__":
    unittest.main()
