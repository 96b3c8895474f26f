"""Pages for everybody: names for screen readers, contrast, keyboard, small screens; and pictures of them to look at."""

import pages
from browser import DESKTOP, TELEPHONE, Keys, PageTest

# What a reader's ear needs a name for.
NAMED_ROLES = {
    "button", "radio", "checkbox", "slider", "link", "searchbox", "textbox", "spinbutton", "application", "dialog",
}

# Every text that is seen, with its contrast to the ground it stands on.
CONTRAST = """
const luminance = ([red, green, blue]) => {
  const [r, g, b] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const colour = (text) => {
  const [red, green, blue, alpha = 1] = text.match(/[\\d.]+/g).map(Number);
  return { channels: [red, green, blue], alpha };
};
const over = (top, ground) => top.channels.map((value, index) => value * top.alpha + ground[index] * (1 - top.alpha));
const ground = (element) => {
  if (!element) return [255, 255, 255];
  const own = colour(getComputedStyle(element).backgroundColor);
  return own.alpha === 1 ? own.channels : over(own, ground(element.parentElement));
};
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
  if (element.closest('script, style, .visually-hidden, dialog:not([open])')) continue;
  // Controls that do nothing are exempt, as in the guidelines.
  if (element.closest('label')?.querySelector(':disabled') || element.closest(':disabled')) continue;
  const below = ground(element);
  const text = over(colour(getComputedStyle(element).color), below);
  const [light, dark] = [luminance(text), luminance(below)].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < 4.5) poor.push(`${walker.currentNode.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
}
return poor;
"""

STRUCTURE = """
const problems = [];
const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
for (const id of ids) if (ids.filter((other) => other === id).length > 1) problems.push(`id ${id} twice`);
for (const name of ['aria-labelledby', 'aria-describedby']) {
  for (const element of document.querySelectorAll(`[${name}]`)) {
    if (!document.getElementById(element.getAttribute(name))) problems.push(`${name} names nothing`);
  }
}
for (const image of document.querySelectorAll('img:not([alt])')) problems.push(`no alt: ${image.src.slice(0, 40)}`);
if (document.documentElement.lang !== 'en') problems.push('no language');
if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
if (document.querySelectorAll('main').length !== 1) problems.push('not one main');
let level = 0;
for (const heading of document.querySelectorAll('h1, h2, h3')) {
  if (heading.closest('dialog:not([open])')) continue;
  const next = Number(heading.tagName[1]);
  if (next > level + 1) problems.push(`${heading.textContent} skips a level`);
  level = next;
}
if (document.querySelector('[onclick], [onerror], [onload], [style*="javascript"]')) problems.push('inline handler');
return problems;
"""


# What is cut off on the right, where nothing can be scrolled into sight.
CUT_OFF = """
const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
const isScrolled = (element) => element && (scrolls(element) || isScrolled(element.parentElement));
return [...document.querySelectorAll('body *')].filter((element) =>
  element.checkVisibility() && !element.closest('.visually-hidden, svg') && !isScrolled(element.parentElement) &&
  element.getBoundingClientRect().right > innerWidth + 1
).map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`);
"""


class AccessTests(PageTest):
    def pages(self):
        return {"report": pages.registered(), "failed": pages.failed(), "list": pages.short_list()}

    def test_everything_that_is_operated_has_a_name(self):
        for name, path in self.pages().items():
            self.open(path)
            nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
            nameless = [
                node["role"]["value"]
                for node in nodes
                if not node["ignored"] and node["role"]["value"] in NAMED_ROLES
                and not node.get("name", {}).get("value", "").strip()
            ]
            self.assertEqual(nameless, [], name)
            self.assertGreater(sum(node["role"]["value"] in NAMED_ROLES for node in nodes if not node["ignored"]), 5)

    def test_structure(self):
        for name, path in self.pages().items():
            self.open(path)
            self.assertEqual(self.js(STRUCTURE), [], name)

    def test_contrast_is_four_and_a_half_to_one_in_light_and_dark(self):
        for name, path in self.pages().items():
            for scheme in ("light", "dark"):
                for size in (DESKTOP, TELEPHONE):
                    self.open(path, size=size, scheme=scheme)
                    self.assertEqual(self.js(CONTRAST), [], f"{name} in {scheme} at {size}")

    def test_nothing_is_cut_off_or_wider_than_the_screen(self):
        for name, path in self.pages().items():
            for size in (DESKTOP, TELEPHONE):
                self.open(path, size=size)
                self.assertLessEqual(self.js("return document.documentElement.scrollWidth"), size[0], name)
                self.assertEqual(self.js(CUT_OFF), [], name)

    def test_the_tab_key_reaches_every_control_and_shows_where_it_is(self):
        self.open(pages.registered())
        reached = set()
        for _ in range(60):
            self.driver.switch_to.active_element.send_keys(Keys.TAB)
            name, is_seen = self.js("""
                const element = document.activeElement;
                if (element === document.body) return [null, true];
                const label = element.closest('label') ?? element;
                const span = element.querySelector('span') ?? element;
                const outlined = [element, label, span].some((part) => getComputedStyle(part).outlineStyle !== 'none');
                return [element.name || element.dataset.do || element.dataset.copies || element.className ||
                  element.getAttribute('role') || element.tagName, outlined];
            """)
            if name is None:
                break
            self.assertTrue(is_seen, f"{name} has the focus and does not show it")
            reached.add(name)
        expected = {
            "mode", "frame", "zoomIn", "zoomOut", "fit", "actual", "fullScreen", "divider", "matched", "inliers",
            "rejected", "arrows", "map", "minConfidence", "help", "application",
        }
        self.assertEqual(expected - reached, set())

    def test_keys_are_explained(self):
        self.open(pages.registered())
        self.press("?")
        self.assertTrue(self.find(".keys").is_displayed())
        self.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.assertFalse(self.find(".keys").is_displayed())

    def test_screenshots(self):
        """The four that people look at; each shows the verdict and the pictures without scrolling."""
        for size, device in ((DESKTOP, "desktop"), (TELEPHONE, "telephone")):
            for scheme in ("light", "dark"):
                self.open(pages.registered(), size=size, scheme=scheme)
                box = self.find(".stage").rect
                self.assertLess(box["y"], size[1] / 2)
                self.assertGreater(box["height"], 250)
                self.screenshot(f"report-{device}-{scheme}")
