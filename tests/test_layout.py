"""The layout holds: who may know whom, where each outside library lives, what is loaded late, how long files may be.

The table of DESIGN.md §3 stands here as data; imports are read with `ast`, also those in functions and for types.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    [*ROOT.glob("rag/**/*.py"), *ROOT.glob("evals/**/*.py"), *ROOT.glob("benchmarks/**/*.py"), ROOT / "ui.py"]
)

LEAVES = {"rag.records", "rag.errors", "rag.config", "rag.wire", "rag.stopwatch"}
ROOMS = {"rag.reading", "rag.indexing", "rag.retrieval", "rag.answering", "rag.models"}
COMPOSERS = {"rag", "rag.library", "rag.intake", "rag.status", "rag.assistant", "rag.opening", "rag.receipts"}
EDGES = {
    "rag.cli",
    "rag.options",
    "rag.__main__",
    "rag.terminal",
    "rag.repeat",
    "rag.page",
    "rag.serving",
    "ui",
    "evals",
    "benchmarks",
}

MAY_KNOW = {
    "step": {"rag.records", "rag.errors"},  # and files of its own room
    "leaf": LEAVES,
    "composer": LEAVES | ROOMS | COMPOSERS,
    "edge": LEAVES | COMPOSERS | EDGES,
}
ALSO = {
    "rag.cli": {"rag.models.weights", "rag.models.manifest"},  # brings the weights
    "rag.page.maintain.taking": {"rag.reading.archives"},  # says which files are read
    "rag.page.maintain.allowed": {"rag.serving.password"},  # the tab has a password of its own
    "evals.calibrate": {"rag.answering.whether.absent", "rag.retrieval.pool"},  # measures these steps by themselves
    "evals.risk": {"rag.answering.refuse", "rag.retrieval.parts"},  # likewise
    "evals.grounding": {"rag.answering.verify", "rag.answering.support.grounds"},  # likewise
    "evals.ladder": {"rag.answering.support.shared", "rag.models.weights"},  # likewise; trains on published weights
    "evals.answers": {"rag.answering.verify"},  # its content words
    "evals.ablation": {"rag.retrieval.search"},  # leaves parts of it out
    "evals.days": {"rag.retrieval.when"},  # leaves out questions that name a time
    "evals.footnote": {
        "rag.answering.calls.replies",  # whether a model was reached and would not answer
        "rag.retrieval.rewrite",  # earlier questions as they would have been asked
    },
    "evals.sets.planted": {
        "rag.reading.files",
        "rag.reading.load",
        "rag.reading.clean",
        "rag.reading.chunk",
    },  # offsets of quotes
    "evals.recipes.shelf": {"rag.reading.chunk", "rag.retrieval.passages"},  # cuts articles in other ways
    "evals.recipes.answering": {"rag.retrieval.evidence", "rag.retrieval.pool"},  # likewise
    "evals.recipes.twofold": {"rag.retrieval.parts"},  # knows by it which questions are two
    "evals.recipes.grid": {
        "rag.retrieval.evidence",
        "rag.retrieval.passages",
        "rag.retrieval.recency",
    },  # the product's own constants
    "evals.recipes.kitchen": {
        "rag.retrieval.folding",
        "rag.retrieval.parts",
        "rag.retrieval.recency",
        "rag.retrieval.times.narrow",
    },  # steps of the product that are parts of a recipe
    "evals.tuning.examples": {"rag.reading.chunk", "rag.retrieval.alike", "rag.retrieval.pool"},  # trains on the same
    "evals.cleaning": {"rag.reading.load", "rag.reading.clean"},  # measures them
    "evals.copies": {"rag.indexing.copies"},  # likewise
    "benchmarks.copies": {"rag.indexing.copies", "rag.indexing.near"},  # likewise
    "benchmarks.scale": {  # measures the index by itself
        "rag.indexing.chroma",
        "rag.indexing.embedded",
        "rag.indexing.keyword",
        "rag.indexing.rows",
        "rag.indexing.server",
        "rag.indexing.store",
        "rag.indexing.writer",
    },
    "evals.llm_judge": {"rag.answering.write"},  # the type of a chat model
    "benchmarks.embedding": {"rag.models.onnx_module"},  # likewise
    "benchmarks.answer": {  # likewise
        "rag.answering.extract",
        "rag.answering.likely",
        "rag.answering.prompts",
        "rag.retrieval.evidence",
        "rag.retrieval.pool",
    },
}

HOMES = {
    "chromadb": {
        "rag.indexing.chroma",
        "rag.indexing.store",
        "rag.indexing.embedded",
        "rag.indexing.server",
        "rag.indexing.lease",
        "benchmarks.bare",
    },
    "filelock": {"rag.indexing.gate", "rag.indexing.sync", "rag.models.weights"},
    "bm25s": {"rag.indexing.keyword", "evals.recipes", "benchmarks.scale", "benchmarks.bare"},
    "rapidfuzz": {"rag.retrieval.spelling"},
    "Stemmer": {"rag.indexing.keyword", "evals.recipes", "benchmarks.scale", "benchmarks.bare"},
    "datasketch": {"rag.indexing.copies", "benchmarks.copies"},
    "sentencex": {"rag.reading.chunk", "evals"},
    "markdown_it": {"rag.reading.plain.markdown"},
    "yaml": {"rag.reading.plain.markdown"},
    "charset_normalizer": {"rag.reading.plain.charset"},
    "trafilatura": {"rag.reading.pages", "evals.cleaning"},
    "lxml": {"rag.reading.pages", "rag.reading.web.feed_tree", "rag.reading.web.sitemaps"},
    "pypdf": {"rag.reading.printed.pdf"},
    "py3langid": {"rag.reading.known.language"},
    "httpx": {"rag.reading.web", "rag.indexing.server"},
    "httpcore": {"rag.reading.web"},
    "protego": {"rag.reading.web.robots"},
    "feedparser": {"rag.reading.web.feeds"},
    "watchfiles": {"rag.repeat"},
    "sentence_transformers": {"rag.models.embedder", "rag.models.onnx_module", "benchmarks.embedding"},
    "transformers": {"rag.models.embedder", "evals.checker", "evals.tuning"},
    "torch": {"rag.models.embedder", "rag.models.onnx_module", "evals.checker", "evals.tuning"},
    "onnx": {"rag.models.quantize", "evals.tuning"},
    "onnxruntime": {"rag.models.onnx_model", "evals.recipes", "benchmarks.bare"},
    "tokenizers": {"rag.models.cross_encoder", "rag.models.onnx_encoder", "evals", "benchmarks.bare"},
    "safetensors": {"rag.models.quantize"},
    "huggingface_hub": {"rag.models.download"},
    "xllamacpp": {"rag.models.llama"},
    "langchain": {"rag.models.chat"},
    "langchain_openai": {"rag.models.chat"},
    "openai": {"rag.models.chat"},
    "langchain_core": {
        "rag.models.chat",
        "rag.answering.prompts",
        "rag.answering.write",
        "rag.answering.calls.native",
        "rag.retrieval.langchain",
        "rag.assistant",  # the type of what `as_retriever` returns
        "evals.baseline",
    },
    "gradio": {"ui", "rag.page", "rag.serving.tools"},
    "starlette": {"ui"},
    "mcp": {"rag.serving.tools"},
    "typer": {"rag.cli"},
    "click": {"rag.cli", "rag.options", "evals.__main__", "evals.gate", "evals.ladder", "evals.recipes"},
    "rich": {"rag.terminal"},
    "platformdirs": {"rag.config", "evals.__main__", "evals.recipes", "benchmarks.varied"},
    "langchain_chroma": {"evals.baseline"},
    "langchain_text_splitters": {"evals.baseline"},
    "ir_measures": {"evals.retrieval"},
    "matplotlib": {"evals.plots", "evals.recipes.curve"},  # there only a type
    "sklearn": {"evals.ladder", "evals.checker"},
    "PIL": {"evals.plots"},
}
HEAVY = {
    "chromadb",
    "gradio",
    "starlette",
    "mcp",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "onnx",
    "onnxruntime",
    "openai",
    "sentence_transformers",
    "torch",
    "transformers",
    "datasketch",
    "feedparser",
    "httpx",
    "lxml",
    "py3langid",
    "pypdf",
    "trafilatura",
    "watchfiles",
}
LATE = {"rag.models.onnx_module"}
"""Files that are made of a heavy library's classes, so that they are themselves imported late, by nobody at once."""
LONGEST_FILE, LONGEST_FUNCTION = 200, 40


