"""One base; a CorpusError is composed of its parts; missing weights name the command that brings them.

The messages of the other errors are asserted, whole, where the code that raises them is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag import errors
from rag.errors import CorpusError, ModelMissing, ModelUnavailable, RagError
from rag.models.cross_encoder import OnnxCrossEncoder
from rag.models.embedder import SentenceEmbedder

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "ConfigError",
    "CorpusError",
    "IndexBusy",
    "IndexMismatch",
    "IndexMissing",
    "IndexUnavailable",
    "InvalidQuery",
    "ModelMissing",
    "ModelUnavailable",
    "Overloaded",
    "ReceiptUnreadable",
}


def test_every_error_is_a_rag_error_and_there_are_few() -> None:
    children = {cls.__name__ for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, RagError)}
    assert children == NAMES | {"RagError"}
    assert {cls.__name__ for cls in RagError.__subclasses__()} == NAMES


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        (0, "", "a.md: is empty"),
        (3, "", "a.md:3: is empty"),
        (0, "kind", "a.md: kind: is empty"),
        (3, "kind", "a.md:3: kind: is empty"),
    ],
)
def test_a_corpus_error_says_where(line: int, field: str, message: str) -> None:
    error = CorpusError("a.md", "is empty", line=line, field=field)
    assert str(error) == message
    assert (error.path, error.reason, error.line, error.field) == ("a.md", "is empty", line, field)


@pytest.mark.parametrize("retry", [True, False])
def test_an_unavailable_model_says_whether_to_try_again(retry: bool) -> None:
    error = ModelUnavailable("no answer", retry=retry)
    assert (str(error), error.retry) == ("no answer", retry)


def test_a_folder_without_an_embedding_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        SentenceEmbedder(tmp_path)
    assert str(caught.value) == (
        f"no sentence-transformers model in {tmp_path}; run `python -m rag models`, or set embedder to a model's folder"
    )


@pytest.mark.parametrize(("there", "absent"), [([], "model.onnx"), (["model.onnx"], "tokenizer.json")])
def test_a_folder_without_a_cross_encoder(tmp_path: Path, there: list[str], absent: str) -> None:
    for name in there:
        (tmp_path / name).touch()
    with pytest.raises(ModelMissing) as caught:
        OnnxCrossEncoder(tmp_path)
    assert str(caught.value) == (
        f"no {absent} in {tmp_path}; run `python -m rag models`, or set cross_encoder to a folder with an ONNX model"
    )
