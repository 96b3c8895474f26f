"""Ways of comparing: what is on the stage is what should be there, to the pixel."""

import pages
import scene
from browser import TELEPHONE, Keys
from stage import StageTest


class ComparingTests(StageTest):
    def setUp(self):
        self.open(pages.known())

    def test_points_coincide_in_every_frame_and_size(self):
        self.assert_points_coincide()

    def test_swipe_shows_moving_left_of_the_line_and_fixed_right_of_it(self):
        self.choose("mode", "swipe")
        x, y = self.on_stage(scene.SPOTS[2])
        width = self.viewer("viewer.stage.size.width")
        # Half a line away on either side, and the scene's own brightness tells the pictures apart.
        for share, is_moving in (((x + 60) / width, True), ((x - 60) / width, False)):
            self.viewer("(viewer.state.swipe = arguments[0], viewer.changed())", share)
            self.settle()
            expected = (scene.MOVING_GAIN if is_moving else 1) * scene.brightness(*scene.SPOTS[2])
            self.assertAlmostEqual(self.pixel(x, y)[0], expected, delta=12)

    def test_the_line_is_dragged_and_moved_by_keys(self):
        self.choose("mode", "swipe")
        divider = self.find(".divider")
        size = self.viewer("viewer.stage.size")
        self.drag((size["width"] / 2, 100), (size["width"] / 4, 100))
        self.assertAlmostEqual(self.viewer("viewer.state.swipe"), 0.25, places=2)
        self.assertEqual(divider.get_attribute("aria-valuenow"), "25")
        divider.send_keys(Keys.ARROW_RIGHT)
        self.assertAlmostEqual(self.viewer("viewer.state.swipe"), 0.27, places=2)
        divider.send_keys(Keys.HOME)
        self.assertEqual(self.viewer("viewer.state.swipe"), 0)

    def test_the_space_bar_blinks(self):
        x, y = self.on_stage(scene.SPOTS[2])
        self.press(Keys.SPACE)
        self.assertEqual(self.viewer("viewer.state.mode"), "blink")
        seen = []
        for _ in range(4):
            self.press(Keys.SPACE)
            seen.append((self.viewer("viewer.state.blinkShows"), self.pixel(x, y)[0]))
        names = [name for name, _ in seen]
        self.assertEqual(sorted(set(names)), ["fixed", "moving"])
        self.assertNotEqual(names[0], names[1])
        for name, red in seen:
            gain = scene.MOVING_GAIN if name == "moving" else 1
            self.assertAlmostEqual(red, gain * scene.brightness(*scene.SPOTS[2]), delta=12)
        self.assertFalse(self.viewer("viewer.blinking.isRunning"), "by hand it stops blinking by itself")

    def test_it_blinks_by_itself_at_the_rate_that_is_chosen(self):
        self.choose("mode", "blink")
        self.slide("rate", 6)
        self.js("""
            window.times = [];
            const { blinking } = document.getElementById('viewer').viewer;
            const flip = blinking.flip.bind(blinking);
            blinking.flip = () => { window.times.push(performance.now()); flip(); };
            blinking.run(true);
        """)
        self.wait(lambda: self.js("return window.times.length") >= 7)
        times = self.js("return window.times")
        self.assertAlmostEqual((times[6] - times[0]) / 6, 1000 / 6, delta=60)
        self.press("p")
        self.assertFalse(self.viewer("viewer.blinking.isRunning"))

    def test_onion_skin_mixes(self):
        self.choose("mode", "onion")
        self.slide("opacity", 0.25)
        x, y = self.on_stage(scene.SPOTS[2])
        value = scene.brightness(*scene.SPOTS[2])
        self.assertAlmostEqual(self.pixel(x, y)[0], 0.75 * value + 0.25 * scene.MOVING_GAIN * value, delta=10)

    def test_checkerboard_shows_both_by_turns(self):
        self.choose("mode", "checkerboard")
        self.slide("square", 64)
        # Squares are counted from the frame's own corner; these lie within the overlap.
        left, top = self.on_stage((-0.5, -0.5))
        scale = self.viewer("viewer.stage.view.scale")
        for column, row in ((4, 4), (5, 4), (5, 5), (4, 5)):
            x, y = left + 64 * (column + 0.5), top + 64 * (row + 0.5)
            value = scene.brightness((x - left) / scale - 0.5, (y - top) / scale - 0.5)
            gain = scene.MOVING_GAIN if (column + row) % 2 == 0 else 1
            self.assertAlmostEqual(self.pixel(x, y)[0], gain * value, delta=8)

    def test_matching_brightness_takes_the_difference_away(self):
        self.choose("mode", "difference")
        x, y = self.on_stage((250, 200))
        before = sum(self.pixel(x, y)[:3])
        self.tick("matched")
        after = sum(self.pixel(x, y)[:3])
        self.assertGreater(before, 60)
        self.assertLess(after, 40)

    def test_zooming_and_panning_keep_both_pictures_locked(self):
        self.choose("mode", "side")
        for frame in ("fixed", "moving", "union"):
            self.choose("frame", frame)
            self.press("0")
            before = self.viewer("viewer.stage.view.scale")
            self.wheel(200, 200, -400)
            self.wait(lambda: self.viewer("viewer.stage.view.scale") > 1.2 * before)
            self.press(Keys.ARROW_LEFT, Keys.ARROW_UP)
            moving, fixed = (self.viewer(f"viewer.stage.panes[{index}].rectangle") for index in (0, 1))
            in_sight = 0
            for spot in scene.SPOTS:
                places = [self.on_stage(spot, frame, pane) for pane in (0, 1)]
                room = 24 < places[0][0] < moving["width"] - 24 and 24 < places[0][1] < moving["height"] - 24
                if not room:
                    continue
                in_sight += 1
                a, b = (self.spot(*place) for place in places)
                self.assertLess(self.distance(a, (b[0] - fixed["x"], b[1] - fixed["y"])), 0.5)
            self.assertGreater(in_sight, 0)

    def test_each_in_its_own_frame_looks_at_the_same_place(self):
        self.choose("mode", "side")
        self.choose("frame", "own")
        for _ in range(6):
            self.press("+")
        middles = self.viewer("viewer.stage.panes.map((pane) => pane.toFrame(pane.middle))")
        mapped = scene.apply(scene.homography(), (middles[0][0] - 0.5, middles[0][1] - 0.5))
        self.assertLess(self.distance(mapped, (middles[1][0] - 0.5, middles[1][1] - 0.5)), 0.01)

    def test_the_point_under_the_wheel_stays_where_it_is(self):
        before = self.viewer("viewer.stage.panes[0].toFrame([300, 200])")
        self.wheel(300, 200, -300)
        self.wait(lambda: not self.viewer("viewer.stage.isFitted"))
        after = self.viewer("viewer.stage.panes[0].toFrame([300, 200])")
        # The browser tells whole pixels of the screen.
        self.assertLess(self.distance(before, after), 1 / self.viewer("viewer.stage.view.scale"))

    def test_two_fingers_zoom(self):
        self.window(TELEPHONE)
        self.press("0")
        before = self.viewer("viewer.stage.view.scale")
        self.pinch((90, 150), 25, 75)
        self.assertAlmostEqual(self.viewer("viewer.stage.view.scale") / before, 3, delta=0.3)

    def test_keys_choose_and_zoom_from_the_page_itself(self):
        for key, mode in zip("123456", ("side", "swipe", "blink", "onion", "checkerboard", "difference")):
            self.press(key)
            self.assertEqual(self.viewer("viewer.state.mode"), mode)
            self.assertTrue(self.find(f"[name=mode][value={mode}]").is_selected())
        scale = self.viewer("viewer.stage.view.scale")
        self.press("+")
        self.assertAlmostEqual(self.viewer("viewer.stage.view.scale"), 1.25 * scale, places=6)
        self.press("0")
        self.assertAlmostEqual(self.viewer("viewer.stage.view.scale"), scale, places=6)
        self.press("f")
        self.assertEqual(self.viewer("viewer.state.frame"), "moving")

    def test_keys_that_are_meant_for_a_control_are_left_to_it(self):
        self.choose("mode", "onion")
        slider = self.find("[name=opacity]")
        slider.send_keys(Keys.ARROW_RIGHT)
        self.assertEqual(self.viewer("viewer.stage.isFitted"), True)
        self.assertEqual(slider.get_attribute("value"), "0.51")

    def test_who_prefers_stillness_sees_no_blinking(self):
        self.open(pages.known(), still=True)
        self.choose("mode", "blink")
        self.assertFalse(self.viewer("viewer.blinking.isRunning"))
