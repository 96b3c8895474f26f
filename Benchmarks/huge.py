"""Warps an image that is larger than the memory by a known homography, and measures time, memory and truth.

See `Benchmarks/huge`. The image is a pattern whose phases say where each pixel came from: sine and cosine of x, and
sine of y, with a period of 32 pixels, in tiles of 256x256 without compression.
"""
import argparse
import json
import os
import pathlib
import struct
import subprocess
import time

import numpy as np

PERIOD, TILE = 32, 256


def pattern(width, height):
    """Returns one tile of the pattern, of which all are alike since the period divides their side."""
    phase = 2 * np.pi * np.arange(TILE) / PERIOD
    tile = np.empty((TILE, TILE, 3))
    tile[..., 0], tile[..., 1], tile[..., 2] = np.sin(phase)[None], np.cos(phase)[None], np.sin(phase)[:, None]
    return np.round(128 + 120 * tile).astype(np.uint8).tobytes()


def write(path, width, height):
    """Writes the pattern as a BigTIFF, tile by tile."""
    tile = pattern(width, height)
    count = -(-width // TILE) * -(-height // TILE)
    with open(path, "wb") as file:
        file.write(b"II" + struct.pack("<HHHQ", 43, 8, 0, 16 + count * len(tile)))
        for _ in range(count):
            file.write(tile)
        bits = struct.pack("<HHHH", 8, 8, 8, 0)
        start = 16 + count * len(tile)
        offsets_at = start + 8 + 11 * 20 + 8
        entries = [
            (256, 4, 1, struct.pack("<Q", width)), (257, 4, 1, struct.pack("<Q", height)), (258, 3, 3, bits),
            (259, 3, 1, struct.pack("<Q", 1)), (262, 3, 1, struct.pack("<Q", 2)), (277, 3, 1, struct.pack("<Q", 3)),
            (284, 3, 1, struct.pack("<Q", 1)),
            (322, 4, 1, struct.pack("<Q", TILE)), (323, 4, 1, struct.pack("<Q", TILE)),
            (324, 16, count, struct.pack("<Q", offsets_at)), (325, 4, count, struct.pack("<Q", offsets_at + 8 * count))]
        file.write(struct.pack("<Q", len(entries)))
        for tag, kind, number, value in entries:
            file.write(struct.pack("<HHQ", tag, kind, number) + value)
        file.write(struct.pack("<Q", 0))
        file.write((16 + np.arange(count, dtype=np.uint64) * len(tile)).tobytes())
        file.write(np.full(count, len(tile), np.uint32).tobytes())


def homography(width, height):
    """Returns a turn by three degrees about the middle, with some perspective."""
    angle, center = np.deg2rad(3), np.array([width / 2, height / 2])
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [1e-7, -5e-8, 1]])
    there, back = np.eye(3), np.eye(3)
    there[:2, 2], back[:2, 2] = -center, center
    return back @ turn @ there


def worst_error(path, matrix, width, height):
    """Returns the largest error of a position in windows spread over the result, in pixels."""
    import rasterio
    inverse, worst, seen = np.linalg.inv(matrix), 0, 0
    step = 2 * np.pi / PERIOD
    with rasterio.open(path) as file:
        assert (file.width, file.height) == (width, height)
        for x0 in np.linspace(0, width - 200, 12).astype(int):
            for y0 in np.linspace(0, height - 200, 9).astype(int):
                pixels = file.read(window=((int(y0), int(y0) + 200), (int(x0), int(x0) + 200))).astype(float)
                v, u = np.mgrid[y0:y0 + 200, x0:x0 + 200]
                p = np.einsum("ij,jkl->ikl", inverse, np.stack([u, v, np.ones_like(u)]).astype(float))
                x, y = p[0] / p[2], p[1] / p[2]
                inside = (x > 2) & (y > 2) & (x < width - 3) & (y < height - 3)
                phase = np.arctan2(pixels[0] - 128, pixels[1] - 128)
                across = np.abs(np.angle(np.exp(1j * (phase - step * x)))) / step
                steep = inside & (np.abs(np.cos(step * y)) > 0.7)
                down = np.abs((pixels[2] - 128) / 120 - np.sin(step * y)) / (step * np.abs(np.cos(step * y)))
                seen += inside.sum()
                worst = max(worst, across[inside].max(initial=0), down[steep].max(initial=0))
    assert seen > 0
    return worst


def run(command):
    """Runs a command, and returns its seconds and the largest memory that it had, in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{command[0]} ended with {status}"
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--size", default="40000x30000")
    parser.add_argument("--interpolation", default="cubic")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    source, out = options.folder / "huge.tif", options.folder / "out"
    write(source, width, height)
    matrix = homography(width, height)
    frame = {"path": str(source), "width": width, "height": height}
    (options.folder / "huge.json").write_text(json.dumps(
        {"schema": "superpose.transform/1", "moving": frame, "fixed": frame, "fixedFromMoving": matrix.tolist()}))
    seconds, megabytes = run([
        options.program, "apply", str(options.folder / "huge.json"), str(source), "-o", str(out), "--tiles", "--quiet",
        "--interpolation", options.interpolation])
    error = worst_error(out / "huge.tif", matrix, width, height)
    size = (out / "huge.tif").stat().st_size
    print(json.dumps({
        "size": options.size, "seconds": round(seconds, 1),
        "nanosecondsPerPixel": round(1e9 * seconds / width / height, 1), "largestMemoryMB": round(megabytes),
        "worstErrorPixels": round(float(error), 4), "resultMB": size // 1_000_000}))


if __name__ == "__main__":
    main()
