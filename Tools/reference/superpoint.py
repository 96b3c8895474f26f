"""SuperPoint in PyTorch, written from the paper (DeTone et al., arXiv 1712.07629).

Letters: H, W the image's height and width in pixels; h, w the number of 8x8 cells down and across.
Pixel convention: the centre of the top-left pixel is (0, 0), x to the right, y down.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CELL = 8
DESCRIPTOR_LENGTH = 256
# name, input channels, output channels, kernel side
LAYERS = (
    ("conv1a", 1, 64, 3), ("conv1b", 64, 64, 3), ("conv2a", 64, 64, 3), ("conv2b", 64, 64, 3),
    ("conv3a", 64, 128, 3), ("conv3b", 128, 128, 3), ("conv4a", 128, 128, 3), ("conv4b", 128, 128, 3),
    ("convPa", 128, 256, 3), ("convPb", 256, 65, 1), ("convDa", 128, 256, 3), ("convDb", 256, 256, 1),
)
ENCODER = tuple(name for name, *_ in LAYERS[:8])
POOLED = {"conv1b", "conv2b", "conv3b"}


@dataclass(frozen=True)
class Detection:
    """What is kept of the score map. Lengths are in pixels; `max_keypoints` None means no limit."""

    threshold: float = 0.005
    nms_radius: int = 4
    border: int = 4
    max_keypoints: int | None = 1024


@dataclass(frozen=True)
class Features:
    """Keypoints [N, 2] as (x, y), scores [N] in descending order, descriptors [N, 256] of unit length."""

    keypoints: Tensor
    scores: Tensor
    descriptors: Tensor


class SuperPoint(nn.Module):
    def __init__(self):
        super().__init__()
        for name, inputs, outputs, kernel in LAYERS:
            setattr(self, name, nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2))

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Grey image [B, 1, H, W] in 0...1, sides multiples of 8, to scores [B, H, W] and coarse descriptors
        [B, 256, h, w], a unit vector in each cell."""
        activations = self.activations(image)
        return activations["scores"], activations["coarseDescriptors"]

    def activations(self, image: Tensor) -> dict[str, Tensor]:
        """The output of every layer by name (after its ReLU, before any pooling), in order of evaluation."""
        seen, x = {}, image
        for name in ENCODER:
            x = seen[name] = F.relu(getattr(self, name)(x))
            if name in POOLED:
                x = F.max_pool2d(x, 2)
        seen["convPa"] = F.relu(self.convPa(x))
        seen["convPb"] = self.convPb(seen["convPa"])
        seen["scores"] = score_map(seen["convPb"])
        seen["convDa"] = F.relu(self.convDa(x))
        seen["convDb"] = self.convDb(seen["convDa"])
        seen["coarseDescriptors"] = F.normalize(seen["convDb"], dim=1)
        return seen

    @torch.inference_mode()
    def detect(self, image: Tensor, settings: Detection = Detection()) -> Features:
        """Features of one grey image [1, 1, H, W] of any size (at least one cell's worth after padding)."""
        height, width = image.shape[-2:]
        scores, descriptors = self(pad_to_cells(image))
        return select(scores[0], descriptors[0], (width, height), settings)


def pad_to_cells(image: Tensor) -> Tensor:
    """Zeros on the right and at the bottom, up to multiples of 8, so that no pixel is lost."""
    height, width = image.shape[-2:]
    return F.pad(image, (0, -width % CELL, 0, -height % CELL))


def score_map(logits: Tensor) -> Tensor:
    """Softmax over the 64 places of a cell and the dustbin; [B, 65, h, w] to [B, H, W]."""
    places = logits.softmax(dim=1)[:, :-1]
    return F.pixel_shuffle(places, CELL)[:, 0]


def suppress(scores: Tensor, radius: int) -> Tensor:
    """Non-maximum suppression of [H, W] in squares of side 2 radius + 1: what is not a maximum becomes 0.

    Three rounds: what the maxima of one round suppress is left out when the next looks for further maxima, so that
    a point beaten only by a suppressed one comes back.
    """
    kept = scores == local_maximum(scores, radius)
    for _ in range(2):
        suppressed = local_maximum(kept.to(scores.dtype), radius) > 0
        remaining = scores.masked_fill(suppressed, 0)
        kept |= (remaining == local_maximum(remaining, radius)) & ~suppressed
    return scores.masked_fill(~kept, 0)


def local_maximum(scores: Tensor, radius: int) -> Tensor:
    return F.max_pool2d(scores[None, None], 2 * radius + 1, stride=1, padding=radius)[0, 0]


def select(scores: Tensor, descriptors: Tensor, size: tuple[int, int], settings: Detection) -> Features:
    """Keypoints of a (padded) score map [H, W] and their descriptors from [256, h, w]; `size` is the real (W, H).

    Always in descending order of score, equal scores in raster order, so that two runs compare row by row.
    """
    width, height = size
    maxima = suppress(scores, settings.nms_radius)
    rows, columns = torch.where(maxima > settings.threshold)
    inside = (columns >= settings.border) & (columns < width - settings.border)
    inside &= (rows >= settings.border) & (rows < height - settings.border)
    rows, columns = rows[inside], columns[inside]
    best = maxima[rows, columns].argsort(descending=True, stable=True)[: settings.max_keypoints]
    keypoints = torch.stack([columns[best], rows[best]], dim=1).to(scores.dtype)  # (row, column) to (x, y)
    return Features(keypoints, scores[rows[best], columns[best]], sample(descriptors, keypoints))


def sample(descriptors: Tensor, keypoints: Tensor) -> Tensor:
    """Unit descriptors [N, 256] at keypoints [N, 2], bilinear in the coarse map [256, h, w].

    The published weights were made with corners aligned: the first cell's centre (3.5) is its index 0, and one cell
    before the last one's end (8 w - 1) its index w - 1. Beyond the outermost cells the nearest one counts.
    """
    cells = torch.tensor([descriptors.shape[2], descriptors.shape[1]], dtype=keypoints.dtype)
    unit = (keypoints - 3.5) / (CELL * cells - 4.5)
    grid = (2 * unit - 1)[None, None]
    sampled = F.grid_sample(descriptors[None], grid, mode="bilinear", padding_mode="border", align_corners=True)
    return F.normalize(sampled[0, :, 0], dim=0).T
