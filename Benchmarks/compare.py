"""Times a warm pair in PyTorch eager, in ONNX Runtime, in OpenCV's SIFT and in the program, side by side.

    compare.py A B --superpoint FILE --superglue FILE --program PATH [--rounds 5] [--repeat 3] [--json]

Eager does everything: two SuperPoints with their post-processing, SuperGlue with its optimal transport, matches.
ONNX Runtime runs the two networks alone, in f32: no suppression, selection, sampling nor optimal transport.
SIFT detects, describes, matches by the ratio test and estimates a homography, in OpenCV.
The program does everything, by `benchmark`, with one look at the images. Its keypoints and matches in f32 are compared
with eager's first. Rounds of all alternate, so that a busy machine hits all alike.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tools" / "reference"))

import weights
from images import load_image
from superglue import Matching, normalise
from superpoint import Detection

SIZE = 640
PAUSE_SECONDS = 0.3  # lets the worker threads of the last one stop spinning


def eager(detector, matcher, images, detection):
    """One pair as a function without arguments; returns the features and the matches."""
    size = (SIZE, SIZE)

    def pair():
        features = [detector.detect(image, detection) for image in images]
        return features, matcher.match(*features, size, size, Matching())

    return pair


def export(network, inputs: dict, outputs: list[str], path: Path, dynamic=None) -> Path:
    # The exporter that PyTorch recommends now needs a package more.
    warnings.simplefilter("ignore", DeprecationWarning)
    torch.onnx.export(network, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                      dynamic_axes=dynamic, opset_version=17, dynamo=False)
    return path


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def onnx_runtime(detector, matcher, images, features, threads: int):
    """One pair of the networks alone, on the features that eager found; checked against eager before it is timed."""
    points = {}
    for side, found in enumerate(features):
        points |= {f"keypoints{side}": normalise(found.keypoints, (SIZE, SIZE)), f"scores{side}": found.scores,
                   f"descriptors{side}": found.descriptors}
    points = {name: value.clone() for name, value in points.items()}
    dynamic = {name: {0: f"points{name[-1]}"} for name in points} | {"similarity": {0: "points0", 1: "points1"}}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        superpoint, superglue = Path(folder) / "superpoint.onnx", Path(folder) / "superglue.onnx"
        extract = session(export(detector, {"image": images[0]}, ["score_map", "coarse"], superpoint), threads)
        glue = session(export(matcher, points, ["similarity"], superglue, dynamic), threads)
        expected = matcher(*points.values())
    pictures = [{"image": image.numpy()} for image in images]
    arrays = {name: value.numpy() for name, value in points.items()}

    def pair():
        return [extract.run(None, picture) for picture in pictures], glue.run(None, arrays)[0]

    difference = (torch.from_numpy(pair()[1]) - expected).abs().max().item()
    if difference > 1e-2:
        raise SystemExit(f"ONNX Runtime's scores differ from PyTorch's by {difference}")
    return pair


def seconds(function, repeat: int) -> list[float]:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    time.sleep(PAUSE_SECONDS)
    return times


def sift(images, keypoints: int):
    """One pair by SIFT, as many would do it: the best keypoints, ratio test 0.8, a robust homography."""
    detector = cv2.SIFT_create(nfeatures=keypoints)
    matcher = cv2.BFMatcher(cv2.NORM_L2)
    pictures = [np.rint(image.numpy()[0, 0] * 255).astype(np.uint8) for image in images]

    def pair():
        (points0, descriptors0), (points1, descriptors1) = [detector.detectAndCompute(p, None) for p in pictures]
        nearest = matcher.knnMatch(descriptors0, descriptors1, k=2)
        good = [first for first, second in nearest if first.distance < 0.8 * second.distance]
        if len(good) >= 4:
            cv2.findHomography(np.float32([points0[m.queryIdx].pt for m in good]),
                               np.float32([points1[m.trainIdx].pt for m in good]), cv2.USAC_MAGSAC, 3)
        return good

    return pair


def program_command(options, command: str, precision: str) -> list[str]:
    # One look, like the others.
    return [options.program, command, options.a, options.b, "--resize", f"{SIZE}x{SIZE}", "--threshold", "0",
            "--second-look", "off", "--max-keypoints", str(options.keypoints), "--threads", str(options.threads),
            "--superpoint-weights", options.superpoint, "--superglue-weights", options.superglue,
            "--precision", precision]


def program_seconds(options, precision: str) -> tuple[float, list[int]]:
    """The program's own median, and its numbers of keypoints."""
    command = program_command(options, "benchmark", precision) + ["--repeat", str(options.repeat), "--json"]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer["pairSeconds"]["median"], answer["keypoints"]


