"""Pages for everybody: names for screen readers, contrast, keyboard, small screens; and pictures of them to look at."""

import pages
from browser import DESKTOP, TELEPHONE, Keys, PageTest
from checks import CONTRAST, CUT_OFF, STRUCTURE, names_problems


class AccessTests(PageTest):
    def pages(self):
        return {"report": pages.registered(), "failed": pages.failed(), "list": pages.short_list()}

    def test_everything_that_is_operated_has_a_name(self):
        for name, path in self.pages().items():
            self.open(path)
            self.assertEqual(names_problems(self.driver), [], name)

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
