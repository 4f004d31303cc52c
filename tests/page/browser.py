"""Chromium without a window, as the tests of the page use it."""

import json
import os
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

SIZES = [(360, 780), (1280, 800), (2560, 1300)]
SCHEMES = ["light", "dark"]
WAIT = 15  # seconds: the machine may be busy
# WCAG 2.2 AA, and what axe-core calls best practice.
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


class Browser:
    def __init__(self, base):
        self.base = base
        options = Options()
        for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-dev-shm-usage", "--lang=en"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.size(1280, 800)

    def quit(self):
        self.driver.quit()

    def size(self, width, height):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def media(self, kind="", **features):
        """`features`: scheme="dark", motion="reduce"."""
        names = {"scheme": "prefers-color-scheme", "motion": "prefers-reduced-motion"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": kind, "features": [{"name": names[name], "value": value} for name, value in features.items()]})

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def open(self, path):
        self.complaints()
        self.driver.get(self.base + path)
        self.settled()

    def settled(self):
        self.until("return !!document.querySelector('main h1') && !document.querySelector('main[aria-busy]')",
                   "the view is there")

    def until(self, script, what, *arguments):
        """Waits until the script returns something true, and returns it."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            value = self.run(script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"not within {WAIT} s: {what}; at {self.driver.current_url}: {self.text('main')[:600]}")

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def texts(self, selector):
        return self.run("return Array.from(document.querySelectorAll(arguments[0])).map((one) => one.textContent)", selector)

    def press(self, *keys):
        """To whatever has the focus, as a keyboard does."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def complaints(self):
        """Errors of the page's scripts, and what the content security policy has blocked, since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def requests(self):
        return self.run("return performance.getEntriesByType('resource').map((one) => one.name)")

    def violations(self):
        """What axe-core finds on the page."""
        axe = os.environ["PRESENCED_AXE"]
        # Run by the DevTools protocol, so the page's own policy does not have to allow it.
        self.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": Path(axe).read_text(encoding="utf-8")})
        answer = self.driver.execute_cdp_cmd("Runtime.evaluate", {
            "expression": f"axe.run(document, {json.dumps(AXE)}).then((found) => JSON.stringify(found.violations.map((one) =>"
                          " one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' ' +"
                          " (node.any[0]?.message ?? node.all[0]?.message ?? '')).join(' | '))))",
            "awaitPromise": True, "returnByValue": True})
        return json.loads(answer["result"]["value"])
