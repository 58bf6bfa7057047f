"""Passes of a model, one thread each and side by side: a tiny graph of our own, x · scale."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper, save

from rag.models.onnx_model import OnnxModel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    nodes = [helper.make_node("Mul", ["x", "scale"], ["y"])]
    places = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in ("x", "y")]
    scale = numpy_helper.from_array(np.array([2], np.float32), "scale")
    graph = helper.make_graph(nodes, "scaled", places[:1], places[1:], [scale])
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), tmp_path / "model.onnx")
    return tmp_path / "model.onnx"


ONES = np.ones(2, np.float32)


def test_inputs_that_it_does_not_take_are_left_out(file: Path) -> None:
    assert OnnxModel(file)(x=ONES, mask=ONES).tolist() == [2, 2]


def test_weights_take_the_place_of_its_own_in_that_model_alone(file: Path) -> None:
    other = OnnxModel(file, weights={"scale": np.array([5], np.float32)})
    assert (other(x=ONES).tolist(), OnnxModel(file)(x=ONES).tolist()) == ([5, 5], [2, 2])


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_what_is_run_side_by_side_comes_in_order(file: Path, count: int) -> None:
    model = OnnxModel(file, threads=3)
    found = model.side_by_side(lambda x: model(x=np.array([x], np.float32)).item(), range(count))
    assert list(found) == [2.0 * x for x in range(count)]


def test_as_many_run_at_once_as_there_are_threads(file: Path) -> None:
    meeting = threading.Barrier(3)
    assert sorted(OnnxModel(file, threads=3).side_by_side(lambda _: meeting.wait(10), range(3))) == [0, 1, 2]


def test_what_fails_is_told(file: Path) -> None:
    def fail(item: int) -> int:
        raise ValueError(str(item))

    with pytest.raises(ValueError, match="0"):
        list(OnnxModel(file).side_by_side(fail, range(2)))
