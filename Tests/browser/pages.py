"""The pages that the tests look at, made by the program itself: SUPERPOSE names it."""

import functools
import json
import os
import subprocess
import tempfile

import scene

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOSTILE_NAME = "<img onerror=alert(1)>.png"
FOREIGN_NAME = "北京 Straßenzug Köln’s.png"
LIST_LENGTH = 10_000

_folder = tempfile.TemporaryDirectory(prefix="superpose-browser-")


def place(*parts):
    return os.path.join(_folder.name, *parts)


def superpose(*arguments, expected=(0,)):
    """Runs the program where nothing of it can land in the checkout."""
    result = subprocess.run(
        [os.environ["SUPERPOSE"], *arguments], cwd=_folder.name, capture_output=True, text=True, check=False
    )
    if result.returncode not in expected:
        raise AssertionError(f"superpose {' '.join(arguments)} ended with {result.returncode}:\n{result.stderr}")
    return result


@functools.cache
def registered():
    """A real pair, registered with its report."""
    examples = [os.path.join(ROOT, "examples", name) for name in ("map-photographed.jpg", "map.jpg")]
    superpose("register", *examples, "--report", "--output", place("map"))
    return place("map", "report.html")


@functools.cache
def failed():
    """Two pictures of different things."""
    examples = [os.path.join(ROOT, "examples", name) for name in ("cat.jpg", "coffee.jpg")]
    superpose("register", *examples, "--report", "--output", place("failed"), expected=(4,))
    return place("failed", "report.html")


@functools.cache
def template():
    with open(os.path.join(os.path.dirname(registered()), "registration.json"), encoding="utf-8") as file:
        return json.load(file)


@functools.cache
def known():
    """The scene whose truth is known, with the report of a result that is there."""
    scene.write_result(place("known"), template())
    superpose("report", place("known"))
    return place("known", "report.html")


@functools.cache
def bent():
    """The same where the transform follows a surface."""
    scene.write_result(place("bent"), template(), field=scene.surface_field())
    superpose("report", place("bent"))
    return place("bent", "report.html")


@functools.cache
def strange():
    """The same with file names that are hostile and foreign."""
    scene.write_result(place("strange"), template(), names=(HOSTILE_NAME, FOREIGN_NAME))
    superpose("report", place("strange"))
    return place("strange", "report.html")


def list_entries(count):
    verdicts = ["registered", "registered", "registered", "doubtful", "failed", None]
    for index in range(count):
        verdict = verdicts[index % len(verdicts)]
        has_transform = verdict in ("registered", "doubtful")
        yield {
            "moving": f"photos/IMG_{index:05d}.jpg",
            "fixed": HOSTILE_NAME if index == 0 else "photos/reference.jpg",
            "folder": f"pair-{index}",
            "verdict": verdict,
            "reasons": [] if verdict == "registered" else ["only 12 matches agree on the transform"],
            "error": None if verdict else "cannot read 'photos/a.jpg': it is no image",
            "matchCount": 100 + index % 700 if verdict else 0,
            "inlierCount": 80 + index % 500 if has_transform else 0,
            "meanErrorPixels": (index % 97) / 50 if has_transform else None,
            "overlapFraction": (index % 101) / 100,
            "fixedFromMoving": [[1, 0, 0], [0, 1, 0], [0, 0, 1]] if has_transform else None,
            "seconds": 0.5 + index % 13,
            "identity": f"{index:064x}",
        }


@functools.cache
def long_list():
    """The page of a list whose pairs' own folders are not there."""
    os.makedirs(place("list"))
    with open(place("list", "pairs.jsonl"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in list_entries(LIST_LENGTH))
    superpose("report", place("list"))
    return place("list", "index.html")


@functools.cache
def short_list():
    """The page of a list that was just done, with its pairs' pages."""
    with open(place("pairs.txt"), "w", encoding="utf-8") as file:
        for name in ("map-photographed.jpg", "cat.jpg"):
            file.write(f'"{ROOT}/examples/{name}" "{ROOT}/examples/map.jpg"\n')
    superpose("batch", place("pairs.txt"), "--report", "--output", place("short"))
    return place("short", "index.html")


@functools.cache
def stack():
    """Two images of a map, and one that does not belong."""
    examples = [os.path.join(ROOT, "examples", name) for name in ("map.jpg", "map-photographed.jpg", "cat.jpg")]
    superpose("stack", *examples, "--reference", "first", "--report", "--output", place("stack"))
    return place("stack", "report.html")
