"""Landmarks: placed in the pictures and by keys, moved, removed, and saved as the program reads them."""

import csv
import json
import math
import os
import tempfile

import pages
import scene
from browser import TELEPHONE, Keys, PageTest

TO_MOVING = scene.inverse(scene.homography())


class LandmarkTests(PageTest):
    def setUp(self):
        self.open(pages.known())

    def pane_place(self, pane, point):
        """Where a point of a pane's own picture, counted from pixel centres, is seen on the stage."""
        return self.viewer(
            """(([pane, x, y]) => {
              const { stage, frames } = viewer, { frame, shows } = stage.panes[pane];
              return stage.panes[pane].toScreen(Plane.apply(frames.frameFromImage(frame, shows), x, y));
            })(arguments)""",
            pane, point[0] + 0.5, point[1] + 0.5,
        )

    def click_at(self, pane, point):
        place = self.pane_place(pane, point)
        self.drag(place, place)

    def rows(self):
        """For each landmark its four coordinates, None where one is missing, and the text of its residual."""
        return self.js("""
          return [...document.querySelectorAll('#landmarks tbody tr')].map((row) => [
            ...[...row.querySelectorAll('input')].map((input) => input.value === '' ? null : Number(input.value)),
            row.querySelector('.residual').textContent]);
        """)

    def place_spot(self, index):
        spot = scene.SPOTS[index]
        self.click_at(0, scene.apply(TO_MOVING, spot))
        self.click_at(1, spot)

    def test_a_click_in_each_picture_places_a_landmark(self):
        self.press("l")
        self.assertEqual(self.viewer("[viewer.state.mode, viewer.state.frame]"), ["side", "own"])
        self.click_at(1, scene.SPOTS[2])
        self.assertEqual(self.rows()[0][:2], [None, None])
        self.assertIn("half placed", self.find(".landmark-count").text)
        self.click_at(0, scene.apply(TO_MOVING, scene.SPOTS[2]))
        self.place_spot(0)
        rows = self.rows()
        self.assertEqual(len(rows), 2)
        pixel = 1 / self.viewer("viewer.stage.panes[1].scale")
        for row, spot in zip(rows, (scene.SPOTS[2], scene.SPOTS[0])):
            self.assertLess(math.dist(row[:2], scene.apply(TO_MOVING, spot)), 1.5 * pixel)
            self.assertLess(math.dist(row[2:4], spot), 1.5 * pixel)
            residual = math.dist(scene.apply(scene.homography(), row[:2]), row[2:4])
            self.assertAlmostEqual(float(row[4].split()[0]), residual, delta=0.02)
        self.assertEqual(self.find(".landmark-count").text, "2 landmarks")
        self.screenshot("landmarks")

    def test_without_placing_a_click_places_nothing(self):
        self.choose("mode", "side")
        self.click_at(0, (100, 100))
        self.press("l", "l")
        self.click_at(0, (100, 100))
        self.assertEqual(self.rows(), [])

    def test_dragging_elsewhere_moves_the_pictures_and_dragging_a_landmark_moves_it(self):
        self.press("l")
        self.place_spot(1)
        before = self.rows()[0]
        start = self.pane_place(1, before[2:4])
        self.drag(start, (start[0] + 40, start[1] + 20))
        after = self.rows()[0]
        scale = self.viewer("viewer.stage.panes[1].scale")
        self.assertEqual(after[:2], before[:2])
        self.assertAlmostEqual(after[2] - before[2], 40 / scale, delta=0.05)
        self.assertAlmostEqual(after[3] - before[3], 20 / scale, delta=0.05)
        self.assertGreater(float(after[4].split()[0]), 20)
        view = self.viewer("[viewer.stage.view.x, viewer.stage.view.y]")
        place = self.pane_place(1, (300, 420))
        self.drag(place, (place[0] + 30, place[1]))
        self.assertEqual(self.rows(), [after])
        self.assertNotEqual(self.viewer("[viewer.stage.view.x, viewer.stage.view.y]"), view)

    def test_by_keys_alone(self):
        self.press("l")
        canvas = self.find(".stage canvas")
        canvas.send_keys(Keys.ENTER)
        self.settle()
        self.assertEqual(len(self.rows()), 1)
        self.assertEqual(
            self.js("return document.activeElement.getAttribute('aria-label')"), "Landmark 1, x in the moving picture"
        )
        before = self.rows()[0]
        self.driver.switch_to.active_element.send_keys(Keys.ARROW_UP, Keys.ARROW_UP, Keys.TAB)
        self.assertAlmostEqual(self.rows()[0][0], before[0] + 2, delta=1)
        self.driver.switch_to.active_element.send_keys(Keys.CONTROL, "a")
        self.driver.switch_to.active_element.send_keys("123.25")
        self.settle()
        row = self.rows()[0]
        self.assertEqual(row[1], 123.25)
        self.assertEqual(self.viewer("viewer.landmarks.all[0].moving[1]"), 123.75)
        # The landmark is drawn where it was typed: its middle is the colour of landmarks.
        red, green, blue, _ = self.pixel(*self.pane_place(0, row[:2]))
        self.assertTrue(red > 200 and green < 140 and blue > 160, (red, green, blue))
        self.find("[data-landmark=add]").send_keys(Keys.ENTER)
        self.assertEqual(len(self.rows()), 2)
        self.find("[data-landmark=remove]").send_keys(Keys.ENTER)
        self.assertEqual(len(self.rows()), 1)
        self.assertEqual(self.js("return document.activeElement.dataset.landmark"), "remove")

    def test_what_is_saved_is_what_the_program_reads(self):
        self.assertFalse(self.find("[data-landmark=save]").is_enabled())
        self.press("l")
        for index in range(5):
            self.place_spot(index)
        self.click_at(0, (30, 30))
        with tempfile.TemporaryDirectory() as folder:
            self.driver.execute_cdp_cmd(
                "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": folder}
            )
            self.find("[data-landmark=save]").click()
            path = os.path.join(folder, "landmarks.csv")
            self.wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0)
            with open(path, encoding="utf-8", newline="") as file:
                header, *lines = csv.reader(file)
            self.assertEqual(header, ["x0", "y0", "x1", "y1"])
            complete = [row[:4] for row in self.rows() if None not in row]
            self.assertEqual([[float(cell) for cell in line] for line in lines], complete)
            self.assertEqual(len(lines), 5)
            pictures = [os.path.join(os.path.dirname(pages.known()), name) for name in ("moving.png", "fixed.png")]
            out = os.path.join(folder, "out")
            pages.superpose(
                "register", *pictures, "--landmarks", path, "--landmarks-only", "--report", "--output", out
            )
            with open(os.path.join(out, "registration.json"), encoding="utf-8") as file:
                report = json.load(file)
            for spot in scene.SPOTS:
                there = scene.apply(report["fixedFromMoving"], scene.apply(TO_MOVING, spot))
                self.assertLess(math.dist(there, spot), 3)
            # The page of a result by landmarks shows them.
            self.open(os.path.join(out, "report.html"))
            self.assertEqual([row[:4] for row in self.rows()], complete)
            self.assertIn("5, off by", self.find(".figures").text)

    def test_a_page_without_a_transform_has_landmarks_too(self):
        self.open(pages.failed())
        self.press("l")
        self.click_at(0, (50, 60))
        self.click_at(1, (70, 80))
        self.assertEqual(self.rows()[0][4], "—")
        self.assertTrue(self.find("[data-landmark=save]").is_enabled())

    def test_on_a_telephone_nothing_is_wider_than_the_screen(self):
        self.open(pages.known(), size=TELEPHONE)
        self.find("[data-landmark=add]").click()
        self.assertEqual(len(self.rows()), 1)
        self.assertLessEqual(self.js("return document.documentElement.scrollWidth"), TELEPHONE[0])
