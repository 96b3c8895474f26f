"""A registration that follows a surface: the viewer takes the surface out of the moving picture."""

import pages
from stage import StageTest


class SurfaceTests(StageTest):
    def setUp(self):
        self.open(pages.bent())

    def test_points_coincide_in_every_frame_and_size(self):
        # The picture was sampled once more, and is shown three times as large: this is a third of its pixels.
        self.assert_points_coincide(within=1)

    def test_the_page_says_that_the_transform_follows_a_surface(self):
        self.assertIn("follows a surface", self.find("body").text)
