"""The service's page in a browser: choosing, waiting, looking, deleting."""

import os
import unittest

from selenium.webdriver.support.ui import Select

import checks
from browser import DESKTOP, TELEPHONE, PageTest
from service import EXAMPLES, Service

# Remembers every stage that is shown, also once the browser has gone on to the report.
WATCH = """
const seen = [];
const place = document.querySelector('#progress .now');
new MutationObserver(() => {
  seen.push(place.textContent);
  sessionStorage.setItem('seen', JSON.stringify(seen));
}).observe(place, { childList: true, characterData: true, subtree: true });
"""

# Drops files of these names onto an element.
DROP = """
const [target, ...names] = arguments;
const transfer = new DataTransfer();
for (const name of names) transfer.items.add(new File(['no picture'], name));
const event = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
document.querySelector(target).dispatchEvent(event);
"""


class ServicePageTest(PageTest):
    arguments = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.enterClassContext(Service(*cls.arguments))
        cls.allowed = (cls.service.address + "/", "data:", "blob:" + cls.service.address + "/")

    def open_page(self, size=DESKTOP, scheme="light"):
        self.visit(self.service.address + "/", size, scheme)
        self.wait(lambda: self.all("#examples button"))
        count = len(self.service.ask("/v1/registrations").json["registrations"])
        self.wait(lambda: len(self.all(".history li")) == count)

    def submit(self):
        return self.find("#new [type=submit]")

    def choose_files(self, moving, fixed):
        for role, path in (("moving", moving), ("fixed", fixed)):
            self.find(f"#{role}").send_keys(path)

    def choose_example(self, index=0):
        self.all("#examples button")[index].click()
        self.wait(lambda: self.submit().is_enabled())

    def register(self):
        self.submit().click()
        self.wait(lambda: self.driver.current_url.endswith("/report"))
        self.settle()

    def remove_all(self):
        for entry in self.service.ask("/v1/registrations?limit=100").json["registrations"]:
            self.service.ask(f"/v1/registrations/{entry['id']}", method="DELETE")

    def thumbnails_are_there(self):
        return self.js("""
            const images = [...document.querySelectorAll('.history img, .shown img')];
            for (const image of images) image.loading = 'eager';
            return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
        """)


