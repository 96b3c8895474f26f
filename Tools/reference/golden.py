"""Writes the golden files of the Swift tests: golden.py FOLDER (Tests/MatchingTests/Golden).

Everything is computed in binary64 with the weights made by rule (weights.py) and stored in binary32, so nothing here
derives from a trained checkpoint. Long activations are thinned: element 0, stride, 2 stride, ... of the row-major
tensor, where the stride shares no divisor with the element count and so visits every channel, row and column.
`golden.json` gives shape and stride of each tensor, the settings, and the largest difference between binary32 and
binary64 in PyTorch, from which the tests' tolerances follow.
"""

import hashlib
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
import weights
from safetensors.torch import save
from superglue import Matching, SuperGlue, mutual_matches, normalise, optimal_transport
from superpoint import Detection, SuperPoint, pad_to_cells, score_map, select, suppress

MAXIMUM_ELEMENTS = 4096
PICTURE_SIZE = (64, 45)  # width, height; not square, the height no multiple of 8
SIZES = ((64, 45), (80, 120))
COUNTS = (23, 17)
SHARED = slice(5, 14)  # points of set 0 that set 1 begins with, in reverse order, so that some match
TRACED_LAYERS = (0, 1, 17)
DETECTION = Detection(max_keypoints=None)
MATCHING = Matching()
SELECTION_SIZE = (61, 43)
SELECTION = Detection(threshold=0.04, border=4, nms_radius=3, max_keypoints=40)
# rows, columns, spread of the scores, dustbin, iterations
TRANSPORTS = ((1, 1, 1, 1, 100), (5, 3, 2, 0.5, 1), (5, 3, 2, 0.5, 3), (17, 29, 4, 1, 100), (29, 17, 4, -2, 100),
              (12, 40, 10, 10, 100), (8, 9, 120, 3, 100))
SUPPRESSIONS = ((24, 33, 4), (40, 17, 2), (9, 31, 1), (20, 30, 9))  # rows, columns, radius


def uniform(name: str, shape, low: float, high: float) -> torch.Tensor:
    return torch.from_numpy(weights.uniform(name, tuple(shape), low, high))


def picture() -> torch.Tensor:
    """Smoothed noise of good contrast, [1, 1, H, W] in 0...1, in 8-bit steps."""
    width, height = PICTURE_SIZE
    noise = uniform("golden.picture", (1, 1, height, width), -2, 3)
    return (F.avg_pool2d(noise, 5, stride=1, padding=2).clamp(0, 1) * 255).round() / 255


def superpoint_tensors(dtype) -> dict[str, torch.Tensor]:
    network = weights.deterministic(SuperPoint()).to(dtype)
    activations = network.activations(pad_to_cells(picture().to(dtype)))
    features = select(activations["scores"][0], activations["coarseDescriptors"][0], PICTURE_SIZE, DETECTION)
    return {"image": picture().to(dtype)} | activations | {
        "keypoints": features.keypoints, "keypointScores": features.scores, "descriptors": features.descriptors}


def selection_tensors(dtype) -> dict[str, torch.Tensor]:
    """What follows the network, on random network output of a padded image: best K by score inside the border."""
    logits = uniform("golden.logits", (1, 65, 6, 8), -2, 2).to(dtype)
    coarse = F.normalize(uniform("golden.coarse", (1, 256, 6, 8), -1, 1).to(dtype), dim=1)
    scores = score_map(logits)
    features = select(scores[0], coarse[0], SELECTION_SIZE, SELECTION)
    return {"logits": logits, "coarseDescriptors": coarse, "scores": scores, "keypoints": features.keypoints,
            "keypointScores": features.scores, "descriptors": features.descriptors}


def point_sets() -> list[dict[str, torch.Tensor]]:
    """Two sets of pixel keypoints, scores and unit descriptors."""
    sets = []
    for side, (count, (width, height)) in enumerate(zip(COUNTS, SIZES)):
        x, y = uniform(f"golden.x{side}", (count,), 4, width - 5), uniform(f"golden.y{side}", (count,), 4, height - 5)
        sets.append({
            "keypoints": torch.stack([x, y], dim=1).round(),
            "scores": uniform(f"golden.scores{side}", (count,), 0.005, 0.9),
            "descriptors": F.normalize(uniform(f"golden.descriptors{side}", (count, 256), -1, 1), dim=1)})
    for name in ("scores", "descriptors"):
        shared = sets[0][name][SHARED].flip(0)
        sets[1][name][: len(shared)] = shared
    return sets


