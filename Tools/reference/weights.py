"""Weights: from checkpoints, or made by a rule so simple that any language can repeat it bit by bit.

The rule, for a parameter NAME:
1. seed = 64-bit FNV-1a of NAME's UTF-8 bytes (offset basis 0xcbf29ce484222325, prime 0x100000001b3).
2. Element i (row-major) takes the i-th output of splitmix64: state += 0x9e3779b97f4a7c15; z = state;
   z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9; z = (z ^ (z >> 27)) * 0x94d049bb133111eb; z ^= z >> 31 (modulo 2^64).
3. u = (z >> 11) / 2^53 in binary64, value = low + (high - low) * u in binary64, then rounded to binary32.
4. A weight of two or more dimensions lies in -a ... a with a = sqrt(gain / fan_in) in binary64, where fan_in is the
   product of all its dimensions but the first and gain is in `GAINS`. A batch norm's weight and running variance lie
   in 0.5 ... 1.5; biases and running means in -0.1 ... 0.1. `bin_score` is 70, `num_batches_tracked` is 0.

The gains keep activations alive in every layer and spread the scores, so that some points match and some do not.
"""

import math

import numpy as np
import torch
from safetensors.torch import load_file
from superglue import SuperGlue
from superpoint import SuperPoint

BIN_SCORE = 70.0
# The first pattern found in the name decides.
GAINS = (("conv", 6.0), ("kenc", 1.0), (".mlp.3.", 0.3), ("final_proj", 100.0), ("", 3.0))
MASK = (1 << 64) - 1


def fnv1a(name: str) -> int:
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    return value


def splitmix64(seed: int, count: int) -> np.ndarray:
    """The first `count` outputs; state i is seed + (i + 1) * increment, so all are computed at once."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniform(name: str, shape: tuple[int, ...], low: float, high: float) -> np.ndarray:
    u = (splitmix64(fnv1a(name), math.prod(shape)) >> np.uint64(11)).astype(np.float64) / 2.0**53
    return (low + (high - low) * u).astype(np.float32).reshape(shape)


def bounds(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    """Range of a parameter's values. Shapes tell a convolution's weight (two or more dimensions) from a norm's."""
    if name == "bin_score":
        return BIN_SCORE, BIN_SCORE
    if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
        return 0.5, 1.5
    if len(shape) == 1:
        return -0.1, 0.1  # biases and running means
    gain = next(gain for part, gain in GAINS if part in name)
    limit = math.sqrt(gain / math.prod(shape[1:]))
    return -limit, limit


def deterministic(network: torch.nn.Module) -> torch.nn.Module:
    state = {
        name: torch.zeros_like(value) if name.endswith("num_batches_tracked")
        else torch.from_numpy(uniform(name, tuple(value.shape), *bounds(name, tuple(value.shape))))
        for name, value in network.state_dict().items()
    }
    network.load_state_dict(state)
    return network.eval()


def load(network: torch.nn.Module, path: str) -> torch.nn.Module:
    """A checkpoint, .pth or .safetensors; every parameter must be there and none left over."""
    if path.endswith(".safetensors"):
        state = load_file(path)
    else:
        state = torch.load(path, weights_only=True, map_location="cpu")
    floats = {name: value.float() for name, value in state.items() if value.is_floating_point()}
    network.load_state_dict(state | floats)
    return network.eval()


def superpoint(path: str) -> SuperPoint:
    return load(SuperPoint(), path)


def superglue(path: str) -> SuperGlue:
    return load(SuperGlue(), path)
