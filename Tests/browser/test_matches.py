"""Matches over the pictures, and what a report says."""

import ast
import json
import math
import os

import pages
import scene
from browser import PageTest


class MatchTests(PageTest):
    def setUp(self):
        self.open(pages.known())

    def place(self, index):
        x, y = scene.matches()[index]["fixed"]
        return self.viewer("viewer.stage.panes[0].toScreen([arguments[0], arguments[1]])", x + 0.5, y + 0.5)

    def is_yellowish(self, index):
        """Whether there is a dot of high confidence: more red and green than the scene's colours have of blue."""
        red, green, blue, _ = self.pixel(*self.place(index))
        return green > 0.87 * red and blue < 0.6 * red

    def test_matches_are_switched_on_and_off(self):
        x, y = self.place(4)
        without = self.pixel(x, y)
        self.assertFalse(self.is_yellowish(4))
        self.tick("inliers")
        self.assertTrue(self.is_yellowish(4))
        self.tick("inliers")
        self.assertEqual(self.pixel(x, y), without)

    def test_rejected_ones_are_red_and_apart(self):
        self.tick("rejected")
        red, green, blue, _ = self.pixel(*self.place(5))
        self.assertGreater(red, 200)
        self.assertLess(max(green, blue), 140)
        self.assertEqual(self.find(".rejected-count").text, "2")
        self.assertEqual(self.find(".inlier-count").text, "5")

    def test_the_pointer_over_a_match_tells_its_numbers(self):
        self.tick("inliers")
        for index in (1, 3):
            match = scene.matches()[index]
            self.pointer_at(*self.place(index))
            verdict, *lines = self.find(".tip").text.split("\n")
            self.assertEqual(verdict, "agrees")
            self.assertEqual([line.split()[0] for line in lines], ["moving", "fixed", "confidence", "residual"])
            numbers = [float(word) for word in " ".join(lines).replace(",", "").split() if word[0].isdigit()]
            residual = math.dist(scene.apply(scene.homography(), match["moving"]), match["fixed"])
            for number, expected in zip(numbers, (*match["moving"], *match["fixed"])):
                self.assertAlmostEqual(number, expected, delta=0.06)
            self.assertAlmostEqual(numbers[4], match["confidence"], delta=0.006)
            self.assertAlmostEqual(numbers[5], residual, delta=0.011)
        self.pointer_at(5, 5)
        self.assertFalse(self.find(".tip").is_displayed())

    def test_the_pointer_tells_coordinates_in_both_originals(self):
        x, y = self.viewer("viewer.stage.panes[0].toScreen([200.5, 250.5])")
        self.pointer_at(round(x), round(y))
        words = self.find(".position").text.replace(",", "").split()
        moving, fixed = [float(words[i]) for i in (1, 2)], [float(words[i]) for i in (4, 5)]
        scale = self.viewer("viewer.stage.view.scale")
        self.assertLess(math.dist(fixed, (200, 250)), 1 / scale + 0.1)
        self.assertLess(math.dist(scene.apply(scene.homography(), moving), fixed), 0.2)

    def test_the_slider_leaves_out_unsure_ones(self):
        self.tick("inliers")
        self.slide("minConfidence", 0.65)
        self.assertEqual(self.find(".shown-count").text, "3 of 7")
        self.assertTrue(self.is_yellowish(4))
        shown = self.viewer("viewer.matches.shown(viewer.state.layers, viewer.state.minConfidence).length")
        self.assertEqual(shown, 3)

    def test_residuals_point_to_where_the_transform_puts_the_partner(self):
        self.tick("arrows")
        self.slide("exaggeration", 4)
        self.assertEqual(self.find("output[for=exaggeration]").text, "× 20")
        match = scene.matches()[4]
        mapped = scene.apply(scene.homography(), match["moving"])
        # Half way along an arrow that is twenty times as long as the residual.
        half = [match["fixed"][axis] + 10 * (mapped[axis] - match["fixed"][axis]) for axis in (0, 1)]
        x, y = self.viewer("viewer.stage.panes[0].toScreen([arguments[0], arguments[1]])", half[0] + 0.5, half[1] + 0.5)
        window = self.pixels(x - 2, y - 2, 5, 5)
        self.assertGreater(max(min(window[i:i + 3]) for i in range(0, 100, 4)), 225)

    def test_the_map_counts_inliers(self):
        before = self.pixel(*self.viewer("viewer.stage.panes[0].toScreen([290, 60])"))
        self.tick("map")
        after = self.pixel(*self.viewer("viewer.stage.panes[0].toScreen([290, 60])"))
        self.assertGreater(after[0], before[0], "a part of the overlap without inliers turns red")
        self.assertEqual(sum(self.viewer("viewer.stage.overlay.cells(50).counts")), 5)

    def test_brackets_step_through_the_matches_and_say_them(self):
        self.tick("inliers")
        self.press("]")
        first = self.find(".announcement").get_attribute("textContent")
        self.press("]")
        second = self.find(".announcement").get_attribute("textContent")
        self.assertIn("residual 0.00 px", first)
        self.assertIn("residual 0.50 px", second)
        self.press("[")
        self.assertEqual(self.find(".announcement").get_attribute("textContent"), first)


