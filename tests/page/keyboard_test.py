"""Everything can be reached and done without a pointer, and the address is the state of the page."""

import re
import unittest
from urllib.parse import parse_qs, urlparse

from selenium.webdriver.common.keys import Keys

from serving import PageTest

FOCUSED = "return (document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || document.activeElement.id).trim()"


class Keyboard(PageTest):
    def setUp(self):
        self.browser.size(1280, 800)
        self.browser.media(scheme="light")

    def query(self):
        return parse_qs(urlparse(self.browser.driver.current_url).query)

    def arrived(self, path):
        self.browser.until("return location.pathname === arguments[0]", f"the address is {path}", path)
        self.browser.settled()

    def tab_to(self, wanted, most=60):
        for _ in range(most):
            self.browser.press(Keys.TAB)
            focused = self.browser.run(FOCUSED)
            if re.search(wanted, focused):
                return focused
        raise AssertionError(f"no way to {wanted!r} with the tabulator")

    def test_the_first_stop_skips_to_the_content(self):
        self.browser.open("/now")
        self.tab_to("^Skip to the content$", most=1)
        self.browser.press(Keys.ENTER)
        self.assertEqual(self.browser.run("return document.activeElement.id"), "main")

    def test_each_stop_is_seen_to_have_the_focus(self):
        self.browser.open("/day?who=%40on-call")
        for _ in range(30):
            self.browser.press(Keys.TAB)
            seen = self.browser.run("const one = document.activeElement; const style = getComputedStyle(one.name === 'theme' ? one.nextSibling : one);"
                                    "return one === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)")
            self.assertTrue(seen, self.browser.run("return document.activeElement.outerHTML.slice(0, 200)"))

    def test_whatever_can_be_clicked_is_a_stop_of_the_tabulator(self):
        named = "const named = (one) => [one.tagName, one.getAttribute('href') ?? '', one.getAttribute('aria-label') || one.innerText || one.dataset.key || one.value].join(' ').trim();"
        self.served.recording = False  # nothing is drawn again meanwhile
        self.addCleanup(setattr, self.served, "recording", True)
        for path in ("/now", "/day?who=%40on-call", "/heatmap", "/person", "/person?who=U0ACM001", "/overlap?who=%40on-call", "/coverage?since=yesterday", "/log?lines=10", "/day?since=whenever"):
            with self.subTest(path=path):
                self.browser.open(path)
                wanted = set(self.browser.run(named + """
                    return Array.from(document.querySelectorAll('a[href], button:not(:disabled), select, summary, input:not([type=radio]), input:checked, [tabindex="0"]'))
                      .filter((one) => one.checkVisibility()).map(named)"""))
                reached = set()
                for _ in range(2 * len(wanted) + 40):
                    self.browser.press(Keys.TAB)
                    reached.add(self.browser.run(named + "return document.activeElement === document.body ? '' : named(document.activeElement)"))
                    if wanted <= reached:
                        break
                self.assertEqual(wanted - reached, set())

    def test_the_views_are_turned_to_by_keyboard_and_keep_people_and_window(self):
        self.browser.open("/day?who=%40on-call&since=yesterday&until=today&tz=UTC")
        self.tab_to("^Coverage$")
        self.browser.press(Keys.ENTER)
        self.arrived("/coverage")
        self.assertEqual(self.query(), {"who": ["@on-call"], "since": ["yesterday"], "until": ["today"], "tz": ["UTC"]})
        self.browser.driver.back()
        self.arrived("/day")
        self.browser.driver.forward()
        self.arrived("/coverage")

    def test_a_person_is_found_by_a_slash_and_a_part_of_the_name(self):
        self.browser.open("/now")
        self.browser.press("/")
        self.browser.press("dan")
        self.browser.until("return document.querySelector('#search [role=option]')?.innerText.includes('Dana')", "Dana is offered")
        self.browser.press(Keys.ARROW_DOWN)
        self.assertTrue(self.browser.run("return document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText.includes('Dana')"))
        self.browser.press(Keys.ENTER)
        self.arrived("/person")
        self.assertEqual(self.query()["who"], ["U0ACM001"])
        self.assertEqual(self.browser.text("main h1"), "Dana")

    def test_accents_need_not_be_typed_and_a_group_is_found(self):
        self.browser.open("/now")
        self.browser.press("/")
        self.browser.press("jose")
        self.browser.until("return document.querySelector('#search [role=option]')?.innerText.includes('jos\u00e9')", "jos\u00e9 is offered")
        self.browser.press(Keys.ESCAPE)
        self.browser.run("document.activeElement.value = ''")
        self.browser.press("@night")
        self.browser.press(Keys.ARROW_DOWN, Keys.ENTER)
        self.arrived("/day")
        self.assertEqual(self.query()["who"], ["@night shift"])

    def test_a_timeline_is_read_and_zoomed_by_keys(self):
        self.browser.open("/day?who=U0ACM001&since=last+week&until=this+week&tz=UTC")
        self.tab_to("^Timelines of presence")
        self.browser.until("return document.querySelector('.readout p').innerText.startsWith('Dana: ')", "the first state is told")
        first = self.browser.text(".readout p > span")
        log = self.served.ask("log", "U0ACM001", "--facet", "presence", "--since", "last week UTC", "--until", "this week UTC")["rows"]
        for _ in range(3):
            self.browser.press(Keys.ARROW_RIGHT)
        self.assertNotEqual(self.browser.text(".readout p > span"), first)
        how = self.browser.until("return document.querySelector('.readout .how').innerText", "how it began is told")
        self.assertRegex(how, f"^({'|'.join({row['source'] for row in log})}), (at|after) |^No change is recorded here")
        self.browser.press("+", "+")
        view = self.browser.until("return new URLSearchParams(location.search).get('view')", "the zoom is in the address")
        begin, end = map(int, view.split("-"))
        self.assertAlmostEqual((end - begin) / (7 * 86_400_000), 0.25, places=2)
        self.browser.open(urlparse(self.browser.driver.current_url).path + "?" + urlparse(self.browser.driver.current_url).query)
        self.assertEqual(self.browser.run("return new URLSearchParams(location.search).get('view')"), view)
        self.tab_to("^Timelines of presence")
        self.browser.press("0")
        self.browser.until("return !location.search.includes('view=')", "the whole window is shown again")

    def test_the_hours_of_a_week_are_read_by_keys(self):
        self.browser.open("/heatmap?since=7+days+ago")
        for _ in range(60):
            self.browser.press(Keys.TAB)
            if self.browser.run("return document.activeElement.tagName") == "TD":
                break
        self.assertRegex(self.browser.text(".week-figure .readout"), "^Monday 00:00")
        self.browser.press(Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
        self.assertRegex(self.browser.text(".week-figure .readout"), "^Tuesday 01:00")

    def test_a_window_is_typed_in_the_words_of_the_command_line(self):
        self.browser.open("/day?who=%40on-call")
        self.tab_to("^Other")
        self.browser.press(Keys.ENTER)
        self.browser.press(Keys.TAB)
        self.browser.press("2 days ago", Keys.ENTER)
        self.browser.until("return new URLSearchParams(location.search).get('since') === '2 days ago'", "the words are in the address")
        self.browser.settled()
        self.assertIn("presencectl timeline", self.browser.text(".files"))
        self.assertIn("--since '2 days ago'", self.browser.text(".files"))

    def test_times_are_in_the_zone_that_is_said(self):
        self.browser.open("/now?tz=Asia%2FKolkata")
        self.assertIn("Times are in Asia/Kolkata (UTC+05:30)", self.browser.text("#zone"))
        row = self.served.ask("now", "U0ACM003", zone="Asia/Kolkata")["rows"][0]
        self.assertIn(row["since"][11:16], self.browser.text("[data-who=U0ACM003]"))

    def test_what_the_api_refuses_is_said_in_its_words(self):
        self.browser.open("/day?since=whenever")
        self.assertIn("cannot read the time 'whenever'", self.browser.text("[role=alert]"))
        self.browser.open("/person?who=nobodyhere")
        self.assertIn("nobody is called 'nobodyhere'", self.browser.text("[role=alert]"))


if __name__ == "__main__":
    unittest.main()
