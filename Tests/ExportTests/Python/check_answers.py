"""Checks exported models: check_answers.py FOLDER

FOLDER/cases.json lists models, and for each the files with values of its inputs and the outputs that are expected.
Every model must pass ONNX's full check and strict shape inference, declare its outputs' shapes, and answer in ONNX
Runtime as expected.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

TOLERANCE = 1e-3
PLACES = ("mkpts0", "mkpts1", "keypoints")
PLACE_TOLERANCE = 0.02
TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(bool)": np.bool_}


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + length + begin : 8 + length + end], dtype="<f4")
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def in_order(outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Points sorted by position: two runtimes may order nearly equal scores differently."""
    points = [outputs[name] for name in PLACES if name in outputs]
    if not points:
        return outputs
    # By the pixel: most keypoints that lie on the edge of one do so at half a pixel, so edges are put elsewhere.
    keys = np.round(np.concatenate(points, axis=-1) + 0.13)
    if "valid" in outputs:  # What holds something first.
        keys = np.concatenate([keys, 1 - outputs["valid"].astype(np.float32)[..., None]], axis=-1)
    order = np.lexsort(np.moveaxis(keys, -1, 0), axis=-1)
    in_rows = {name: v.swapaxes(-1, -2) if name == "descriptors" else v for name, v in outputs.items()}
    return {
        name: np.take_along_axis(v, order.reshape(order.shape + (1,) * (v.ndim - order.ndim)), axis=order.ndim - 1)
        for name, v in in_rows.items()
    }


def check_structure(path: Path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    for output in inferred.graph.output:
        assert all(d.dim_param or d.HasField("dim_value") for d in output.type.tensor_type.shape.dim), output.name
    names = [node.name for node in model.graph.node]
    assert len(set(names)) == len(names) and all(names), "nodes without a name of their own"
    constants = {tensor.name for tensor in model.graph.initializer}
    used = {name for node in model.graph.node for name in node.input}
    assert constants <= used, constants - used
    used |= {output.name for output in model.graph.output}
    for node in model.graph.node:
        assert used.intersection(node.output), f"nothing uses {node.name}"
    for node in model.graph.node:
        assert not constants.issuperset(node.input), f"{node.name} could have been computed beforehand"


def check_case(session: onnxruntime.InferenceSession, path: Path):
    tensors = read_safetensors(path)
    inputs = {
        node.name: tensors["input." + node.name].astype(TYPES[node.type]) for node in session.get_inputs()
    }
    names = [node.name for node in session.get_outputs()]
    found = dict(zip(names, session.run(None, inputs)))
    expected = {name: tensors["output." + name] for name in names}
    for name in names:
        assert found[name].shape == expected[name].shape, (path, name, found[name].shape, expected[name].shape)
        assert np.isfinite(found[name].astype(np.float32)).all(), (path, name, "not finite")
    found, expected = in_order(found), in_order(expected)
    for name in names:
        tolerance = 0 if name in ("valid", "indices0", "indices1") else PLACE_TOLERANCE if name in PLACES else TOLERANCE
        difference = np.abs(found[name].astype(np.float32) - expected[name])
        assert difference.max(initial=0) <= tolerance, (path, name, difference.max())


def main(folder: Path):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    count = 0
    for entry in json.loads((folder / "cases.json").read_text()):
        model = folder / entry["model"]
        check_structure(model)
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        for case in entry["cases"]:
            check_case(session, folder / case)
            count += 1
    print(f"{count} cases agree")


main(Path(sys.argv[1]))
