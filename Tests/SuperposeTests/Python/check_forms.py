"""Reads the forms of a transform with the programs that they are for, and compares with what the test says is true.

python3 check_forms.py FOLDER: the folder has truth.json, the forms, moving.png, and warped.png, which is the moving
image in the fixed image's frame as Superpose warps it.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys

import cv2
import numpy as np
import SimpleITK

folder = pathlib.Path(sys.argv[1])
truth = json.loads((folder / "truth.json").read_text())
width, height = truth["fixedSize"]
moving_points = np.array(truth["moving"])
fixed_points = np.array(truth["fixed"])
warped = cv2.imread(str(folder / "warped.png"), cv2.IMREAD_UNCHANGED).astype(float)
# Well inside, where all programs have data: their borders differ by half a pixel.
inside = cv2.erode((warped > 0).astype(np.uint8), np.ones((9, 9)), borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0


def close(found, expected, tolerance, what):
    error = np.abs(np.asarray(found, float) - np.asarray(expected, float)).max()
    assert error <= tolerance, f"{what}: differs by {error}"
    print(f"{what}: within {error:.2g}")


def same_picture(found, what, tolerance=1.5):
    close(np.asarray(found, float)[inside], warped[inside], tolerance, what)


def numpy_form():
    matrix = np.load(folder / "transform.npy")
    assert matrix.dtype == np.float64 and matrix.shape == (3, 3)
    mapped = np.c_[moving_points, np.ones(len(moving_points))] @ matrix.T
    close(mapped[:, :2] / mapped[:, 2:], fixed_points, 1e-6, "numpy")


def opencv_form():
    storage = cv2.FileStorage(str(folder / "transform.yml"), cv2.FILE_STORAGE_READ)
    matrix, inverse = storage.getNode("fixedFromMoving").mat(), storage.getNode("movingFromFixed").mat()
    close(cv2.perspectiveTransform(moving_points[None], matrix)[0], fixed_points, 1e-6, "opencv")
    close(cv2.perspectiveTransform(fixed_points[None], inverse)[0], moving_points, 1e-6, "opencv, back")
    size = [int(storage.getNode("fixedSize").at(i).real()) for i in range(2)]
    assert size == [width, height]
    picture = cv2.warpPerspective(cv2.imread(str(folder / "moving.png"), 0), matrix, size, flags=cv2.INTER_CUBIC)
    same_picture(picture, "opencv, picture", 4)


def itk_form():
    transform = SimpleITK.ReadTransform(str(folder / "transform.tfm"))
    close([transform.TransformPoint(p) for p in fixed_points.tolist()], moving_points, 0.011, "itk")
    image = SimpleITK.ReadImage(str(folder / "moving.png"), SimpleITK.sitkFloat32)
    grid = SimpleITK.Image(width, height, SimpleITK.sitkFloat32)
    picture = SimpleITK.Resample(image, grid, transform, SimpleITK.sitkLinear)
    same_picture(SimpleITK.GetArrayFromImage(picture), "itk, picture", 4)


def elastix_form():
    points = folder / "points.txt"
    points.write_text(f"point\n{len(fixed_points)}\n" + "".join(f"{x} {y}\n" for x, y in fixed_points))
    (folder / "elastix").mkdir()
    subprocess.run(
        ["transformix", "-def", str(points), "-tp", str(folder / "TransformParameters.txt"), "-in",
         str(folder / "moving.png"), "-out", str(folder / "elastix")], check=True, stdout=subprocess.DEVNULL)
    lines = (folder / "elastix/outputpoints.txt").read_text().splitlines()
    found = [re.search(r"OutputPoint = \[ (\S+) (\S+) \]", line).groups() for line in lines]
    close(found, moving_points, 0.011, "elastix")
    picture = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(folder / "elastix/result.mha")))
    same_picture(picture, "elastix, picture", 4)


def qgis_form():
    lines = (folder / "transform.points").read_text().splitlines()
    assert lines[0].startswith("#CRS:")
    rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(lines[1:])]
    # QGIS counts from the corner of the top-left pixel, y up.
    source = np.array([(row["sourceX"] - 0.5, -row["sourceY"] - 0.5) for row in rows])
    target = np.array([(row["mapX"] - 0.5, -row["mapY"] - 0.5) for row in rows])
    matrix, _ = cv2.findHomography(source, target, 0)
    close(cv2.perspectiveTransform(moving_points[None], matrix)[0], fixed_points, 1, "qgis")
    back = cv2.perspectiveTransform(target[None], np.linalg.inv(np.array(truth["matrix"])))[0]
    close(np.array([(row["dX"], row["dY"]) for row in rows]), back - source, 1e-6, "qgis, residuals")
    close([row["residual"] for row in rows], np.linalg.norm(back - source, axis=1), 1e-6, "qgis, distances")
    assert max(row["residual"] for row in rows) > 0.1 and all(row["enable"] == 1 for row in rows)


def gdal_form():
    vrt = str(folder / "transform.vrt")
    info = json.loads(subprocess.run(["gdalinfo", "-json", vrt], check=True, capture_output=True, text=True).stdout)
    points = info["gcps"]["gcpList"]
    pixels = np.array([(p["pixel"] - 0.5, p["line"] - 0.5) for p in points])
    places = np.array([(p["x"] - 0.5, -p["y"] - 0.5) for p in points])
    matrix = np.array(truth["matrix"])
    close(cv2.perspectiveTransform(pixels[None], matrix)[0], places, 1e-6, "gdal")
    subprocess.run(
        ["gdalwarp", "-q", "-tps", "-et", "0", "-r", "cubic", "-te", "0", str(-height), str(width), "0",
         "-ts", str(width), str(height), vrt, str(folder / "gdal.tif")], check=True)
    same_picture(cv2.imread(str(folder / "gdal.tif"), cv2.IMREAD_UNCHANGED), "gdal, picture", 4)


for check in (numpy_form, opencv_form, itk_form, elastix_form, qgis_form, gdal_form):
    check()
print("all forms agree")