class ReportTests(PageTest):
    def test_the_transform_can_be_copied_in_four_languages(self):
        self.open(pages.registered())
        expected = pages.template()["fixedFromMoving"]
        texts = {
            button.get_attribute("aria-label").split()[-1]:
                self.find("#" + button.get_attribute("data-copies")).get_attribute("textContent")
            for button in self.all("[data-copies]")
        }
        self.assertEqual(sorted(texts), ["CSV", "JSON", "NumPy", "OpenCV"])
        self.assertEqual(json.loads(texts["JSON"]), expected)
        rows = [[float(cell) for cell in line.split(",")] for line in texts["CSV"].strip().split("\n")]
        self.assertEqual(rows, expected)
        for name in ("NumPy", "OpenCV"):
            lists = [node for node in ast.walk(ast.parse(texts[name])) if isinstance(node, ast.List)]
            self.assertEqual(ast.literal_eval(lists[0]), expected)
        self.assertIn("warpPerspective", texts["OpenCV"])

    def test_copying_says_so(self):
        self.open(pages.registered())
        button = self.find("[data-copies]")
        button.click()
        self.wait(lambda: button.text in ("Copied", "Press Ctrl+C"))

    def test_the_verdict_comes_first_and_the_numbers_are_the_result_s(self):
        self.open(pages.registered())
        report = pages.template()
        self.assertEqual(self.find("h1").text, "Registered")
        text = self.find("main").text
        statistics = report["statistics"]
        self.assertIn(f"{statistics['inlierCount']} of {statistics['matchCount']}", text)
        self.assertIn(f"{statistics['meanErrorPixels']:.2f} px", text)
        for weights in report["weights"].values():
            self.assertIn(weights["sha256"], text)
        self.assertIn("Apache-2.0", text)
        self.assertLess(os.path.getsize(pages.registered()), 6_000_000)

    def test_a_failure_says_why_and_what_to_do_and_shows_both_pictures(self):
        self.open(pages.failed())
        self.assertEqual(self.find("h1").text, "Not registered")
        why, advice = (part.text for part in self.all(".verdict-why > div"))
        with open(os.path.join(os.path.dirname(pages.failed()), "registration.json"), encoding="utf-8") as file:
            reasons = json.load(file)["reasons"]
        for reason in reasons:
            self.assertIn(reason.lower(), why.lower())
        self.assertGreater(len(advice.split("\n")), 1)
        self.assertEqual(self.viewer("viewer.state.mode"), "side")
        self.assertFalse(self.find("[name=mode][value=swipe]").is_enabled())
        self.press("2")
        self.assertEqual(self.viewer("viewer.state.mode"), "side")
        for pane in (0, 1):
            x, y = self.viewer(f"viewer.stage.panes[{pane}].middle")
            self.assertEqual(self.pixel(x, y)[3], 255)

    def test_names_of_files_are_words_and_nothing_else(self):
        self.open(pages.strange())
        self.assertIn(pages.HOSTILE_NAME, self.find(".pair").text)
        self.assertIn(pages.FOREIGN_NAME, self.find(".pair").text)
        self.assertIn(pages.HOSTILE_NAME, self.driver.title)
        self.assertEqual(self.all("img"), [])
        self.assertEqual(self.viewer("viewer.data.moving.name"), pages.HOSTILE_NAME)
        self.assertTrue(self.viewer("viewer.stage.panes.length") > 0)