def superglue_tensors(dtype) -> dict[str, torch.Tensor]:
    network = weights.deterministic(SuperGlue()).to(dtype)
    sets = [{name: value.to(dtype) for name, value in points.items()} for points in point_sets()]
    tensors = {f"{name}{side}": value for side, points in enumerate(sets) for name, value in points.items()}
    x = []
    for side, (points, size) in enumerate(zip(sets, SIZES)):
        tensors[f"normalised{side}"] = normalise(points["keypoints"], size)
        encoded = network.kenc(tensors[f"normalised{side}"], points["scores"])
        tensors[f"encoded{side}"] = encoded.T
        x.append(points["descriptors"].T + encoded)
    trace = []
    projected = network.project(*network.gnn(*x, trace))
    for layer in TRACED_LAYERS:
        tensors |= {f"layer{layer}.{side}": trace[layer][side].T for side in (0, 1)}
    assignment = optimal_transport(projected, network.bin_score, MATCHING.sinkhorn_iterations)
    return tensors | {"scores": projected, "logAssignment": assignment} | vars(
        mutual_matches(assignment, MATCHING.threshold))


def transport_tensors(dtype) -> dict[str, torch.Tensor]:
    tensors = {}
    for index, (rows, columns, spread, dustbin, iterations) in enumerate(TRANSPORTS):
        scores = uniform(f"golden.transport{index}", (rows, columns), -spread, spread).to(dtype)
        tensors[f"{index}.scores"] = scores
        tensors[f"{index}.logAssignment"] = optimal_transport(scores, torch.tensor(dustbin), iterations)
    return tensors


def suppression_tensors(dtype) -> dict[str, torch.Tensor]:
    """Score maps without equal values, and what non-maximum suppression leaves of them."""
    tensors = {}
    for index, (rows, columns, radius) in enumerate(SUPPRESSIONS):
        scores = uniform(f"golden.suppression{index}", (rows, columns), 0, 1)
        assert len(scores.unique()) == rows * columns
        tensors |= {f"{index}.scores": scores, f"{index}.maxima": suppress(scores, radius)}
    return tensors


def stride_for(count: int) -> int:
    stride = math.ceil(count / MAXIMUM_ELEMENTS)
    while math.gcd(stride, count) != 1 and stride > 1:
        stride += 1
    return stride


def write(name: str, tensors_of, thinned: bool, folder: Path) -> dict:
    """One golden file; returns its entry in golden.json."""
    with torch.inference_mode():
        exact, single = tensors_of(torch.float64), tensors_of(torch.float32)
    entries, stored = {}, {}
    for key, value in exact.items():
        stride = stride_for(value.numel()) if thinned else 1
        stored[key] = value.flatten()[::stride].float().contiguous()
        if stride == 1:
            stored[key] = stored[key].view(value.shape)
        difference = (value - single[key]).abs().max().item()
        entries[key] = {"shape": list(value.shape), "stride": stride, "binary32Difference": difference}
    path = folder / f"{name}.safetensors"
    path.write_bytes(save(stored))
    return {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "tensors": entries}


def weight_check(name: str) -> dict:
    """Seed and first values of a parameter made by rule, for the test of its second implementation."""
    network = SuperPoint() if name.startswith("conv") else SuperGlue()
    values = weights.deterministic(network).state_dict()[name].flatten()[:4]
    return {"seed": str(weights.fnv1a(name)), "first": values.tolist()}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    description = {
        "generator": "Tools/reference/golden.py", "torch": torch.__version__,
        "weights": "by rule, see Tools/reference/weights.py", "seed": "FNV-1a of each tensor's name",
        "pictureSize": PICTURE_SIZE, "sizes": SIZES, "counts": COUNTS,
        "detection": vars(DETECTION),
        "selectionSize": SELECTION_SIZE, "selection": vars(SELECTION), "matching": vars(MATCHING),
        "transports": [dict(zip(("rows", "columns", "spread", "dustbin", "iterations"), t)) for t in TRANSPORTS],
        "suppressions": [dict(zip(("rows", "columns", "radius"), s)) for s in SUPPRESSIONS],
        "files": {
            "superpoint": write("superpoint", superpoint_tensors, True, folder),
            "selection": write("selection", selection_tensors, False, folder),
            "superglue": write("superglue", superglue_tensors, False, folder),
            "transport": write("transport", transport_tensors, False, folder),
            "suppression": write("suppression", suppression_tensors, False, folder),
        },
        "weightChecks": {name: weight_check(name) for name in ("conv1a.weight", "gnn.layers.0.mlp.3.weight")},
    }
    (folder / "golden.json").write_text(json.dumps(description, indent=1) + "\n")


if __name__ == "__main__":
    main()
