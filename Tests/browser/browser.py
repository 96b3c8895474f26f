"""Headless Chromium, and what the tests ask it."""

import json
import os
import unittest

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

DESKTOP = (1440, 900)
TELEPHONE = (390, 844)
# No wait is longer; each ends as soon as what it waits for is there.
PATIENCE_SECONDS = 20

# Draws once more and answers when every picture of the stage is there.
SETTLED = """
const done = arguments[arguments.length - 1];
const root = document.getElementById('viewer');
const ready = () => {
  const { stage } = root.viewer;
  const drawn = (event) => {
    if (!event.detail.isWhole) return;
    stage.canvas.removeEventListener('drawn', drawn);
    done(true);
  };
  stage.canvas.addEventListener('drawn', drawn);
  stage.draw();
};
if (root.viewer) ready(); else root.addEventListener('started', ready, { once: true });
"""


# Reads from a copy: reading the stage itself would change how the browser draws it.
PIXELS = """
const [x, y, width, height] = arguments;
const copy = document.createElement('canvas');
Object.assign(copy, { width, height });
const context = copy.getContext('2d', { willReadFrequently: true });
context.drawImage(document.querySelector('.stage canvas'), -x, -y);
return Array.from(context.getImageData(0, 0, width, height).data);
"""


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    # Root has no sandbox, and containers have little shared memory.
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
    driver.set_script_timeout(PATIENCE_SECONDS)
    return driver


class PageTest(unittest.TestCase):
    """A test with a browser that it shares with the others of its class; each ends with a look at the console."""

    # What a page may ask for.
    allowed = ("file:", "data:")

    @classmethod
    def setUpClass(cls):
        cls.driver = start()
        cls.addClassCleanup(cls.driver.quit)

    def open(self, path, size=DESKTOP, scheme="light", still=False):
        self.visit("file://" + path.replace("%", "%25"), size, scheme, still)

    def visit(self, address, size=DESKTOP, scheme="light", still=False):
        self.window(size, scheme, still)
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(address)
        self.addCleanup(self.check_quiet)
        if self.js("return Boolean(document.getElementById('viewer'))"):
            self.settle()

    def window(self, size, scheme="light", still=False):
        width, height = size
        is_telephone = size == TELEPHONE
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2 if is_telephone else 1, "mobile": is_telephone},
        )
        touch = {"enabled": is_telephone, "maxTouchPoints": 2}
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", touch)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def check_quiet(self):
        """No message in the console and no request to anywhere but where the page is from."""
        self.assertEqual([entry["message"] for entry in self.driver.get_log("browser")], [])
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        self.assertEqual([url for url in urls if not url.startswith(self.allowed)], [])

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def viewer(self, expression, *arguments):
        """The value of an expression of `viewer`."""
        return self.js(f"const viewer = document.getElementById('viewer').viewer; return {expression}", *arguments)

    def settle(self):
        self.driver.execute_async_script(SETTLED)

    def wait(self, condition):
        return WebDriverWait(self.driver, PATIENCE_SECONDS, poll_frequency=0.02).until(lambda _: condition())

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys):
        """Keys with nothing in focus, so that no control takes them."""
        self.js("document.activeElement.blur()")
        ActionChains(self.driver).send_keys(*keys).perform()
        self.settle()

    def choose(self, name, value):
        """By clicking, as a person does."""
        self.find(f"[name={name}][value={value}]").click()
        self.settle()

    def tick(self, name):
        self.find(f"[name={name}]").click()
        self.settle()

    def slide(self, name, value):
        """A slider to a value, by its own event."""
        self.js(
            "const input = document.querySelector(`[name=${arguments[0]}]`); input.value = arguments[1];"
            "input.dispatchEvent(new Event('input', { bubbles: true }))",
            name,
            value,
        )
        self.settle()

    def canvas_origin(self):
        box = self.js(
            "const box = document.querySelector('.stage canvas').getBoundingClientRect(); return [box.left, box.top]"
        )
        return box

    def pointer_at(self, x, y):
        """Moves the mouse to a point of the stage."""
        left, top = self.canvas_origin()
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": left + x, "y": top + y})
        self.settle()

    def wheel(self, x, y, delta):
        left, top = self.canvas_origin()
        self.driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent",
            {"type": "mouseWheel", "x": left + x, "y": top + y, "deltaX": 0, "deltaY": delta},
        )

    def drag(self, start, end):
        left, top = self.canvas_origin()
        steps = (("mousePressed", start), ("mouseMoved", end), ("mouseReleased", end))
        for kind, (x, y) in steps:
            self.driver.execute_cdp_cmd(
                "Input.dispatchMouseEvent",
                {"type": kind, "x": left + x, "y": top + y, "button": "left", "buttons": 1, "clickCount": 1},
            )
        self.settle()

    def pinch(self, centre, before, after):
        """Two fingers beside a point, so far from it before and after."""
        left, top = self.canvas_origin()

        def touch(kind, distance):
            points = [
                {"x": left + centre[0] + side * distance, "y": top + centre[1], "id": index + 1}
                for index, side in enumerate((-1, 1))
            ]
            self.driver.execute_cdp_cmd(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else points}
            )

        touch("touchStart", before)
        for step in range(1, 9):
            touch("touchMove", before + (after - before) * step / 8)
        touch("touchEnd", after)
        self.settle()

    def pixels(self, x, y, width, height):
        """The stage's pixels as drawn, rows of [red, green, blue, alpha] in one list."""
        return self.js(PIXELS, round(x), round(y), width, height)

    def pixel(self, x, y):
        return self.pixels(x, y, 1, 1)

    def spot(self, x, y, reach=16):
        """Where the bright spot near a point of the stage has its centre."""
        left, top, side = round(x) - reach, round(y) - reach, 2 * reach + 1
        red = self.pixels(left, top, side, side)[::4]
        ground = sorted(red)[len(red) // 2]
        # What is above half its height: the ground's slope hardly matters there.
        weights = [max(0, value - (ground + max(red)) / 2) for value in red]
        total = sum(weights)
        self.assertGreater(max(red) - ground, 25, "there is no bright spot")
        column = sum(weight * (index % side) for index, weight in enumerate(weights)) / total
        row = sum(weight * (index // side) for index, weight in enumerate(weights)) / total
        # Pixel centres lie half a pixel inside.
        return left + column + 0.5, top + row + 0.5

    def screenshot(self, name):
        """Kept for people to look at where SCREENSHOTS names a folder."""
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            os.makedirs(folder, exist_ok=True)
            self.driver.save_screenshot(os.path.join(folder, name + ".png"))


__all__ = ["DESKTOP", "TELEPHONE", "Keys", "PageTest"]