# ---------------------------------------------------------------- reading imports


@dataclass(frozen=True)
class Import:
    """What a file imports, by full name, and whether that happens as the file itself is imported."""

    importer: str
    imported: str
    at_once: bool


def name_of(path: Path) -> str:
    """The module's name: `rag.reading.load`, `rag.reading` for its `__init__.py`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in SOURCES}


def imports_of(path: Path) -> list[Import]:
    module, found = name_of(path), []
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {child for node in ast.walk(tree) if waits(node) for child in ast.walk(node)}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            inner = [f"{start}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else start for name in inner]
        found += [Import(module, name, node not in late) for name in names]
    return found


def waits(node: ast.AST) -> bool:
    """Whether what is inside is not run as the file is imported: a function, or a block for type checkers only."""
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
        isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    )


def below(module: str, *places: str) -> bool:
    return any(module == place or (place != "rag" and module.startswith(place + ".")) for place in places)


def layer_of(module: str) -> str:
    layers = {"leaf": LEAVES, "step": ROOMS, "composer": COMPOSERS, "edge": EDGES}
    (layer,) = [layer for layer, places in layers.items() if below(module, *places)] or ["none"]
    return layer


IMPORTS = [found for path in SOURCES for found in imports_of(path)]


# ---------------------------------------------------------------- who may know whom


def test_every_file_has_a_layer() -> None:
    assert [module for module in MODULES if layer_of(module) == "none"] == []


def test_who_may_know_whom() -> None:
    def allowed(found: Import) -> bool:
        room = [room for room in ROOMS if below(found.importer, room)]
        return below(found.imported, *MAY_KNOW[layer_of(found.importer)], *room, *ALSO.get(found.importer, ()))

    ours = [found for found in IMPORTS if found.imported.split(".")[0] in ("rag", "ui", "evals", "benchmarks")]
    assert len(ours) > 100
    assert [f"{found.importer} imports {found.imported}" for found in ours if not allowed(found)] == []


def test_the_exceptions_are_needed() -> None:
    used = {(found.importer, found.imported) for found in IMPORTS}
    assert [(who, whom) for who, several in ALSO.items() for whom in several if (who, whom) not in used] == []


def test_each_outside_library_has_its_home() -> None:
    strays = [
        f"{found.importer} imports {found.imported}"
        for found in IMPORTS
        if (homes := HOMES.get(found.imported.split(".")[0])) and not below(found.importer, *homes)
    ]
    assert strays == []


def test_heavy_libraries_are_imported_when_first_needed() -> None:
    heavy = [found for found in IMPORTS if found.at_once and found.imported.split(".")[0] in HEAVY]
    quick = [found for found in heavy if found.importer.split(".")[0] in ("rag", "ui") and found.importer not in LATE]
    assert [f"{found.importer} imports {found.imported}" for found in quick] == []
    assert [found.importer for found in IMPORTS if found.at_once and found.imported in LATE] == []


def test_importing_the_package_and_its_command_line_loads_nothing_heavy() -> None:
    code = f"import sys, rag, rag.cli, rag.library, rag.assistant, ui; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


# ---------------------------------------------------------------- small budgets


@pytest.mark.parametrize("path", [path for path in SOURCES if path.is_relative_to(ROOT / "rag")], ids=name_of)
def test_files_and_functions_are_short_or_say_why_not(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    if any(line.startswith("# long because ") for line in lines[:15]):
        return
    assert len(lines) <= LONGEST_FILE
    functions = [node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.FunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


# ---------------------------------------------------------------- the map in the README


def paths_in_map(readme: str) -> list[str]:
    """The files and folders of the fenced tree below "## Map".

    Each line is a name and a remark; a folder ends with "/" and what is in it stands further in.
    """
    section = readme.partition("\n## Map\n")[2].partition("\n## ")[0]
    tree = section.partition("```")[2].partition("\n")[2].partition("```")[0]
    found: list[str] = []
    parents: list[tuple[int, str]] = []
    for line in filter(str.strip, tree.splitlines()):
        name = line.lstrip(" │├└─").split()[0]
        indent = line.index(name)
        parents = [(place, folder) for place, folder in parents if place < indent]
        found.append((parents[-1][1] if parents else "") + name)
        if name.endswith("/"):
            parents.append((indent, found[-1]))
    return found


@pytest.mark.parametrize(
    "tree",
    [
        "rag/   code\n  cli.py   commands\n  reading/\n    load.py   files → text\n\nui.py   page\n",
        "rag/\n├── cli.py   commands\n├── reading/   in\n│   └── load.py\nui.py   page\n",
    ],
)
def test_how_the_map_is_read(tree: str) -> None:
    readme = f"# Footnote\n\n```\nmake chat\n```\n\n## Map\n\nText.\n\n```text\n{tree}```\n\n## Limits\n"
    assert paths_in_map(readme) == ["rag/", "rag/cli.py", "rag/reading/", "rag/reading/load.py", "ui.py"]


def test_the_map_names_what_there_is() -> None:
    named = paths_in_map((ROOT / "README.md").read_text(encoding="utf-8"))
    assert named, "README.md has no fenced tree under a heading `## Map`"
    assert [path for path in named if not (ROOT / path).exists()] == []
    code = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("rag/**/*.py")]
    inits = {path: path.removesuffix("__init__.py") for path in code if path.endswith("__init__.py")}
    missing = [path for path in code if path not in named and inits.get(path) not in named]
    assert [path for path in missing if path not in in_pages_of_folders()] == []


def in_pages_of_folders() -> set[str]:
    """Files that stand in the docstring of their folder's `__init__.py`; a folder within a room lists all of its."""
    found: set[str] = set()
    for init in ROOT.glob("rag/*/**/__init__.py"):
        docstring = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
        words = [line.split()[0] for line in docstring.splitlines() if line.startswith("    ")]
        named = [init.parent / word for word in words if word.endswith((".py", "/"))]
        assert [path for path in named if not path.exists()] == []
        if init.parent.parent.parent == ROOT / "rag":
            assert {*named} == {*init.parent.glob("*.py")} - {init}, init
        found |= {path.relative_to(ROOT).as_posix() for path in named}
        found |= {(path / "__init__.py").relative_to(ROOT).as_posix() for path in named if path.is_dir()}
    return found
