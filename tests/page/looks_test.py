"""Every view at three sizes, light and dark: nothing is cut off, nothing is wrong for axe-core, nothing leaves the origin."""

import itertools
import os
import unittest

from browser import SCHEMES, SIZES
from serving import PageTest

VIEWS = {
    "now": "/now",
    "day": "/day?who=%40on-call&who=%40support",
    "week": "/day?since=last+week&until=this+week",
    "heatmap": "/heatmap",
    "person": "/person?who=U0ACM001",
    "directory": "/person",
    "overlap": "/overlap?who=%40on-call&workspace=acme",
    "overlap, nobody yet": "/overlap",
    "coverage": "/coverage",
    "log": "/log",
    "a refusal": "/day?since=whenever",
}


class Looks(PageTest):
    def each(self, check):
        for size, scheme in itertools.product(SIZES, SCHEMES):
            self.browser.size(*size)
            self.browser.media(scheme=scheme)
            for name, path in VIEWS.items():
                with self.subTest(view=name, width=size[0], scheme=scheme):
                    self.browser.open(path)
                    check(name)

    def test_every_view_fits_its_width_without_errors_and_axe_finds_nothing(self):
        axe = os.path.exists(os.environ.get("PRESENCED_AXE", ""))

        def check(name):
            wide = self.browser.run("""
                return document.documentElement.scrollWidth <= innerWidth ? [] : Array.from(document.querySelectorAll('body *'))
                  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map((one) => one.outerHTML.slice(0, 90))""")
            self.assertEqual(wide, [])
            complaints = [one for one in self.browser.complaints() if name != "a refusal" or "400" not in one]
            self.assertEqual(complaints, [])
            if axe:
                self.browser.run("document.querySelectorAll('details:not(.other)').forEach((one) => { one.open = true; })")
                self.assertEqual(self.browser.violations(), [])
        self.each(check)
        if not axe:
            self.skipTest("everything fits, but axe-core is not installed: scripts/setup --tests fetches it")

    def test_on_a_tablet_the_head_keeps_its_lines_and_the_bars_of_groups_align(self):
        self.browser.size(800, 900)
        self.browser.open("/now")
        tops = self.browser.run("return ['.mark', '#search', '#pulse'].map((one) => document.querySelector(one).getBoundingClientRect())"
                                ".map((one) => (one.top + one.bottom) / 2)")
        self.assertLess(max(tops) - min(tops), 12)
        lefts = self.browser.run("return Array.from(document.querySelectorAll('.group-head .proportion, .cards > :nth-child(2)')).map((one) => Math.round(one.getBoundingClientRect().left))")
        self.assertEqual(len(set(lefts)), 1, lefts)

    def test_long_names_stay_beside_their_bars(self):
        name = "Wolfeschlegelsteinhausenbergerdorff-Montgomery the Younger"
        before = self.served.live.db.execute("SELECT label FROM membership WHERE person = 1").fetchone()
        rename = "UPDATE membership SET label = ? WHERE person = 1"
        self.served.live.db.execute(rename, (name,))
        self.addCleanup(self.served.live.db.execute, rename, before)
        for width in (360, 800, 1280):
            self.browser.size(width, 800)
            for path in ("/now", "/day", "/person?who=U0ACM001", "/overlap?who=U0ACM001&who=U0ACM002", "/coverage", "/log"):
                with self.subTest(width=width, path=path):
                    self.browser.open(path)
                    self.assertIn(name, self.browser.run("return document.querySelector('main').textContent"))
                    self.assertTrue(self.browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    over = self.browser.run("""
                        const plot = document.querySelector('.timeline:not(.narrow) .plot')?.getBoundingClientRect().left ?? innerWidth;
                        return Array.from(document.querySelectorAll('.timeline .name > *')).filter((one) => one.getBoundingClientRect().right > plot).length""")
                    self.assertEqual(over, 0)

    def test_what_opens_is_not_cut_off(self):
        for width in (360, 800, 1280, 1400, 1520):
            self.browser.size(width, 800)
            self.browser.open("/day?who=%40on-call")
            for number in range(2):
                with self.subTest(width=width, number=number):
                    box = self.browser.run("""
                        const all = Array.from(document.querySelectorAll('details.other'));
                        all.forEach((one, index) => { one.open = index === arguments[0]; });
                        const box = all[arguments[0]].querySelector('.moments').getBoundingClientRect();
                        return [box.left, box.right]""", number)
                    self.assertGreaterEqual(box[0], 0)
                    self.assertLessEqual(box[1], width)

    def test_names_of_days_do_not_run_into_each_other(self):
        for width in (800, 1280, 2560):
            self.browser.size(width, 800)
            for since in ("today", "3+days+ago", "last+week", "last+month"):
                self.browser.open(f"/day?who=U0ACM001&since={since}")
                boxes = self.browser.run("return Array.from(document.querySelectorAll('.axis text')).map((one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right])")
                for (_, right), (left, _) in zip(boxes, boxes[1:]):
                    self.assertLess(right, left, f"{width} {since}")

    def test_no_request_leaves_the_origin(self):
        for path in VIEWS.values():
            self.browser.open(path)
            for url in self.browser.requests():
                self.assertTrue(url.startswith(self.served.base + "/"), url)

    def test_on_paper_there_are_no_controls(self):
        self.browser.media(kind="print")
        self.addCleanup(self.browser.media)
        for path in ("/day", "/heatmap", "/person?who=U0ACM001"):
            self.browser.open(path)
            shown = self.browser.run("return Array.from(document.querySelectorAll('nav, .tools, input, button, select'))"
                                     ".filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))")
            self.assertEqual(shown, [])

    def test_the_theme_is_kept_without_a_cookie(self):
        self.browser.media(scheme="light")
        self.browser.open("/now")
        background = "return getComputedStyle(document.documentElement).backgroundColor"
        light = self.browser.run(background)
        self.browser.run("document.querySelector('input[name=theme][value=dark]').click()")
        dark = self.browser.run(background)
        self.assertNotEqual(light, dark)
        self.browser.open("/coverage")
        self.assertEqual(self.browser.run(background), dark)
        self.assertEqual(self.browser.run("return document.cookie"), "")
        self.browser.run("document.querySelector('input[name=theme][value=system]').click()")
        self.assertEqual(self.browser.run(background), light)

    def test_the_legend_names_each_state_that_is_drawn(self):
        alike = {"cleared": "off", "out": "off", "in": "on"}
        for path in (VIEWS["day"], VIEWS["person"], VIEWS["overlap"], VIEWS["coverage"]):
            with self.subTest(path=path):
                self.browser.open(path)
                drawn = self.browser.run("return Array.from(document.querySelectorAll('.bars path')).map((one) => one.classList[1])")
                self.assertTrue(drawn)
                named = self.browser.run("return Array.from(document.querySelectorAll('.legend .swatch')).map((one) => one.classList[1])")
                self.assertLessEqual({alike.get(state, state) for state in drawn}, set(named))

    def test_unknown_is_hatched_wherever_it_is_drawn(self):
        self.browser.open("/day?who=U0ACM012&since=last+week")  # never seen
        self.assertTrue(self.browser.run("return document.querySelector('.bars path.unknown').getAttribute('fill') === 'url(#hatch)'"))
        self.browser.open("/now?who=U0ACM012")
        self.assertIn("gradient", self.browser.run("return getComputedStyle(document.querySelector('.card.unknown .sign')).backgroundImage"))


class LooksOfNothing(PageTest):
    """Before anything was recorded."""

    seed = None

    def test_every_view_says_that_there_is_nothing(self):
        for size, scheme in itertools.product(SIZES, SCHEMES):
            self.browser.size(*size)
            self.browser.media(scheme=scheme)
            for path in ("/now", "/day", "/heatmap", "/person", "/coverage", "/log"):
                with self.subTest(path=path, width=size[0], scheme=scheme):
                    self.browser.open(path)
                    self.assertRegex(self.browser.text("main"), "nobody to show: nobody was watched|Nobody is known yet|nothing recorded that matches")
                    self.assertTrue(self.browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    self.assertEqual(self.browser.complaints(), [])
                    if os.path.exists(os.environ.get("PRESENCED_AXE", "")):
                        self.assertEqual(self.browser.violations(), [])


if __name__ == "__main__":
    unittest.main()
