"""What tests of the stage share: where a point of the scene should be seen, and where it is."""

import math

import scene
from browser import PageTest

TO_MOVING = scene.inverse(scene.homography())


class StageTest(PageTest):
    def on_stage(self, spot, frame="fixed", pane=0):
        """Where a point of the fixed picture should be seen, from the stage's own view and the truth."""
        point = scene.apply(TO_MOVING, spot) if frame == "moving" else spot
        return self.viewer(f"viewer.stage.panes[{pane}].toScreen([arguments[0], arguments[1]])",
                           point[0] + 0.5, point[1] + 0.5)

    def distance(self, a, b):
        return math.hypot(a[0] - b[0], a[1] - b[1])

    def show_alone(self, which):
        self.choose("mode", "onion")
        self.slide("opacity", 1 if which == "moving" else 0)

    def spots_in_sight(self, frame):
        size = self.viewer("viewer.stage.size")
        for spot in scene.SPOTS:
            x, y = self.on_stage(spot, frame)
            if 20 < x < size["width"] - 20 and 20 < y < size["height"] - 20:
                yield spot, (x, y)

    def assert_points_coincide(self, within=0.5):
        """Every spot is seen where it should be, to so many pixels of the screen, in both pictures and every frame."""
        seen = 0
        for frame in ("fixed", "moving", "union"):
            self.choose("frame", frame)
            self.press("0")
            for factor in (1, 3):
                self.viewer("viewer.stage.zoom(arguments[0])", factor)
                for spot, place in self.spots_in_sight(frame):
                    centres = {}
                    for which in ("moving", "fixed"):
                        self.show_alone(which)
                        centres[which] = self.spot(*place, reach=16 * factor)
                        self.assertLess(self.distance(centres[which], place), within, f"{which} at {spot} in {frame}")
                    self.assertLess(self.distance(centres["moving"], centres["fixed"]), within, f"{spot} in {frame}")
                    seen += 1
        self.assertGreater(seen, 15)
