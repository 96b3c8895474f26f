"""The page of a stack: the player and the curves."""

import pages
from browser import TELEPHONE, PageTest


class StackTests(PageTest):
    def player(self, expression):
        return self.js(f"return document.getElementById('player').player.{expression}")

    def open_player(self, **options):
        self.open(pages.stack(), **options)
        self.wait(lambda: self.js("return document.getElementById('player').dataset.ready") == "true")

    def shown(self):
        return self.js("return document.querySelector('canvas').dataset.frame")

    def test_the_reference_comes_first_and_the_slider_goes_on(self):
        self.open_player()
        self.assertEqual(self.shown(), "0")
        self.assertIn("the reference", self.find(".caption").text)
        self.js("const s = document.querySelector('[name=frame]'); s.value = 1; s.dispatchEvent(new Event('input'))")
        self.assertEqual(self.shown(), "1")
        self.assertIn("moved by", self.find(".caption").text)
        self.screenshot("stack")

    def test_it_plays_and_blinks(self):
        self.open_player()
        self.find("[name=play]").click()
        self.wait(lambda: self.shown() == "1")
        self.assertEqual(self.find("[name=play]").text, "Pause")
        self.find("[name=play]").click()
        self.js("document.getElementById('player').player.show(1)")
        self.find("[name=blink]").click()
        self.wait(lambda: self.shown() == "0")
        self.wait(lambda: self.shown() == "1")
        self.assertEqual(self.find("[name=blink]").get_attribute("aria-pressed"), "true")

    def test_there_is_a_curve_for_each_number_and_the_reason_of_what_was_left_out(self):
        self.open_player()
        self.assertEqual(len(self.all(".curves figure")), 4)
        self.assertIn("cat.jpg", self.find(".left").text)
        self.assertIn("no other frame matches it", self.find(".left").text)
        self.assertEqual(self.player("places.length"), 2)

    def test_it_fits_on_a_telephone(self):
        self.open_player(size=TELEPHONE)
        self.assertLessEqual(self.js("return document.documentElement.scrollWidth"), TELEPHONE[0])
