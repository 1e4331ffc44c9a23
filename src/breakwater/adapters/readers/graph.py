"""The embedding as a graph that onnxruntime runs: twelve layers of four-bit weights, as in the file."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

from breakwater.adapters.readers.packed import BLOCK, Packed

ROWS, OUT = "rows", "out"
_HEADS, _EPSILON = 12, 1e-12
_OPSET, _IR = 18, 9
_MICROSOFT = "com.microsoft"
_IN_BYTES = 4  # the accuracy level at which activations are bytes, as in the engine the weights were made for


def graph_of(packed: Packed) -> bytes:
    """Return the graph: embeddings of tokens at their places in (1 by tokens by size), one row out."""
    return _Graph(packed).written()


class _Graph:
    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def written(self) -> bytes:
        size = self._packed.size
        self._constant("heads", np.array([1, -1, _HEADS, size // _HEADS]))
        self._constant("joined", np.array([1, -1, size]))
        self._constant("scale", np.array((size // _HEADS) ** -0.5, np.float32))
        self._constant("tokens", np.array([1]))
        rows = self._norm(ROWS, "emb.ln")
        for number in range(self._packed.layers):
            rows = self._layer(rows, f"l{number}")
        self._add("ReduceMean", [rows, "tokens"], "mean", keepdims=0)
        self._add("LpNormalization", ["mean"], OUT, axis=-1, p=2)
        graph = helper.make_graph(
            self._nodes, "embedding",
            [helper.make_tensor_value_info(ROWS, TensorProto.FLOAT, [1, "tokens", size])],
            [helper.make_tensor_value_info(OUT, TensorProto.FLOAT, [1, size])],
            self._constants,
        )  # fmt: skip
        sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=sets, ir_version=_IR)
        return bytes(model.SerializeToString())

    def _layer(self, rows: str, name: str) -> str:
        told = self._linear(rows, *(f"{name}.{part}" for part in "qkv"))
        query, key, value = (f"{name}.{part}" for part in ("query", "key", "value"))
        self._nodes.append(helper.make_node("Split", [told], [query, key, value], axis=-1, num_outputs=3))
        for part, order in ((query, (0, 2, 1, 3)), (key, (0, 2, 3, 1)), (value, (0, 2, 1, 3))):
            self._add("Reshape", [part, "heads"], f"{part}.heads")
            self._add("Transpose", [f"{part}.heads"], f"{part}.turned", perm=order)
        self._add("MatMul", [f"{query}.turned", f"{key}.turned"], f"{name}.close")
        self._add("Mul", [f"{name}.close", "scale"], f"{name}.scaled")
        self._add("Softmax", [f"{name}.scaled"], f"{name}.looked", axis=-1)
        self._add("MatMul", [f"{name}.looked", f"{value}.turned"], f"{name}.seen")
        self._add("Transpose", [f"{name}.seen"], f"{name}.back", perm=(0, 2, 1, 3))
        self._add("Reshape", [f"{name}.back", "joined"], f"{name}.joined")
        self._add("Add", [rows, self._linear(f"{name}.joined", f"{name}.ao")], f"{name}.attended")
        rows = self._norm(f"{name}.attended", f"{name}.aln")
        self._add("Gelu", [self._linear(rows, f"{name}.fi")], f"{name}.bent", domain=_MICROSOFT)
        self._add("Add", [rows, self._linear(f"{name}.bent", f"{name}.fo")], f"{name}.fed")
        return self._norm(f"{name}.fed", f"{name}.oln")

    def _linear(self, rows: str, *names: str) -> str:
        """Add layers of four-bit weights that read the same rows, as one."""
        out = f"{names[0]}.told"
        bits = np.concatenate([self._packed.bits(f"{name}.w") for name in names])
        scales = np.concatenate([self._packed.held(f"{name}.w") for name in names])
        bias = np.concatenate([self._packed.held(f"{name}.b") for name in names])
        inner = len(scales) * BLOCK // len(bias)
        pairs = (bits[:, 0::2] | (bits[:, 1::2] << 4)).reshape(len(bias), inner // BLOCK, BLOCK // 2)
        held = [
            self._constant(f"{out}.{kind}", one) for kind, one in (("w", pairs), ("s", scales), ("b", bias))
        ]
        self._add(
            "MatMulNBits", [rows, held[0], held[1], "", "", held[2]], out, domain=_MICROSOFT,
            K=inner, N=len(bias), bits=4, block_size=BLOCK, accuracy_level=_IN_BYTES,
        )  # fmt: skip
        return out

    def _norm(self, rows: str, name: str) -> str:
        weight, bias = (
            self._constant(f"{name}.{part}", self._packed.held(f"{name}.{part}")) for part in "wb"
        )
        return self._add(
            "LayerNormalization", [rows, weight, bias], f"{name}.normed", axis=-1, epsilon=_EPSILON
        )

    def _constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(values, name))
        return name

    def _add(self, operator: str, given: list[str], out: str, **told: Any) -> str:
        self._nodes.append(helper.make_node(operator, given, [out], **told))
        return out
