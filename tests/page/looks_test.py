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


if __name__ == "__main__":
    unittest.main()
