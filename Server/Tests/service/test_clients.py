"""The clients of examples/ do what they say."""

import os
import subprocess
import sys
import unittest

from service import EXAMPLES, Service

PAIR = [os.path.join(EXAMPLES, name) for name in ("map-photographed.jpg", "map.jpg")]
CLIENTS = {
    "shell": [os.path.join(EXAMPLES, "client.sh")],
    "python": [sys.executable, os.path.join(EXAMPLES, "client.py")],
}


class ClientTests(unittest.TestCase):
    def run_client(self, client, service, *files, **environment):
        return subprocess.run(
            [*client, *files], env={**os.environ, "SERVICE": service.address, **environment}, cwd=service.folder,
            capture_output=True, text=True, check=False)

    def test_they_register_two_pictures_and_fetch_the_warped_one(self):
        with Service("--token", "a long secret") as service:
            for name, client in CLIENTS.items():
                warped = os.path.join(service.folder, name + ".png")
                result = self.run_client(client, service, *PAIR, warped, TOKEN="a long secret")
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertIn("ended\n", result.stdout)
                self.assertIn("registered", result.stdout)
                with open(warped, "rb") as file:
                    self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n", name)
            headers = {"Authorization": "Bearer a long secret"}
            entries = service.ask("/v1/registrations", headers=headers).json["registrations"]
            self.assertEqual([entry["moving"]["name"] for entry in entries], ["map-photographed.jpg"] * 2)

    def test_they_fail_where_something_is_wrong(self):
        with Service() as service:
            for name, client in CLIENTS.items():
                result = self.run_client(client, service, os.path.join(EXAMPLES, "README.md"), PAIR[1])
                self.assertNotEqual(result.returncode, 0, name)


if __name__ == "__main__":
    unittest.main()
