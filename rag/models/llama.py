"""The home of xllamacpp, the llama.cpp server inside the process; it listens on loopback under a key drawn at start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from ..errors import ModelUnavailable

CONTEXT = 4096
"""Tokens of prompt and answer; 28 kB of memory each with the default model."""
BATCH = 256
"""Tokens of the prompt read at once; half the library's default, which saves memory and costs no time on two cores."""
SPINS = "1000"
"""Looks of one of llama.cpp's threads for the others before it sleeps, once for each of some 500 parts of a token.
OpenMP's own number is 300,000: a thread then burns its core while the one it waits for has none. Tokens a second in
turn (medians of six times 3 s) where other processes took 0.7 of two cores: 0.46 with that number, 2.4 with 10,000, 3.8
with 1,000, 3.8 with none; processor seconds a token 1.05, 0.23, 0.15, 0.14. A few looks are left for a machine
at rest; what any of these costs there has not been measured. llama.cpp's `cpuparams.poll` changes nothing (0.2 and 0.5
with 0): its wheel is built on OpenMP, which does the waiting."""


def let_threads_sleep() -> None:
    """Set SPINS, unless the user has decided; OpenMP reads it as it is loaded, and torch may load it before us."""
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", SPINS)


def serve(weights: Path, threads: int) -> tuple[Any, str, str]:
    """A running server, which ends when nothing holds it; its address and key.

    Args:
        weights: the .gguf file.
        threads: processor threads; 0 leaves it to llama.cpp, which takes the physical cores.

    Raises:
        ModelUnavailable: the weights cannot be loaded.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx, params.n_batch, params.n_ubatch, params.n_parallel = CONTEXT, BATCH, BATCH, 1
    params.cache_ram_mib = 0  # no copies of old prompts beside the live one
    if threads:
        params.cpuparams.n_threads = threads
    key = secrets.token_hex(16)
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    params.ui, params.verbosity = False, 0
    try:
        server = xllamacpp.Server(params)
    except Exception as error:
        brief = " ".join(str(error).split())[:200]
        raise ModelUnavailable(
            f"{weights} cannot be loaded ({brief}); run `python -m rag models` to check it", retry=False
        ) from error
    return server, str(server.listening_address), key
