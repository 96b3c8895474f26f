"""Makes pictures of maps, and checks what became of them, with rasterio and GDAL's own programs.

python3 georeference.py make FOLDER WIDTH HEIGHT: the fixed images.
python3 georeference.py check RESULT FIXED X Y SCALE: RESULT begins at (X, Y) of FIXED, with SCALE of its pixels along
one.
python3 georeference.py points RESULT FIXED X Y ...: RESULT holds these points of FIXED, counted from pixel centres.
"""
import json
import pathlib
import subprocess
import sys

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS

STRAIGHT = Affine(0.5, 0, 500000.25, 0, -0.5, 5400000.75)
TURNED = STRAIGHT * Affine.rotation(12) * Affine.shear(3)


def make(folder, width, height):
    folder = pathlib.Path(folder)
    pixels = np.random.default_rng(7).integers(1, 255, (3, int(height), int(width)), dtype=np.uint8)
    kinds = {"area": (STRAIGHT, "Area"), "point": (STRAIGHT, "Point"), "turned": (TURNED, "Area")}
    for name, (transform, kind) in kinds.items():
        with rasterio.open(folder / f"fixed-{name}.tif", "w", driver="GTiff", width=int(width), height=int(height),
                           count=3, dtype="uint8", crs=CRS.from_epsg(32633), transform=transform) as file:
            file.write(pixels)
            file.update_tags(AREA_OR_POINT=kind)
    with rasterio.open(folder / "fixed-world.png", "w", driver="PNG", width=int(width), height=int(height), count=3,
                       dtype="uint8", crs=CRS.from_epsg(32633), transform=STRAIGHT, WORLDFILE="YES") as file:
        file.write(pixels)
    (folder / "fixed-world.png.aux.xml").unlink(missing_ok=True)
    assert (folder / "fixed-world.wld").exists() or (folder / "fixed-world.pgw").exists()


def gdal_transform(path):
    """Returns what gdalinfo says, which counts from the corner of the top-left pixel whatever the file does."""
    answer = json.loads(subprocess.run(["gdalinfo", "-json", path], check=True, capture_output=True).stdout)
    return Affine.from_gdal(*answer["geoTransform"]), answer


def check(result, fixed, x, y, scale):
    with rasterio.open(fixed) as source, rasterio.open(result) as made:
        expected = source.transform * Affine.translation(float(x), float(y)) * Affine.scale(1 / float(scale))
        assert made.transform.almost_equals(expected, 1e-6), (made.transform, expected)
        if source.crs is not None and made.driver == "GTiff":
            assert made.crs == source.crs and made.crs.to_epsg() == 32633, made.crs
            assert made.tags()["AREA_OR_POINT"] == source.tags()["AREA_OR_POINT"]
    found, answer = gdal_transform(result)
    assert found.almost_equals(expected, 1e-6), (found, expected)
    if made.driver == "GTiff":
        assert "32633" in answer["coordinateSystem"]["wkt"]


def points(result, fixed, *numbers):
    wanted = np.array([float(n) for n in numbers]).reshape(-1, 2)
    with rasterio.open(fixed) as source:
        expected = [source.transform * (x + 0.5, y + 0.5) for x, y in wanted]
    features = json.loads(pathlib.Path(result).read_text())["features"]
    found = [feature["geometry"]["coordinates"] for feature in features]
    assert np.abs(np.array(found) - np.array(expected)).max() < 1e-4, (found, expected)
    answer = subprocess.run(["ogrinfo", "-ro", "-al", "-so", result], check=True, capture_output=True, text=True).stdout
    assert "32633" in answer and f"Feature Count: {len(wanted)}" in answer, answer


{"make": make, "check": check, "points": points}[sys.argv[1]](*sys.argv[2:])
print("right")
