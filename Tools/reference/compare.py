"""Agreement of a program's arrays with the reference, on the same image files with the same settings.

    compare.py detect IMAGE RUN.npz --superpoint FILE [settings]
    compare.py match IMAGE0 IMAGE1 RUN.npz --superpoint FILE --superglue FILE|start [settings]

Keypoints in the arrays are in the original image's pixels; two are the same if they fall on the same pixel of the
resized image. The reference computes everything itself, from the image file on.
"""

import argparse
from dataclasses import dataclass, field

import numpy as np
import torch
import weights
from images import load_image, resized_from_original
from superglue import Matching, start_state
from superpoint import Detection

PIXEL_TOLERANCE = 0.02  # what binary32 loses in coordinates of large originals


@dataclass
class Agreement:
    """Pooled over pictures or pairs; "shared" are found by both, the counts of each side are its own."""

    reference: int = 0
    program: int = 0
    shared: int = 0
    differences: dict[str, float] = field(default_factory=dict)

    @property
    def fraction(self) -> float:
        """Shared over the larger of both counts; 1 when both found nothing."""
        larger = max(self.reference, self.program)
        return self.shared / larger if larger else 1.0

    def note(self, name: str, values: np.ndarray):
        """Keeps the largest of a kind of difference."""
        if values.size:
            self.differences[name] = max(self.differences.get(name, 0.0), float(values.max()))

    def add(self, other: "Agreement"):
        self.reference += other.reference
        self.program += other.program
        self.shared += other.shared
        for name, value in other.differences.items():
            self.note(name, np.array([value]))

    def text(self, what: str) -> str:
        counts = f"({self.shared} of {self.reference} reference, {self.program} program)"
        differences = [f"{name} {value:.2e}" for name, value in self.differences.items()]
        return ", ".join([f"{what}: {self.fraction:.5f} the same {counts}", *differences])


def pixels(keypoints: np.ndarray, size, original) -> list[tuple[int, int]]:
    """Keypoints in original pixels as whole pixels of the resized frame; one that is none of them gets no partner."""
    points = resized_from_original(keypoints.astype(np.float64), size, original)
    whole = np.rint(points)
    exact = np.abs(points - whole).max(axis=1, initial=0) < PIXEL_TOLERANCE
    return [tuple(p) if ok else (-1, index) for index, (p, ok) in enumerate(zip(whole.astype(int).tolist(), exact))]


def compare_features(reference, arrays, size, original) -> Agreement:
    """Features of the reference (resized pixels) with `keypoints, scores, descriptors` of the program; descriptors
    may be absent."""
    rows = {tuple(p): row for row, p in enumerate(reference.keypoints.int().tolist())}
    found = [(rows.get(p), index) for index, p in enumerate(pixels(arrays["keypoints"], size, original))]
    shared = np.array([(row, index) for row, index in found if row is not None], int).reshape(-1, 2)
    result = Agreement(len(rows), len(found), len(shared))
    theirs, ours = shared[:, 0], shared[:, 1]
    result.note("largest score difference", np.abs(reference.scores.numpy()[theirs] - arrays["scores"][ours]))
    if "descriptors" in arrays:
        cosines = (reference.descriptors.numpy()[theirs].astype(float) * arrays["descriptors"][ours]).sum(axis=1)
        result.note("1 - smallest descriptor cosine", 1 - cosines)
    return result


def compare_matches(reference, features, arrays, frames) -> Agreement:
    """Matches as pairs of pixels; `features` are the reference's of both images, `frames` their (size, original)."""
    names = [[tuple(p) for p in f.keypoints.int().tolist()] for f in features]
    expected = {(names[0][i], names[1][j]): float(reference.confidence0[i])
                for i, j in enumerate(reference.matches0.tolist()) if j >= 0}
    names = [pixels(arrays[f"keypoints{side}"], *frames[side]) for side in (0, 1)]
    found = {(names[0][i], names[1][j]): float(arrays["match_confidence"][i])
             for i, j in enumerate(arrays["matches"].tolist()) if j >= 0}
    shared = expected.keys() & found.keys()
    result = Agreement(len(expected), len(found), len(shared))
    result.note("largest confidence difference", np.array([abs(expected[pair] - found[pair]) for pair in shared]))
    return result


