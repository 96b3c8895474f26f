"""What clients send who mean no good, or whose line is bad. The service answers, and goes on."""

import concurrent.futures
import hashlib
import http.client
import json
import os
import socket
import struct
import unittest
import zlib

from service import FIXTURES, Service, example, fixture

UPLOADS_AT_ONCE = 500
# The kind of colours in a PNG file's header.
WITH_ALPHA = 6


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def empty_png(side, bits=1, colours=0):
    """A picture whose pixels are all zero, which is large once it is decoded and small before."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (side * bits * (4 if colours == WITH_ALPHA else 1) + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, bits, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def sort_of(status):
    return status // 100


class UploadTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service("--upload-timeout", "2", "--max-requests", "64"))

    def tearDown(self):
        """The service is as it was: it takes an image, and nothing half sent is left."""
        self.assertTrue(self.service.keep("map.jpg"))
        self.service.wait(lambda: os.listdir(os.path.join(self.service.folder, "uploads")) == [])

    def connect(self, length):
        """A connection that has announced an upload of so many bytes."""
        line = socket.create_connection(("127.0.0.1", self.service.port), timeout=30)
        self.addCleanup(line.close)
        line.sendall(f"POST /v1/images HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n".encode())
        return line

    def test_bad_images_are_refused_and_good_ones_taken(self):
        refused = set()
        for name in sorted(os.listdir(FIXTURES)):
            answer = self.service.ask(f"/v1/images?name={name}", fixture(name), method="POST")
            self.assertIn(answer.status, (200, 201, 422), name)
            if answer.status == 422:
                refused.add(name)
                self.assertIn(f"cannot read image '{name}'", answer.json["detail"])
        self.assertLessEqual(
            {"truncated.png", "truncated.jpg", "animated.gif", "huge.png", "gray-tensors.json"}, refused)
        self.assertFalse({"gray16.png", "float.tif", "orientation-6.jpg", "cmyk.jpg", "alpha.png"} & refused)

    def test_an_image_that_would_fill_memory_is_refused_by_its_header(self):
        picture = empty_png(30_000)
        self.assertLess(len(picture), 130_000)
        before = self.service.memory()
        answer = self.service.ask("/v1/images", picture, method="POST")
        self.assertEqual((answer.status, answer.json["code"]), (422, "too-many-pixels"))
        self.assertLess(self.service.memory() - before, 50_000_000)

    def test_an_image_of_which_nothing_is_seen_is_not_registered(self):
        image = self.service.keep("empty.png", empty_png(64, 8, WITH_ALPHA))
        answer = self.service.ask("/v1/detections", {"image": image})
        self.assertEqual((answer.status, answer.json["images"][0]["keypoints"]), (200, []))
        ended = self.service.ended(self.service.submit(image, image))
        self.assertEqual((ended["state"], ended["verdict"]), ("done", "failed"))

    def test_an_upload_that_never_ends_is_given_up(self):
        line = self.connect(1_000_000)
        line.sendall(b"\x89PNG")
        answer = http.client.HTTPResponse(line)
        answer.begin()
        self.assertEqual((answer.status, json.load(answer)["code"]), (408, "upload-timeout"))

    def test_a_cut_connection_leaves_nothing(self):
        for _ in range(20):
            line = self.connect(1_000_000)
            line.sendall(b"\x89PNG" + bytes(50_000))
            # Reset, as when a cable is pulled.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.close()

    def test_a_length_that_is_too_large_is_refused_before_anything_is_sent(self):
        line = self.connect(10**12)
        self.assertTrue(line.recv(4096).startswith(b"HTTP/1.1 413 "))

    def test_what_is_no_http_ends_its_connection_alone(self):
        negative = b"POST /v1/images HTTP/1.1\r\nContent-Length: -1\r\n\r\n"
        for content in (b"\0" * 1000, b"GET / HTTP/9.9\r\n\r\n", negative):
            line = socket.create_connection(("127.0.0.1", self.service.port), timeout=30)
            self.addCleanup(line.close)
            line.sendall(content)
            self.assertFalse(line.recv(4096).startswith(b"HTTP/1.1 2"), content)

    def test_five_hundred_at_once_are_all_answered(self):
        contents = [example("map.jpg"), example("cat.jpg"), b"no image", b""]

        def send(index):
            return self.service.ask("/v1/images", contents[index % len(contents)], method="POST")

        with concurrent.futures.ThreadPoolExecutor(UPLOADS_AT_ONCE) as pool:
            answers = list(pool.map(send, range(UPLOADS_AT_ONCE)))
        taken = [answer for answer in answers if sort_of(answer.status) == 2]
        busy = [answer for answer in answers if answer.status == 429]
        self.assertEqual({answer.status for answer in answers} - {200, 201, 422, 429}, set())
        self.assertTrue(all(answer.headers["Retry-After"] for answer in busy))
        ids = {hashlib.sha256(content).hexdigest() for content in contents[:2]}
        self.assertLessEqual({answer.json["id"] for answer in taken}, ids)
        self.assertGreater(len(taken), 0)


if __name__ == "__main__":
    unittest.main()
