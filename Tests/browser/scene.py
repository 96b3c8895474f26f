"""Two pictures of one scene, drawn from a formula, so that what belongs together is known exactly."""

import json
import math
import os
import struct
import zlib

MOVING_SIZE = (640, 480)
FIXED_SIZE = (600, 500)
# The moving picture has less light, as another sensor has.
MOVING_GAIN = 0.6
# Where the scene has bright spots, in the fixed picture, counted from pixel centres.
SPOTS = [(150.0, 130.0), (420.0, 120.0), (300.3, 250.6), (160.0, 380.0), (430.0, 370.0)]
SPOT_SIGMA = 4.0


def homography():
    """Takes a point of the moving picture to the fixed one: a turn by 12 degrees, a tenth larger, some perspective."""
    c, s = 1.1 * math.cos(math.radians(12)), 1.1 * math.sin(math.radians(12))
    return [[c, -s, 40.0], [s, c, -70.0], [6e-5, -4e-5, 1.0]]


def apply(matrix, point):
    x, y = point
    u, v, w = (row[0] * x + row[1] * y + row[2] for row in matrix)
    return u / w, v / w


def inverse(matrix):
    (a, b, c), (d, e, f), (g, h, i) = matrix
    cofactors = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    determinant = a * cofactors[0][0] + b * cofactors[1][0] + c * cofactors[2][0]
    return [[value / determinant for value in row] for row in cofactors]


# The mesh of a surface over the fixed picture, with a displacement at each node and at one more on each side.
CELL = 100.0
COLUMNS, ROWS = 6, 5


def surface_field():
    """Displacements of up to some eight pixels, as registration.json holds them."""
    nodes = [(i - 1, j - 1) for j in range(ROWS + 3) for i in range(COLUMNS + 3)]
    return {
        "origin": [-0.5, -0.5], "spacing": [CELL, CELL], "columns": COLUMNS, "rows": ROWS,
        "displacements": [[8 * math.sin(0.6 * i + 0.3 * j), 7 * math.cos(0.3 * i - 0.5 * j)] for i, j in nodes],
    }


def bent(field, point):
    """Moves a point by the displacement at it: a uniform cubic B-spline in each direction."""

    def weights(t):
        s = 1 - t
        return s**3 / 6, (4 - 6 * t**2 + 3 * t**3) / 6, (4 - 6 * s**2 + 3 * s**3) / 6, t**3 / 6

    def axis(value, cells):
        inside = min(max((value + 0.5) / CELL, 0.0), cells)
        first = min(int(inside), cells - 1)
        return first, weights(inside - first)

    (column, by_column), (row, by_row) = axis(point[0], COLUMNS), axis(point[1], ROWS)
    x, y = point
    for j in range(4):
        for i in range(4):
            control = field["displacements"][(row + j) * (COLUMNS + 3) + column + i]
            x += by_column[i] * by_row[j] * control[0]
            y += by_column[i] * by_row[j] * control[1]
    return x, y


def unbent(field, point):
    """The point that is moved to a given one. Displacements change slowly, so that repeating it converges."""
    found = point
    for _ in range(12):
        moved = bent(field, found)
        found = (found[0] + point[0] - moved[0], found[1] + point[1] - moved[1])
    return found


def brightness(x, y):
    # The ground is nearly flat beside the spots, so that their brightest place is their centre.
    value = 60 + 20 * math.sin(x / 90) + 20 * math.cos(y / 80)
    for spot_x, spot_y in SPOTS:
        squared = (x - spot_x) ** 2 + (y - spot_y) ** 2
        if squared < 600:
            value += 150 * math.exp(-squared / (2 * SPOT_SIGMA**2))
    return value


def write_png(path, size, value):
    """A picture in colour: value(x, y) is its red, green and blue are shares of it."""
    width, height = size
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            red = value(x, y)
            rows += bytes((round(red), round(0.8 * red), round(0.6 * red)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b"")):
            file.write(struct.pack(">I", len(content)) + kind + content)
            file.write(struct.pack(">I", zlib.crc32(kind + content)))


def matches(field=None):
    """The spots as inliers that are off by known amounts, and two matches that are wrong."""
    to_moving = inverse(homography())
    result = []
    for index, spot in enumerate(SPOTS):
        moving = apply(to_moving, bent(field, spot) if field else spot)
        fixed = (spot[0] + 0.3 * index, spot[1] - 0.4 * index)
        result.append({"moving": moving, "fixed": fixed, "confidence": 0.5 + 0.1 * index, "inlier": True})
    for moving, fixed in (((100.0, 300.0), (500.0, 60.0)), ((500.0, 120.0), (90.0, 420.0))):
        result.append({"moving": moving, "fixed": fixed, "confidence": 0.25, "inlier": False})
    return result


def write_result(folder, template, names=("moving.png", "fixed.png"), matrix=homography(), field=None):
    """Pictures and the registration.json that a registration of them could have written, from another one's.

    field is what a surface adds to the transform, or None.
    """
    os.makedirs(folder, exist_ok=True)
    paths = [os.path.join(folder, name) for name in names]

    def moving_brightness(x, y):
        seen = apply(homography(), (x, y))
        return MOVING_GAIN * brightness(*(unbent(field, seen) if field else seen))

    write_png(paths[0], MOVING_SIZE, moving_brightness)
    write_png(paths[1], FIXED_SIZE, brightness)
    report = json.loads(json.dumps(template))
    for key, path, size in zip(("moving", "fixed"), paths, (MOVING_SIZE, FIXED_SIZE)):
        report[key].update(path=path, width=size[0], height=size[1])
        # Another picture's size and hash do not fit this one.
        for name in ("bytes", "sha256"):
            report[key].pop(name, None)
    report["fixedFromMoving"] = matrix
    report["movingFromFixed"] = inverse(matrix)
    report["matches"] = matches(field)
    if field:
        report["surface"] = {"field": field, "validatedErrorPixels": 0.5, "planeErrorPixels": 5.0}
        report["notes"] = ["the transform follows a surface"]
    report["statistics"].update(
        matchCount=7, inlierCount=5, inlierRatio=5 / 7, meanErrorPixels=1.0, overlapFraction=0.8
    )
    with open(os.path.join(folder, "registration.json"), "w", encoding="utf-8") as file:
        json.dump(report, file)