def inconsistencies(arrays) -> list[str]:
    """What contradicts itself in the arrays of a match run."""
    forward, backward = arrays["matches"], arrays["matches1"]
    rows = np.flatnonzero(forward >= 0)
    columns = forward[rows]
    inverse = [(j, i) for j, i in enumerate(backward.tolist()) if i >= 0]
    confidence = arrays["match_confidence"][rows]
    should_equal = {
        "matches1 is not the inverse of matches": (sorted(zip(columns.tolist(), rows.tolist())), inverse),
        "mkpts0 are not the matched keypoints0": (arrays["mkpts0"], arrays["keypoints0"][rows]),
        "mkpts1 are not the matched keypoints1": (arrays["mkpts1"], arrays["keypoints1"][columns]),
        "confidence is not that of the matches": (arrays["confidence"], confidence),
        "match_confidence1 differs from match_confidence": (arrays["match_confidence1"][columns], confidence),
    }
    return [text for text, (a, b) in should_equal.items() if not np.array_equal(a, b)]


class Reference:
    """Both networks with the settings of a run."""

    def __init__(self, options):
        self.detector = weights.superpoint(options.superpoint)
        if options.superglue:
            self.matcher = start_state() if options.superglue == "start" else weights.superglue(options.superglue)
        limit = None if options.max_keypoints == "all" else int(options.max_keypoints)
        self.detection = Detection(options.threshold, options.nms_radius, options.border, limit)
        self.matching = Matching(options.match_threshold, options.sinkhorn_iterations)
        self.resize = options.resize

    def detect(self, path: str):
        """Features in resized pixels, and (size, original)."""
        image, size, original = load_image(path, self.resize)
        return self.detector.detect(image, self.detection), (size, original)

    def compare_detection(self, path: str, arrays) -> Agreement:
        features, frame = self.detect(path)
        return compare_features(features, arrays, *frame)

    def compare_match(self, paths, arrays) -> tuple[Agreement, Agreement]:
        """Agreement of the keypoints of both images, and of the matches."""
        features, frames = zip(*(self.detect(path) for path in paths))
        keypoints = Agreement()
        for side in (0, 1):
            mine = {name: arrays[f"{name}{side}"] for name in ("keypoints", "scores")}
            keypoints.add(compare_features(features[side], mine, *frames[side]))
        matches = self.matcher.match(*features, frames[0][0], frames[1][0], self.matching)
        return keypoints, compare_matches(matches, features, arrays, frames)


def add_settings(parser: argparse.ArgumentParser):
    parser.add_argument("--superpoint", required=True, help="superpoint_v1.pth or .safetensors")
    parser.add_argument("--superglue", help="a file, or start")
    parser.add_argument("--resize", default="640x640")
    parser.add_argument("--max-keypoints", default="1024", help="a number, or all")
    parser.add_argument("--threshold", type=float, default=0.005)
    parser.add_argument("--nms-radius", type=int, default=4)
    parser.add_argument("--border", type=int, default=4)
    parser.add_argument("--match-threshold", type=float, default=0.2)
    parser.add_argument("--sinkhorn-iterations", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("detect", "match"))
    parser.add_argument("files", nargs="+", help="one image or two, then the .npz")
    add_settings(parser)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    *images, run = options.files
    arrays, reference = dict(np.load(run)), Reference(options)
    if options.stage == "detect":
        print(reference.compare_detection(*images, arrays).text("keypoints"))
    else:
        keypoints, matches = reference.compare_match(images, arrays)
        print(keypoints.text("keypoints"), matches.text("matches"), *inconsistencies(arrays), sep="\n")


if __name__ == "__main__":
    main()
