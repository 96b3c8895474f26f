"""Times a warm pair on one device in PyTorch eager, with torch.compile and in the program, in turns in one run.

    gpu.py A B --superpoint FILE --superglue FILE --program PATH [--device cuda] [--rounds 7] [--repeat 20] [--json]

PyTorch does everything, by Tools/reference: two SuperPoints with suppression, selection and sampling, SuperGlue with
its optimal transport, matches; in f32 without TF32, and in 16 bits by autocast. With torch.compile both networks are
compiled, and what lies between them is eager. The program does everything, by `superpose benchmark`, with one look. Its
keypoints and matches in f32 are compared with PyTorch's before anything is timed. The device has done its work before a
time is taken. Then the program registers a list of pairs of different files, whose pairs a second have reading in them.

On a machine without a GPU, --device cpu tries this script itself (the program then runs on torch-cpu).
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tools" / "reference"))

import weights
from images import load_image, resized_from_original
from superglue import Matching
from superpoint import Detection

SIZE = 640
TYPES = {"f16": torch.float16, "bf16": torch.bfloat16}


def pytorch(options, precision: str, compiled: bool):
    """One pair as a function of no argument that ends when the device has done it."""
    detector = weights.superpoint(options.superpoint).to(options.device)
    matcher = weights.superglue(options.superglue).to(options.device)
    if compiled:
        detector.forward = torch.compile(detector.forward)
        matcher.forward = torch.compile(matcher.forward)
    images = [load_image(path, f"{SIZE}x{SIZE}")[0].to(options.device) for path in (options.a, options.b)]
    detection = Detection(threshold=0, max_keypoints=options.keypoints)

    def pair():
        with torch.autocast(options.device, TYPES.get(precision), enabled=precision in TYPES):
            features = [detector.detect(image, detection) for image in images]
        # The transport has 32 bits, as in the program.
        found = [type(f)(f.keypoints.float(), f.scores.float(), f.descriptors.float()) for f in features]
        with torch.autocast(options.device, TYPES.get(precision), enabled=precision in TYPES):
            matches = matcher.match(*found, (SIZE, SIZE), (SIZE, SIZE), Matching())
        if options.device == "cuda":
            torch.cuda.synchronize()
        return found, matches

    return pair


def seconds(function, repeat: int) -> list[float]:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return times


def program(options, command: str, precision: str, *others: str) -> str:
    device = "torch-cpu" if options.device == "cpu" else options.device
    words = [options.program, command, *others, "--resize", f"{SIZE}x{SIZE}", "--threshold", "0",
             "--second-look", "off", "--max-keypoints", str(options.keypoints), "--subpixel", "off",
             "--superpoint-weights", options.superpoint, "--superglue-weights", options.superglue,
             "--device", device, "--precision", precision]
    environment = dict(os.environ, SUPERPOSE_TORCH=str(Path(torch.__file__).parent))
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)}\n{done.stderr}")
    return done.stdout


def check(options, features, matches):
    """Ends unless the program's keypoints and matches in f32 are PyTorch's."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/answer.npz"
        program(options, "match", "f32", options.a, options.b, "--npz", path)
        answer = dict(np.load(path))
    same = []
    for side, (file, found) in enumerate(zip((options.a, options.b), features)):
        # The program's positions are in original pixels.
        _, size, original = load_image(file, f"{SIZE}x{SIZE}")
        pixels = resized_from_original(answer[f"keypoints{side}"], size, original)
        ours = {tuple(point) for point in np.rint(pixels).astype(int)}
        theirs = {tuple(point) for point in found.keypoints.cpu().numpy().astype(int)}
        same.append(len(ours & theirs) / len(theirs))
    count = int((matches.matches0 >= 0).sum())
    found = int((answer["matches"] >= 0).sum())
    print(f"in f32 {min(same):.4f} of PyTorch's keypoints are the program's; matches {count} and {found}",
          file=sys.stderr)
    if min(same) < 0.995 or abs(count - found) > 0.01 * count + 1:
        raise SystemExit("the program's answers are not PyTorch's")


