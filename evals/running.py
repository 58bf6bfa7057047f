"""What the eval commands share: an assistant over the shipped articles, in an index of its own."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.assistant import Assistant
from rag.config import Config, load_settings
from rag.opening import open_assistant, open_library

ROOT = Path(__file__).parent.parent


@contextmanager
def assistant_over(*folders: Path, **settings: object) -> Iterator[tuple[Assistant, Config]]:
    """An assistant over the articles below `folders`, indexed from nothing; settings over those in the environment."""
    with TemporaryDirectory() as index:
        config = load_settings({**settings, "index": index}, os.environ).config
        library, _ = open_library(config)
        library.sync(folders)
        library.close()
        assistant = open_assistant(config)
        assistant.warm_up()
        yield assistant, config
        assistant.close()


def bootstrap(values: Sequence[float], rounds: int = 2000, seed: int = 7) -> tuple[float, float]:
    """95 % interval of the mean of `values` by resampling (percentile method); (0, 0) if there are none."""
    if not values:
        return (0.0, 0.0)
    draw = random.Random(seed)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(rounds))
    return (means[int(rounds * 0.025)], means[int(rounds * 0.975) - 1])
