"""Runs the program over pictures and pairs in f32 and prints its agreement with the reference, pooled.

    parity.py --program .build/release/superpose --superpoint FILE --superglue FILE|start \\
        [--images A.png B.png ...] [--pairs A.png B.png C.png D.png ...] [settings]

Exits with 1 when less agrees than the project promises (see `LIMITS`).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from compare import Agreement, Reference, add_settings, inconsistencies

# smallest fraction the same, largest differences
LIMITS = {
    "keypoints": (0.999, {"largest score difference": 1e-4, "1 - smallest descriptor cosine": 1e-4}),
    "matches": (0.995, {"largest confidence difference": 1e-3}),
}


def settings_of(options) -> list[str]:
    names = ("resize", "max_keypoints", "threshold", "nms_radius", "border", "threads")
    return [text for name in names for text in (f"--{name.replace('_', '-')}", str(getattr(options, name)))] + [
        "--precision", "f32", "--subpixel", "off", "--superpoint-weights", options.superpoint]


def run(arguments: list[str], npz: Path) -> dict[str, np.ndarray]:
    """The arrays the program wrote."""
    finished = subprocess.run([*arguments, "--npz", str(npz)], capture_output=True, text=True)
    if finished.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)}: exit {finished.returncode}\n{finished.stderr}")
    return dict(np.load(npz))


def detect_all(options, reference: Reference, npz: Path) -> Agreement:
    total = Agreement()
    for image in options.images:
        arrays = run([options.program, "detect", image, *settings_of(options)], npz)
        result = reference.compare_detection(image, arrays)
        print(result.text(Path(image).name), flush=True)
        total.add(result)
    return total


def match_all(options, reference: Reference, npz: Path) -> tuple[Agreement, Agreement, list[str]]:
    """Agreement of keypoints and of matches, and what contradicts itself in the arrays."""
    keypoints, matches, contradictions = Agreement(), Agreement(), []
    extra = ["--second-look", "off", "--match-threshold", str(options.match_threshold),
             "--sinkhorn-iterations", str(options.sinkhorn_iterations)]
    if options.superglue != "start":
        extra += ["--superglue-weights", options.superglue]
    for pair in zip(options.pairs[::2], options.pairs[1::2]):
        arrays = run([options.program, "match", *pair, *settings_of(options), *extra], npz)
        for total, part in zip((keypoints, matches), reference.compare_match(pair, arrays)):
            total.add(part)
        name = " ".join(f"{Path(p).parent.name}/{Path(p).name}" for p in pair)
        print(part.text(name), flush=True)
        contradictions += [f"{name}: {text}" for text in inconsistencies(arrays)]
    return keypoints, matches, contradictions


def broken_promises(what: str, result: Agreement) -> list[str]:
    fraction, differences = LIMITS[what]
    broken = [f"{what}: {result.fraction:.5f} the same, expected {fraction}"] if result.fraction < fraction else []
    return broken + [
        f"{what}: {name} {result.differences[name]:.2e}, expected at most {limit:.0e}"
        for name, limit in differences.items() if result.differences.get(name, 0) > limit]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--images", nargs="*", default=[])
    parser.add_argument("--pairs", nargs="*", default=[], help="files, two by two")
    add_settings(parser)
    options = parser.parse_args()
    if len(options.pairs) % 2:
        parser.error("--pairs takes files two by two")
    if options.pairs and not options.superglue:
        parser.error("--pairs needs --superglue")
    torch.set_num_threads(options.threads)
    reference, totals, broken = Reference(options), [], []
    with tempfile.TemporaryDirectory() as folder:
        npz = Path(folder) / "run.npz"
        if options.images:
            found = detect_all(options, reference, npz)
            totals.append(("keypoints", f"keypoints of {len(options.images)} pictures", found))
        if options.pairs:
            *found, broken = match_all(options, reference, npz)
            totals += [(what, f"{what} of {len(options.pairs) // 2} pairs", part)
                       for what, part in zip(("keypoints", "matches"), found)]
    print(*[part.text(label) for _, label, part in totals], sep="\n")
    broken += [text for what, _, part in totals for text in broken_promises(what, part)]
    sys.exit("\n".join(broken) or 0)


if __name__ == "__main__":
    main()