class PageTests(ServicePageTest):
    def tearDown(self):
        self.remove_all()

    def test_an_example_is_registered_by_stages_and_looked_at_in_the_reports_viewer(self):
        self.open_page()
        self.assertFalse(self.submit().is_enabled())
        self.choose_example()
        self.js(WATCH)
        self.register()
        seen = self.js("return JSON.parse(sessionStorage.getItem('seen'))")
        for stage in ("sending the pictures", "matching"):
            self.assertTrue(any(text.startswith(stage) for text in seen), seen)
        self.assertEqual(self.find("#verdict").text, "Registered")
        self.choose("mode", "swipe")
        self.assertTrue(self.find("[name=mode][value=swipe]").is_selected())
        self.assertEqual(self.find("a[download]").text, "Warped picture")

    def test_files_are_chosen_swapped_and_named_as_they_are(self):
        self.open_page()
        self.choose_files(os.path.join(EXAMPLES, "map.jpg"), os.path.join(EXAMPLES, "map-photographed.jpg"))
        self.find("#swap").click()
        self.assertEqual([element.text for element in self.all(".chosen")], ["map-photographed.jpg", "map.jpg"])
        self.register()
        self.assertEqual([element.text for element in self.all(".pair .file")], ["map-photographed.jpg", "map.jpg"])

    def test_dropped_files_find_their_places(self):
        self.open_page()
        self.js(DROP, "[data-role=fixed] label", "one.png")
        self.js(DROP, "body", "<img onerror=alert(1)>.png")
        names = [element.text for element in self.all(".chosen")]
        self.assertEqual(names, ["<img onerror=alert(1)>.png", "one.png"])
        self.js(DROP, "body", "a.png", "b.png")
        self.assertEqual([element.text for element in self.all(".chosen")], ["a.png", "b.png"])

    def test_settings_are_sent(self):
        self.open_page()
        self.choose_example()
        Select(self.find("[name=preset]")).select_by_value("classic")
        self.find("#new summary").click()
        Select(self.find("[name=model]")).select_by_value("affine")
        self.find("[name=maxKeypoints]").send_keys("300")
        self.register()
        configuration = self.service.ask("/v1/registrations").json["registrations"][0]["configuration"]
        self.assertEqual(configuration["resize"], "640x640")
        self.assertEqual(configuration["estimation"]["model"], "affine")
        self.assertEqual(configuration["extraction"]["maxKeypoints"], 300)

    def test_the_history_has_thumbnails_and_can_be_deleted_from(self):
        for name in ("cat.jpg", "map-photographed.jpg"):
            self.service.ended(self.service.submit(self.service.keep(name), self.service.keep("map.jpg")))
        self.open_page()
        self.assertEqual(
            [element.text for element in self.all(".history .names")],
            ["map-photographed.jpg onto map.jpg", "cat.jpg onto map.jpg"])
        self.assertEqual([element.text for element in self.all(".history .about b")], ["Registered", "Not registered"])
        self.wait(self.thumbnails_are_there)
        self.assertEqual(len(self.all(".history a[href$=warped]")), 1)
        self.all(".history li button")[0].click()
        self.wait(lambda: len(self.all(".history li")) == 1)
        self.assertEqual(len(self.service.ask("/v1/registrations").json["registrations"]), 1)
        self.find(".history li button").click()
        self.wait(lambda: not self.find("#history").is_displayed())

    def test_what_cannot_be_read_is_said(self):
        path = os.path.join(self.service.folder, "notes.png")
        with open(path, "w", encoding="utf-8") as file:
            file.write("no picture")
        self.visit(self.service.address + "/")
        self.choose_files(path, os.path.join(EXAMPLES, "map.jpg"))
        self.submit().click()
        self.wait(lambda: self.find("#problem").is_displayed())
        self.assertIn("cannot read image 'notes.png'", self.find("#problem").text)
        self.assertTrue(self.submit().is_enabled())
        # The browser itself notes the refusal; it is no fault of the page.
        self.driver.get_log("browser")

    def test_the_page_is_for_everybody(self):
        self.service.ended(self.service.submit(self.service.keep("cat.jpg"), self.service.keep("map.jpg")))
        for size in (DESKTOP, TELEPHONE):
            for scheme in ("light", "dark"):
                self.open_page(size, scheme)
                self.choose_example()
                self.find("#new summary").click()
                label = f"{scheme} at {size}"
                self.assertEqual(self.js(checks.STRUCTURE), [], label)
                self.assertEqual(self.js(checks.CONTRAST), [], label)
                self.assertEqual(self.js(checks.CUT_OFF), [], label)
                self.assertLessEqual(self.js("return document.documentElement.scrollWidth"), size[0], label)
                self.assertEqual(checks.names_problems(self.driver), [], label)

    def test_screenshots(self):
        """Of the page as a person finds it who has used it before."""
        for moving, fixed in (("cat.jpg", "coffee.jpg"), ("a.jpg", "b.jpg"), ("map-photographed.jpg", "map.jpg")):
            self.service.ended(self.service.submit(self.service.keep(moving), self.service.keep(fixed)))
        for size, device in ((DESKTOP, "desktop"), (TELEPHONE, "telephone")):
            for scheme in ("light", "dark"):
                self.open_page(size, scheme)
                self.screenshot(f"service-empty-{device}-{scheme}")
                self.choose_example()
                self.wait(self.thumbnails_are_there)
                self.screenshot(f"service-{device}-{scheme}")
        self.open_page()
        self.choose_example()
        self.js("showStage('matching', 0.45)")
        self.screenshot("service-progress")
        self.open_page(TELEPHONE)
        self.js("document.getElementById('history').scrollIntoView()")
        self.wait(self.thumbnails_are_there)
        self.screenshot("service-history-telephone")


class TokenTests(ServicePageTest):
    arguments = ("--token", "open sesame")

    def test_the_page_asks_for_the_token_once(self):
        self.visit(self.service.address + "/")
        field = self.wait(lambda: self.find("#login [name=token]"))
        self.wait(field.is_displayed)
        field.send_keys("wrong secret\n")
        self.wait(lambda: self.find("#login .wrong").text)
        self.screenshot("service-token")
        field.clear()
        field.send_keys("open sesame\n")
        self.wait(lambda: not field.is_displayed())
        self.choose_example()
        self.register()
        # The browser itself notes the refusals before; they are no fault of the page.
        self.driver.get_log("browser")
        self.driver.get(self.service.address + "/")
        self.wait(lambda: self.all(".history li"))
        self.assertFalse(self.find("#login").is_displayed())


if __name__ == "__main__":
    unittest.main()
