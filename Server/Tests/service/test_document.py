"""Whatever schemathesis makes of the OpenAPI document is answered, and never with a fault of the service's own."""

import os
import re
import subprocess
import sys
import unittest

from service import Service, fixture

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = int(os.environ.get("CASES", "2000"))
# Cases for one operation; those without parameters need few.
EXAMPLES_AT_MOST = max(1, CASES // 16)
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


class DocumentTests(unittest.TestCase):
    def test_no_request_that_the_document_allows_or_forbids_is_too_much(self):
        with Service("--max-requests", "64") as service:
            # A tiny picture, so that networks which run on it take no time.
            image = service.keep("upright.png", fixture("upright.png"))
            registration = service.submit(image, image)
            service.ended(registration)
            result = self.run_schemathesis(service, image, registration)
            self.assertEqual(result.returncode, 0, result.stdout[-8000:] + result.stderr[-2000:])
            cases = int(re.search(r"(\d+) generated", result.stdout)[1])
            self.assertGreaterEqual(cases, CASES)
            self.assertEqual(service.ask("/readyz").status, 200)

    def run_schemathesis(self, service, image, registration):
        return subprocess.run(
            [
                sys.executable, "-m", "schemathesis.cli", "run", service.address + "/openapi.json",
                "--checks", CHECKS, "--max-examples", str(EXAMPLES_AT_MOST), "--seed", "1",
                "--request-timeout", "60", "--warnings", "off", "--no-color",
            ],
            env={
                **os.environ, "PYTHONPATH": os.environ["SCHEMATHESIS"] + os.pathsep + HERE,
                "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "SCHEMATHESIS_IMAGE": image,
                "SCHEMATHESIS_REGISTRATION": registration,
            },
            cwd=service.folder, capture_output=True, text=True, check=False,
        )


if __name__ == "__main__":
    unittest.main()
