"""Images as the networks see them. The one place where reading and resizing are defined."""

import cv2
import numpy as np
import torch

Size = tuple[int, int]  # width, height in pixels


def read_grey(path: str) -> np.ndarray:
    """8-bit grey [H, W], by 0.299, 0.587, 0.114; alpha is ignored, the EXIF orientation is not applied."""
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if image is None:
        raise SystemExit(f"reading {path}: not an image")
    if image.dtype != np.uint8:
        raise SystemExit(f"reading {path}: expected 8 bits per channel, found {image.dtype}")
    if image.ndim == 2:
        return image
    return cv2.cvtColor(image, cv2.COLOR_BGRA2GRAY if image.shape[2] == 4 else cv2.COLOR_BGR2GRAY)


def resize(grey: np.ndarray, size: Size) -> np.ndarray:
    """Areas are averaged when shrinking; bilinear when a side grows."""
    height, width = grey.shape
    if size == (width, height):
        return grey
    shrinks = size[0] <= width and size[1] <= height
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def target_size(policy: str, size: Size) -> Size:
    """`WxH` exactly, `1024` the long side (never enlarged), `short:480` the short side, `none`."""
    width, height = size
    if policy == "none":
        return size
    if "x" in policy:
        target = policy.split("x")
        return int(target[0]), int(target[1])
    if policy.startswith("short:"):
        scale = int(policy.removeprefix("short:")) / min(size)
    else:
        scale = min(1.0, int(policy) / max(size))
    return max(1, round(width * scale)), max(1, round(height * scale))


def to_tensor(grey: np.ndarray) -> torch.Tensor:
    """[1, 1, H, W] in 0...1."""
    return torch.from_numpy(grey).float()[None, None] / 255


def load_image(path: str, policy: str) -> tuple[torch.Tensor, Size, Size]:
    """The tensor for the network, its real size, and the size of the original."""
    grey = read_grey(path)
    original = grey.shape[1], grey.shape[0]
    size = target_size(policy, original)
    return to_tensor(resize(grey, size)), size, original


def original_from_resized(points: np.ndarray, size: Size, original: Size) -> np.ndarray:
    """Pixel centres are whole numbers, so edges lie at halves: p -> (p + 0.5) s - 0.5."""
    return (points + 0.5) * (np.array(original) / np.array(size)) - 0.5


def resized_from_original(points: np.ndarray, size: Size, original: Size) -> np.ndarray:
    return (points + 0.5) * (np.array(size) / np.array(original)) - 0.5
