"""placeholder"""

from __future__ import annotations
import json
from pathlib import Path
from dataclasses import asdict
from .measuring import SetResult
from rag.config import Config


def write(results: list[SetResult], config: Config, split: str) -> str:
    lines = []
    for r in results:
        for system, figures in r.figures.items():
            for name, f in figures.items():
                lines.append(f"{r.eval_set.name} {system} {name}: {f.value:.3f} ({f.low:.3f}-{f.high:.3f}) n={f.n}")
    return "\n".join(lines)


def write_json(results: list[SetResult], file: Path) -> None:
    file.write_text(
        json.dumps(
            {
                r.eval_set.name: {s: {m: asdict(f) for m, f in fs.items()} for s, fs in r.figures.items()}
                for r in results
            },
            indent=1,
        )
    )


def write_readme(results: list[SetResult], config: Config) -> None: ...
