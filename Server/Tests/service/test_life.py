"""The service's life: how it starts, how it ends, and what is left when it is killed."""

import itertools
import json
import os
import re
import subprocess
import unittest

from service import EXAMPLES, Service

PROGRAM = os.environ["SUPERPOSE_SERVER"]
NAMES = ("map-photographed.jpg", "map.jpg", "a.jpg", "b.jpg", "cat.jpg")
# What is registered does not matter here, so that it may go fast.
FAST = {"resize": "320", "secondLook": "off"}


def pairs():
    return list(itertools.permutations(NAMES, 2))


class LifeTests(unittest.TestCase):
    def submit_all(self, service):
        images = {name: service.keep(name) for name in NAMES}
        return [service.submit(images[moving], images[fixed], configuration=FAST) for moving, fixed in pairs()]

    def all(self, service):
        return service.ask("/v1/registrations?limit=100").json["registrations"]

    def ended(self, service):
        return {entry["id"]: entry for entry in self.all(service) if entry["state"] in ("done", "failed")}

    def test_what_was_under_way_when_it_was_killed_is_done_again(self):
        with Service() as service:
            ids = self.submit_all(service)
            events = service.events(ids[4])
            # In the middle of the fifth.
            next(event for event in events if event["stage"] == "matching")
            events.close()
            before = self.ended(service)
            service.kill()
            self.assertLess(len(before), len(ids))
            service.start()
            for registration in ids:
                self.assertEqual(service.ended(registration)["state"], "done")
            after = self.ended(service)
            self.assertEqual(sorted(after), sorted(ids))
            for registration, entry in before.items():
                self.assertEqual(after[registration]["finished"], entry["finished"], "it was done twice")
            self.check_files(service, ids)

    def check_files(self, service, ids):
        results = os.path.join(service.folder, "results")
        self.assertEqual(sorted(os.listdir(results)), sorted(ids))
        for name in ids:
            with open(os.path.join(results, name, "registration.json"), encoding="utf-8") as file:
                self.assertEqual(json.load(file)["schema"].partition("/")[0], "superpose.registration")
        self.assertEqual(os.listdir(os.path.join(service.folder, "uploads")), [])

    def test_kills_one_after_the_other_lose_nothing(self):
        with Service() as service:
            ids = self.submit_all(service)
            for _ in range(4):
                service.kill()
                service.start()
            self.assertEqual({service.ended(registration)["state"] for registration in ids}, {"done"})
            self.check_files(service, ids)

    def test_asked_to_end_it_finishes_what_is_under_way_and_leaves_the_rest(self):
        with Service() as service:
            ids = self.submit_all(service)
            events = service.events(ids[0])
            next(event for event in events if event["stage"] == "matching")
            code, seconds = service.stop()
            events.close()
            self.assertEqual(code, 0)
            self.assertLess(seconds, 10)
            service.start()
            self.assertEqual({service.ended(registration)["state"] for registration in ids}, {"done"})

    def test_it_ends_at_once_where_nothing_is_under_way_and_a_client_listens(self):
        with Service() as service:
            first = service.keep("map.jpg")
            service.ended(service.submit(first, first))
            code, seconds = service.stop()
            self.assertEqual(code, 0)
            self.assertLess(seconds, 10)

    def test_others_addresses_need_a_token_or_a_word(self):
        result = subprocess.run(
            [PROGRAM, "--host", "0.0.0.0", "--port", "0"], capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(result.returncode, 64)
        self.assertEqual(
            result.stderr,
            "superpose: --host 0.0.0.0: others can reach it; give --token, or --no-token if they all may use it. "
            "See 'superpose serve --help'.\n")
        with Service("--host", "0.0.0.0", "--token", "a long secret") as service:
            headers = {"Authorization": "Bearer a long secret"}
            self.assertEqual(service.ask("/v1/registrations").status, 401)
            self.assertEqual(service.ask("/v1/registrations", headers=headers).status, 200)

    def test_another_name_for_this_machine_is_not_answered(self):
        """Somebody else's name may have been pointed at it, so that a page of theirs counts as the service's own."""
        with Service() as service:
            for path in ("/healthz", "/v1/registrations", "/"):
                self.assertEqual(service.ask(path, headers={"Host": "elsewhere.example"}).status, 403)
                self.assertEqual(service.ask(path, headers={"Host": f"localhost:{service.port}"}).status, 200)

    def test_the_options_of_the_documentation_are_those_that_there_are(self):
        help_text = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True, timeout=60).stdout
        with open(os.path.join(os.path.dirname(EXAMPLES), "docs", "service.md"), encoding="utf-8") as file:
            documented = set(re.findall(r"`(--[a-z-]+)", file.read()))
        there = set(re.findall(r"--[a-z-]+", help_text))
        self.assertEqual(documented - there - {"--report"}, set())
        self.assertEqual({name for name in there if name.startswith(("--max", "--keep"))} - documented, set())

    def test_a_port_that_is_taken_and_a_folder_in_use_are_said(self):
        with Service() as service:
            for arguments in (["--port", str(service.port)], ["--port", "0", "--data", service.folder]):
                result = subprocess.run(
                    [PROGRAM, "--examples", EXAMPLES] + arguments
                    + ([] if "--data" in arguments else ["--data", service.folder + "-other"]),
                    capture_output=True, text=True, check=False, timeout=60)
                self.assertEqual(result.returncode, 69, result.stderr)
                self.assertRegex(result.stderr, r"\Asuperpose: .*(is in use by another|is taken by another).*\n\Z")
                self.assertEqual(result.stdout, "")

    def test_the_oldest_go(self):
        with Service("--keep", "1s") as service:
            image = service.keep("map.jpg")
            registration = service.submit(image, image)
            service.wait(lambda: service.ask(f"/v1/registrations/{registration}").status == 404)
            service.wait(lambda: service.ask(f"/v1/images/{image}").status == 404)


if __name__ == "__main__":
    unittest.main()
