"""The cross-encoder as torch trains it: the published int8 weights as they are, the biases and norms free to move.

Only one-dimensional parameters are trained (Ben Zaken et al. 2022, BitFit): 61,000 of 33 million. They are float32 in
the published ONNX file, so that what is learnt is put into it without a new file of weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

LONGEST = 128
"""Tokens of a pair; of a longer one the longer of the two is cut."""
WHOLE = ("word", "position", "token_type")


class TrainableEncoder:
    """BERT with one output, from an ONNX folder; on the GPU where there is one."""

    def __init__(self, folder: Path) -> None:
        """Read `model.onnx` and `tokenizer.json`."""
        import torch
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertForSequenceClassification

        weights = published(folder / "model.onnx")
        width, wide = weights["bert.encoder.layer.0.output.dense.weight"].shape
        config = BertConfig(
            vocab_size=len(weights["bert.embeddings.word_embeddings.weight"]),
            hidden_size=width, intermediate_size=wide, num_hidden_layers=12, num_attention_heads=12,
        )  # fmt: skip
        config.num_labels = 1
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = BertForSequenceClassification(config)
        self.model.load_state_dict({name: torch.tensor(value) for name, value in weights.items()}, strict=False)
        torch.nn.Module.to(self.model, self.device)
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(parameter.ndim == 1 or name == "classifier.weight")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        self._tokenizer.enable_padding()

    def read(self, question: Sequence[str], sentences: Sequence[str]) -> Tensor:
        """Logits of shape (len(sentences),) of the pairs."""
        import torch

        encoded = self._tokenizer.encode_batch(list(zip(question, sentences, strict=True)))
        rows = (("input_ids", "ids"), ("token_type_ids", "type_ids"), ("attention_mask", "attention_mask"))
        inputs = {
            name: torch.tensor([getattr(pair, field) for pair in encoded], device=self.device) for name, field in rows
        }
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            logits: Tensor = self.model(**inputs).logits[:, 0]
        return logits.float()

    def score(self, questions: Sequence[str], sentences: Sequence[str], batch: int = 256) -> NDArray[np.float32]:
        """Logits of pairs, read in batches of like length without training."""
        import torch

        self.model.train(mode=False)
        order = sorted(range(len(sentences)), key=lambda at: len(questions[at]) + len(sentences[at]))
        found = np.zeros(len(sentences), dtype=np.float32)
        with torch.no_grad():
            for start in range(0, len(order), batch):
                some = order[start : start + batch]
                logits = self.read([questions[at] for at in some], [sentences[at] for at in some])
                found[some] = logits.cpu().numpy()
        return found

    def learnt(self) -> dict[str, NDArray[np.generic]]:
        """The trained parameters by their names in the ONNX file, the one matrix among them as int8 like all there."""
        free = ((name, item) for name, item in self.model.named_parameters() if item.requires_grad)
        found = {name: item.detach().cpu().numpy().astype(np.float32) for name, item in free}
        last = found.pop("classifier.weight")
        scale = np.float32(np.abs(last).max() / 127)
        return {
            **found,
            "classifier.weight_scale": np.array(scale, np.float32),
            "classifier.weight_quantized": np.round(last / scale).astype(np.int8).T.copy(),
        }


def published(file: Path) -> Mapping[str, NDArray[np.float32]]:
    """The weights of an int8 ONNX file by the names that transformers gives them, as float32.

    The biases and norms keep their names in the file. A matrix is named by the node that multiplies by it, and stands
    there as `int8`, scale and zero point, its rows and columns changed.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(file)).graph
    held = {item.name: numpy_helper.to_array(item) for item in graph.initializer}

    def whole(name: str) -> Any:
        zero = held[f"{name}_zero_point"].astype(np.float32)
        return (held[f"{name}_quantized"].astype(np.float32) - zero) * held[f"{name}_scale"]

    found = {
        name: value for name, value in held.items() if value.dtype == np.float32 and name.endswith(("bias", "weight"))
    }
    for kind in WHOLE:
        name = f"bert.embeddings.{kind}_embeddings.weight"
        found[name] = whole(name)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            place = node.name.strip("/").replace("/", ".").rpartition(".")[0]
            found[f"{place}.weight"] = whole(node.input[1].removesuffix("_quantized")).T.copy()
    return found