def program_seconds(options, precision: str) -> list[float]:
    answer = json.loads(program(options, "benchmark", precision, options.a, options.b, "--repeat",
                                str(options.repeat), "--json"))
    options.stages[precision] = {name: 1000 * spread["median"] for name, spread in answer["stages"].items()}
    options.device_name = answer["device"]
    return [answer["pairSeconds"]["median"]]


def list_rate(options, precision: str) -> float:
    """Pairs a second of a list of different files, with reading and without loading the networks."""
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for index in range(options.list):
            names = []
            for side, file in enumerate((options.a, options.b)):
                names.append(f"{index}-{side}{Path(file).suffix}")
                shutil.copy(file, f"{folder}/{names[-1]}")
            lines.append(" ".join(names))
        Path(folder, "pairs.txt").write_text("\n".join(lines) + "\n")
        output = f"{folder}/out"
        answer = json.loads(program(options, "batch", precision, f"{folder}/pairs.txt", "-o", output, "--json"))
    return answer["pairsPerSecond"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a")
    parser.add_argument("b")
    parser.add_argument("--superpoint", required=True)
    parser.add_argument("--superglue", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--precisions", nargs="+", default=["f32", "bf16", "f16"])
    parser.add_argument("--keypoints", type=int, default=700)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=20, help="pairs per round")
    parser.add_argument("--list", type=int, default=256, help="pairs of the list; 0 leaves it out")
    parser.add_argument("--no-compile", action="store_true", help="leave torch.compile out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    options.stages, options.device_name = {}, ""
    if options.device == "cuda" and not torch.cuda.is_available():
        raise SystemExit("PyTorch finds no CUDA device: see whether nvidia-smi lists one")
    # The reference makes small tensors where PyTorch's default is.
    torch.set_default_device(options.device)
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    entries = {}
    for precision in options.precisions:
        entries[f"PyTorch eager {precision}"] = pytorch(options, precision, compiled=False)
        if not options.no_compile:
            entries[f"torch.compile {precision}"] = pytorch(options, precision, compiled=True)
    features, matches = pytorch(options, "f32", compiled=False)()
    counts = [len(found.keypoints) for found in features]
    if counts != [options.keypoints] * 2:
        raise SystemExit(f"expected {options.keypoints} keypoints on each side, found {counts}: give other images")
    check(options, features, matches)
    for function in entries.values():
        seconds(function, 3)  # compiles, and finds the fastest convolutions
    times = {name: [] for name in entries} | {f"superpose {precision}": [] for precision in options.precisions}
    for _ in range(options.rounds):
        for name, function in entries.items():
            times[name] += seconds(function, options.repeat)
        for precision in options.precisions:
            times[f"superpose {precision}"] += program_seconds(options, precision)
    medians = {name: statistics.median(values) for name, values in times.items()}
    rates = {precision: list_rate(options, precision) for precision in options.precisions} if options.list else {}
    if options.json:
        print(json.dumps({"device": options.device_name, "torch": torch.__version__, "keypoints": options.keypoints,
                          "medianSeconds": medians, "seconds": times, "stageMilliseconds": options.stages,
                          "pairsPerSecond": rates}, indent=1))
        return
    print(f"{options.device_name}; PyTorch {torch.__version__}; milliseconds of a warm pair, {SIZE}x{SIZE}, "
          f"{options.keypoints} keypoints a side")
    for name, values in times.items():
        print(f"{name:24} median {1000 * medians[name]:9.2f}, {1000 * min(values):.2f} to {1000 * max(values):.2f}")
    for precision, stages in options.stages.items():
        print(f"superpose {precision}: " + ", ".join(f"{name} {value:.2f}" for name, value in stages.items()))
    for precision, rate in rates.items():
        print(f"superpose batch {precision}: {rate:.1f} pairs a second, with reading")


if __name__ == "__main__":
    main()