def check_program(options):
    """Ends unless the program's keypoints and matches in f32 are the reference's."""
    parity = Path(__file__).resolve().parent.parent / "Tools" / "reference" / "parity.py"
    answer = subprocess.run(
        [sys.executable, str(parity), "--program", options.program, "--superpoint", options.superpoint, "--superglue",
         options.superglue, "--images", options.a, options.b, "--pairs", options.a, options.b, "--resize",
         f"{SIZE}x{SIZE}", "--threshold", "0", "--max-keypoints", str(options.keypoints), "--threads",
         str(options.threads)], capture_output=True, text=True)
    if answer.returncode != 0:
        raise SystemExit(f"the program's answers are not PyTorch's:\n{answer.stdout}{answer.stderr}")
    print(answer.stdout, end="", file=sys.stderr)


def contenders(options) -> dict:
    """Functions of no argument that give the seconds of a few pairs, by name; all are warm."""
    detector = weights.superpoint(options.superpoint)
    matcher = weights.superglue(options.superglue)
    images = [load_image(path, f"{SIZE}x{SIZE}")[0] for path in (options.a, options.b)]
    in_eager = eager(detector, matcher, images, Detection(threshold=0, max_keypoints=options.keypoints))
    features, _ = in_eager()
    counts = [len(found.keypoints) for found in features]
    if counts != [options.keypoints] * 2:
        raise SystemExit(f"expected {options.keypoints} keypoints on each side, found {counts}: give other images")
    in_onnx_runtime = onnx_runtime(detector, matcher, images, features, options.threads)
    in_sift = sift(images, options.keypoints)

    def in_program(precision):
        median, found = program_seconds(options, precision)
        if found != counts:
            raise SystemExit(f"the program found {found} keypoints, expected {counts}")
        return [median]

    entries = {"PyTorch eager, everything": lambda: seconds(in_eager, options.repeat),
               "ONNX Runtime f32, networks alone": lambda: seconds(in_onnx_runtime, options.repeat),
               "OpenCV SIFT, everything": lambda: seconds(in_sift, options.repeat)}
    for precision in options.precisions:
        entries[f"superpose {precision}, everything"] = lambda precision=precision: in_program(precision)
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a")
    parser.add_argument("b")
    parser.add_argument("--superpoint", required=True)
    parser.add_argument("--superglue", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--precisions", nargs="+", default=["f32", "bf16", "int8"])
    parser.add_argument("--keypoints", type=int, default=700)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=3, help="pairs per round")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"the load is {load:.1f}: eager suffers most from other work; time on an idle machine", file=sys.stderr)
    check_program(options)
    entries = contenders(options)
    times = {name: [] for name in entries}
    for _ in range(options.rounds):
        for name, measure in entries.items():
            times[name] += measure()
    medians = {name: statistics.median(values) for name, values in times.items()}
    ours = [name for name in medians if name.startswith("superpose")]
    ratios = {f"{other} / {name}": medians[other] / medians[name]
              for name in ours for other in medians if other not in ours}
    if options.json:
        print(json.dumps({"keypoints": options.keypoints, "threads": options.threads, "loadBefore": load,
                          "medianSeconds": medians, "seconds": times, "ratios": ratios}, indent=1))
        return
    for name, values in times.items():
        print(f"{name:34} median {medians[name]:.3f} s, {min(values):.3f} to {max(values):.3f} s")
    for name, ratio in ratios.items():
        print(f"{name:70} {ratio:.2f}")


if __name__ == "__main__":
    main()
