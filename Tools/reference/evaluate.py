"""Accuracy on a folder of homography datasets, DIR/DATASET/SEQUENCE/{1.png ... 6.png, H_1_2 ... H_1_6}.

    evaluate.py DIR --superpoint superpoint_v1.pth --superglue start --superglue interim=FILE [--save-matches FOLDER]

Prints AUC of the mean corner error at 1, 3, 5 and 10 pixels of the resized frame, per dataset, matcher and estimator.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import weights
from images import load_image
from superglue import Matching, start_state
from superpoint import Detection

THRESHOLDS_PIXELS = (1, 3, 5, 10)
ESTIMATORS = {"MAGSAC": cv2.USAC_MAGSAC, "RANSAC": cv2.RANSAC}
CONVENTIONS = ("edges", "centres")


@dataclass(frozen=True)
class Pair:
    """Matched points [n, 2] in the resized frames; `truth` maps image 1 of the sequence to image `index` at its
    original size."""

    dataset: str
    sequence: str
    index: int
    size0: tuple[int, int]
    size1: tuple[int, int]
    original0: tuple[int, int]
    original1: tuple[int, int]
    points0: np.ndarray
    points1: np.ndarray
    confidence: np.ndarray
    truth: np.ndarray

    def scaled_truth(self, convention: str = "edges") -> np.ndarray:
        return resized(self.size1, self.original1, convention) @ self.truth @ np.linalg.inv(
            resized(self.size0, self.original0, convention))


def resized(size, original, convention: str) -> np.ndarray:
    """The original frame to the resized one: `edges` (p + 0.5) s - 0.5, `centres` p s."""
    scale = np.array(size) / np.array(original)
    shift = (scale - 1) / 2 if convention == "edges" else np.zeros(2)
    return np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]], [0, 0, 1]])


def project(homography: np.ndarray, points: np.ndarray) -> np.ndarray:
    mapped = np.c_[points, np.ones(len(points))] @ homography.T
    return mapped[:, :2] / mapped[:, 2:]


def corner_error(estimate: np.ndarray | None, truth: np.ndarray, size: tuple[int, int]) -> float:
    """Mean distance of the four corners in pixels; infinite without an estimate."""
    if estimate is None or not np.isfinite(estimate).all():
        return np.inf
    width, height = size
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], float)
    return float(np.linalg.norm(project(estimate, corners) - project(truth, corners), axis=1).mean())


def area_under_curve(errors: list[float], threshold: float) -> float:
    """Exact integral, from 0 to the threshold, of the share of errors not above e, divided by the threshold."""
    return float(np.mean(np.clip(1 - np.array(errors) / threshold, 0, 1)))


def estimate(pair: Pair, method: int, options) -> np.ndarray | None:
    if len(pair.points0) < 4:
        return None
    cv2.setRNGSeed(0)
    return cv2.findHomography(pair.points0, pair.points1, method, options.max_error,
                              maxIters=options.iterations, confidence=options.estimator_confidence)[0]


def pairs_of(sequence: Path, detector, matchers: dict, options) -> dict[str, list[Pair]]:
    """The five pairs of a sequence for each matcher; every image is detected once."""
    found = {name: [] for name in matchers}
    settings = Detection(threshold=options.threshold, max_keypoints=options.max_keypoints)
    images = [load_image(str(sequence / f"{k}.png"), options.resize) for k in range(1, 7)]
    features = [detector.detect(image, settings) for image, _, _ in images]
    for k in range(2, 7):
        (_, size0, original0), (_, size1, original1) = images[0], images[k - 1]
        for name, matcher in matchers.items():
            matches = matcher.match(features[0], features[k - 1], size0, size1, Matching())
            rows = torch.where(matches.matches0 >= 0)[0]
            found[name].append(Pair(
                sequence.parent.name, sequence.name, k, size0, size1, original0, original1,
                features[0].keypoints[rows].numpy(), features[k - 1].keypoints[matches.matches0[rows]].numpy(),
                matches.confidence0[rows].numpy(), np.loadtxt(sequence / f"H_1_{k}")))
    return found


def save(pairs: list[Pair], path: Path):
    rows = [dict(
        dataset=p.dataset, sequence=p.sequence, pair=p.index, size0=p.size0, size1=p.size1,
        points0=p.points0.tolist(), points1=p.points1.tolist(), confidence=p.confidence.tolist(),
        truth=p.scaled_truth().flatten().tolist()) for p in pairs]
    path.write_text(json.dumps(rows))


def report(name: str, pairs: list[Pair], options):
    for dataset in sorted({p.dataset for p in pairs}, reverse=True):
        chosen = [p for p in pairs if p.dataset == dataset]
        for label, method in ESTIMATORS.items():
            estimates = [estimate(p, method, options) for p in chosen]
            for convention in CONVENTIONS:
                errors = [corner_error(e, p.scaled_truth(convention), p.size0) for e, p in zip(estimates, chosen)]
                areas = " / ".join(f"{area_under_curve(errors, t):.3f}" for t in THRESHOLDS_PIXELS)
                below = np.mean(np.array(errors) < 5)
                print(f"{name:8} {label:6} {dataset:10} {len(chosen)} pairs  AUC@1/3/5/10 {areas}"
                      f"  under 5 px {below:.2f}  truth scaled by {convention}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--superpoint", required=True)
    parser.add_argument("--superglue", action="append", required=True, help="start, or NAME=FILE")
    parser.add_argument("--save-matches", type=Path, help="folder for matches-NAME.json")
    parser.add_argument("--resize", default="short:480")
    parser.add_argument("--max-keypoints", type=int, default=1024)
    parser.add_argument("--threshold", type=float, default=0.0005)
    parser.add_argument("--max-error", type=float, default=3, help="of the transform, in resized pixels")
    parser.add_argument("--iterations", type=int, default=10000, help="of the estimator; OpenCV's own default is 2000")
    parser.add_argument("--estimator-confidence", type=float, default=0.9999, help="OpenCV's own default is 0.995")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    detector = weights.superpoint(options.superpoint)
    matchers = {
        name: weights.superglue(path) if path else start_state()
        for name, _, path in (argument.partition("=") for argument in options.superglue)
    }
    pairs = {name: [] for name in matchers}
    for sequence in sorted(path.parent for path in options.directory.glob("*/*/1.png")):
        for name, found in pairs_of(sequence, detector, matchers, options).items():
            pairs[name] += found
    for name, found in pairs.items():
        if options.save_matches:
            save(found, options.save_matches / f"matches-{name}.json")
        report(name, found, options)


if __name__ == "__main__":
    main()
