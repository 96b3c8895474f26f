"""Times a warm pair in PyTorch eager, in ONNX Runtime and in the program, side by side.

    baseline_speed.py A B --superpoint FILE --superglue FILE|start [--program PATH] [--rounds 5] [--repeat 3] [--json]

Eager does everything: two SuperPoints with their post-processing, SuperGlue with its optimal transport, matches.
ONNX Runtime runs the two networks alone, in f32: no suppression, selection, sampling nor optimal transport.
The program does everything, by `benchmark`. Rounds of the three alternate, so that a busy machine hits all alike.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import onnxruntime
import torch
import weights
from images import load_image
from superglue import Matching, normalise, start_state
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


def program_seconds(options, precision: str | None) -> tuple[float, list[int]]:
    """The program's own median, and its numbers of keypoints."""
    command = [options.program, "benchmark", options.a, options.b, "--resize", f"{SIZE}x{SIZE}", "--threshold", "0",
               "--max-keypoints", str(options.keypoints), "--repeat", str(options.repeat), "--json",
               "--threads", str(options.threads), "--superpoint-weights", options.superpoint]
    command += [] if options.superglue == "start" else ["--superglue-weights", options.superglue]
    command += ["--precision", precision] if precision else []
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    keypoints = answer["keypoints"]
    return answer["pairSeconds"]["median"], list(keypoints.values() if isinstance(keypoints, dict) else keypoints)


def contenders(options) -> dict:
    """Functions of no argument that give the seconds of a few pairs, by name; all are warm."""
    detector = weights.superpoint(options.superpoint)
    matcher = start_state() if options.superglue == "start" else weights.superglue(options.superglue)
    images = [load_image(path, f"{SIZE}x{SIZE}")[0] for path in (options.a, options.b)]
    in_eager = eager(detector, matcher, images, Detection(threshold=0, max_keypoints=options.keypoints))
    features, _ = in_eager()
    counts = [len(found.keypoints) for found in features]
    if counts != [options.keypoints] * 2:
        raise SystemExit(f"expected {options.keypoints} keypoints on each side, found {counts}")
    in_onnx_runtime = onnx_runtime(detector, matcher, images, features, options.threads)

    def in_program(precision):
        median, found = program_seconds(options, precision)
        if found != counts:
            raise SystemExit(f"the program found {found} keypoints, expected {counts}")
        return [median]

    entries = {"eager": lambda: seconds(in_eager, options.repeat),
               "onnxRuntimeNetworks": lambda: seconds(in_onnx_runtime, options.repeat)}
    if options.program:
        entries |= {"program": lambda: in_program(None), "programF32": lambda: in_program("f32")}
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a")
    parser.add_argument("b")
    parser.add_argument("--superpoint", required=True)
    parser.add_argument("--superglue", required=True, help="a file, or start")
    parser.add_argument("--program")
    parser.add_argument("--keypoints", type=int, default=700)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=3, help="pairs per round")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"the load is {load:.1f}: eager suffers most from other work; time on an idle machine", file=sys.stderr)
    entries = contenders(options)
    times = {name: [] for name in entries}
    for _ in range(options.rounds):
        for name, measure in entries.items():
            times[name] += measure()
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratios = {f"{name}/{other}": medians[name] / medians[other] for name in ("eager", "onnxRuntimeNetworks")
              for other in medians if other.startswith("program")}
    if options.json:
        print(json.dumps({"keypoints": options.keypoints, "threads": options.threads, "loadBefore": load,
                          "medianSeconds": medians,
                          "seconds": times, "ratios": ratios}, indent=1))
        return
    for name, values in times.items():
        print(f"{name:20} median {medians[name]:.3f} s, {min(values):.3f} to {max(values):.3f} s")
    print(*[f"{name} {ratio:.2f}" for name, ratio in ratios.items()], sep="\n")


if __name__ == "__main__":
    main()
