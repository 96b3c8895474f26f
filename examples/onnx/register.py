#!/usr/bin/env python3
"""Lays one photograph on another with an exported graph: register.py MODEL MOVING FIXED OUTPUT

MODEL is a file of `superpose export registration`, of either form; needs nothing but NumPy, OpenCV and ONNX Runtime.
"""
import sys

import cv2
import numpy as np
import onnxruntime


def main(model, moving_path, fixed_path, output_path):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    images = [cv2.imread(path) for path in (moving_path, fixed_path)]
    tensors, scales = [], []
    for image, node in zip(images, session.get_inputs()):
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        height, width = [side if isinstance(side, int) else own for side, own in zip(node.shape[2:], grey.shape)]
        grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
        tensors.append(np.repeat(grey[None, None].astype(np.float32) / 255, node.shape[0], axis=0))
        scales.append(np.array(image.shape[1::-1]) / (width, height))
    answers = dict(zip([node.name for node in session.get_outputs()],
                       session.run(None, {"input1": tensors[0], "input2": tensors[1]})))
    points = [answers["mkpts0"], answers["mkpts1"]]
    if "valid" in answers:  # The static form: rows of which some hold nothing, for each pair of a batch.
        points = [rows[0][answers["valid"][0]] for rows in points]
    moving, fixed = [(rows + 0.5) * scale - 0.5 for rows, scale in zip(points, scales)]
    fixed_from_moving, inliers = None, None
    if len(moving) >= 4:
        fixed_from_moving, inliers = cv2.findHomography(moving, fixed, cv2.USAC_MAGSAC, 3.0)
    if fixed_from_moving is None:
        sys.exit(f"{len(moving)} matches, no transform")
    cv2.imwrite(output_path, cv2.warpPerspective(images[0], fixed_from_moving, images[1].shape[1::-1]))
    print(f"{len(moving)} matches, {int(inliers.sum())} inliers\n{fixed_from_moving}")


main(*sys.argv[1:])
