"""The home of onnx: a BERT encoder with int8 weights, made from the float32 weights it was published with.

The graph is written node by node instead of traced, so that the same weights give the same bytes whatever the versions
of torch and onnx; `manifest.py` pins their digest. Its operators are those that onnxruntime itself would fuse into.
What int8 costs in precision, and why the weights are quantized as they are: docs/embedding.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ..records import Vectors

OURS = "com.microsoft"
"""Domain of onnxruntime's own operators."""
OPSET, IR = 18, 9
"""Versions of ONNX's operators and of its file format; onnxruntime has read these since 1.17."""
TOP, TOP_OF_FACTORS = 127, 63
"""A weight is a whole number up to this (and down to its negative) times the scale of its row. Where it is a factor of
a product, 7 bits: processors with AVX2 but without VNNI add up two products in 16 bits, and 2 · 63 · 255 still fits.
It costs 0.001 of the mean cosine to the float32 vectors; one scale for all rows would cost 0.05."""


def bert_to_int8(weights: Path, target: Path) -> None:
    """Write the int8 ONNX form of a BERT encoder whose heads have 32 numbers each.

    It takes `input_ids` and `attention_mask`, int64 of shape (texts, tokens), and gives `token_embeddings`, float32 of
    shape (texts, tokens, dimension).

    Args:
        weights: model.safetensors of the encoder.
        target: where the ONNX file is written.

    Raises:
        KeyError: a tensor that a BERT encoder has is missing.
        OSError: a file cannot be read or written.
    """
    from safetensors.numpy import load_file

    target.write_bytes(_Encoder(load_file(weights)).to_bytes())


class _Encoder:
    """Nodes and constants of the graph, in the order they are added."""

    def __init__(self, weights: Mapping[str, Vectors]) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._quantized: dict[str, list[str]] = {}

    def to_bytes(self) -> bytes:
        """The whole graph as an ONNX file."""
        from onnx import TensorProto, helper

        last = self._layers(self._embedded())
        self._nodes.append(helper.make_node("Identity", [last], ["token_embeddings"]))
        shape = ["texts", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")
        ]
        dimension = self._weights["embeddings.LayerNorm.weight"].shape[0]
        outputs = [helper.make_tensor_value_info("token_embeddings", TensorProto.FLOAT, [*shape, dimension])]
        graph = helper.make_graph(self._nodes, "bert", inputs, outputs, self._constants)
        versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(OURS, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=IR, producer_name="footnote")
        return bytes(model.SerializeToString(deterministic=True))

    # ------------------------------------------------------------ the parts of BERT

    def _embedded(self) -> str:
        """Word, position and type added up and normed; the words' rows are int8 as well, each with its own scale."""
        import numpy as np
        from onnx import TensorProto

        rows, scales = _rows_to_int8(self._weights["embeddings.word_embeddings.weight"], TOP)
        word = self._node("Gather", [self._constant("words", rows), "input_ids"])
        scale = self._node("Gather", [self._constant("words.scale", scales), "input_ids"])
        words = self._node("Mul", [self._node("Cast", [word], to=TensorProto.FLOAT), scale])
        # Type 0 is added to every position: there is one text, never a pair.
        types = self._weights["embeddings.token_type_embeddings.weight"]
        places = self._constant("positions", self._weights["embeddings.position_embeddings.weight"] + types[:1])
        zero = self._constant("zero", np.zeros(1, np.int64))
        length = self._node("Shape", ["input_ids"], start=1, end=2)
        positions = self._node("Slice", [places, zero, length, zero])
        return self._norm("embeddings.LayerNorm", [self._node("Add", [words, positions])])

    def _layers(self, states: str) -> str:
        from onnx import TensorProto

        mask = self._node("Cast", ["attention_mask"], to=TensorProto.INT32)
        heads = self._weights["embeddings.LayerNorm.weight"].shape[0] // 32
        count = sum(name.endswith("intermediate.dense.weight") for name in self._weights)
        for number in range(count):
            layer = f"encoder.layer.{number}."
            parts = [layer + "attention.self." + part for part in ("query", "key", "value")]
            split = self._several(3, "Split", [self._linear(parts, states)], axis=-1, num_outputs=3)
            mixed = self._node("MultiHeadAttention", [*split, "", mask], domain=OURS, num_heads=heads)
            dense = self._linear([layer + "attention.output.dense"], mixed)
            states = self._norm(layer + "attention.output.LayerNorm", [dense, states])
            inner = self._linear([layer + "intermediate.dense"], states)
            dense = self._linear([layer + "output.dense"], self._node("Gelu", [inner], domain=OURS))
            states = self._norm(layer + "output.LayerNorm", [dense, states])
        return states

    def _linear(self, names: Sequence[str], states: str) -> str:
        """One product for several linear maps of the same states, side by side."""
        import numpy as np

        stacked = np.concatenate([self._weights[name + ".weight"] for name in names])
        rows, scales = _rows_to_int8(stacked, TOP_OF_FACTORS)
        bias = np.concatenate([self._weights[name + ".bias"] for name in names])
        if states not in self._quantized:
            self._quantized[states] = self._several(3, "DynamicQuantizeLinear", [states])
        values, scale, zero = self._quantized[states]
        name = names[0]
        weight, weight_scale = self._constant(name, rows.T), self._constant(name + ".scale", scales.ravel())
        weight_zero = self._constant(name + ".zero", np.zeros(len(rows), np.int8))
        inputs = [values, weight, scale, weight_scale, zero, weight_zero, self._constant(name + ".bias", bias)]
        return self._node("MatMulIntegerToFloat", inputs, domain=OURS)

    def _norm(self, name: str, summands: list[str]) -> str:
        constants = [self._constant(f"{name}.{part}", self._weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        if len(summands) == 1:
            return self._node("LayerNormalization", [*summands, *constants], epsilon=1e-12, axis=-1)
        return self._node("SkipLayerNormalization", [*summands, *constants], domain=OURS, epsilon=1e-12)

    # ------------------------------------------------------------ nodes and constants

    def _node(self, operator: str, inputs: Sequence[str], domain: str = "", **options: Any) -> str:
        """Name of the one output of a node."""
        return self._several(1, operator, inputs, domain, **options)[0]

    def _several(self, count: int, operator: str, inputs: Sequence[str], domain: str = "", **options: Any) -> list[str]:
        """Names of the outputs of a node that has several."""
        from onnx import helper

        names = [f"{operator}.{len(self._nodes)}.{number}" for number in range(count)]
        self._nodes.append(helper.make_node(operator, inputs, names, name=names[0], domain=domain, **options))
        return names

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        import numpy as np
        from onnx import numpy_helper

        if not any(constant.name == name for constant in self._constants):
            self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _rows_to_int8(rows: Vectors, top: int) -> tuple[NDArray[np.int8], Vectors]:
    """Whole numbers, and for each row the scale (shape (rows, 1)) that brings them back; the largest becomes `top`."""
    import numpy as np

    scales = np.abs(rows).max(axis=1, keepdims=True) / np.float32(top)
    scales[scales == 0] = 1
    return np.rint(rows / scales).astype(np.int8), scales
