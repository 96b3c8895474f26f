"""A service that tests start, and a small client for it."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

EXAMPLES = os.environ["EXAMPLES"]
FIXTURES = os.path.join(os.path.dirname(EXAMPLES), "Tests", "ImagingTests", "Fixtures")
PATIENCE_SECONDS = 60
# Signs of life keep a stream of events open, also where the registration never ends.
MOST_SECONDS_OF_EVENTS = 300


def content(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def example(name):
    return content(EXAMPLES, name)


def fixture(name):
    return content(FIXTURES, name)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Service:
    """The program in a folder of its own, at a free port."""

    def __init__(self, *arguments, folder=None):
        self.arguments = arguments
        self.folder = folder or tempfile.mkdtemp(prefix="superpose-service-")
        self.process = None
        self.address = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen(
            [os.environ["SUPERPOSE_SERVER"], "--port", "0", "--data", self.folder, "--examples", EXAMPLES]
            + list(self.arguments),
            stdout=subprocess.PIPE, text=True,
        )
        self.address = self.process.stdout.readline().strip()
        if not self.address.startswith("http://"):
            raise AssertionError(f"the service did not start: {self.address!r}")
        self.wait(lambda: self.ask("/readyz").status == 200)

    @property
    def port(self):
        return urllib.parse.urlsplit(self.address).port

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process:
            self.process.stdout.close()

    def stop(self):
        """Asks it to end, as a system does.

        Returns its exit code and the seconds that it took.
        """
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=PATIENCE_SECONDS)
        self.process.stdout.close()
        return code, time.monotonic() - start

    def ask(self, path, body=None, method=None, headers=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=body, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def keep(self, name, content=None):
        """An image's id."""
        answer = self.ask(f"/v1/images?name={urllib.parse.quote(name)}", content or example(name), method="POST")
        if answer.status not in (200, 201):
            raise AssertionError(f"{name}: {answer.status} {answer.body!r}")
        return answer.json["id"]

    def submit(self, moving, fixed, **more):
        answer = self.ask("/v1/registrations", {"moving": moving, "fixed": fixed, **more})
        if answer.status != 202:
            raise AssertionError(f"{answer.status} {answer.body!r}")
        return answer.json["id"]

    def events(self, registration):
        """States as they come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        with contextlib.closing(connection):
            connection.request("GET", f"/v1/registrations/{registration}/events")
            end = time.monotonic() + MOST_SECONDS_OF_EVENTS
            for line in connection.getresponse():
                if time.monotonic() > end:
                    raise AssertionError(f"registration {registration} does not end")
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

    def ended(self, registration):
        """The registration once it has ended."""
        for _ in self.events(registration):
            pass
        return self.ask(f"/v1/registrations/{registration}").json

    def wait(self, condition):
        """Asks again until something holds that nobody tells of."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                if condition():
                    return
            time.sleep(0.02)
        raise AssertionError("waited in vain")

    def memory(self):
        """What the process has taken at most, in bytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("the system does not say")
