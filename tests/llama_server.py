"""A llama.cpp server in a process of its own, as a user would run it: prints its address, ends with its input.

python tests/llama_server.py WEIGHTS KEY CONTEXT
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType


class LlamaServer:
    """The process, for tests; `with LlamaServer(weights, key) as server` waits until it listens, and kills it."""

    def __init__(self, weights: Path, key: str, context: int = 4096) -> None:
        command = [sys.executable, __file__, str(weights), key, str(context)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"GOMP_SPINCOUNT": "1000"},  # see rag/models/llama.py; the machine may be busy
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip() + "/v1"

    def __enter__(self) -> LlamaServer:
        return self

    def kill(self) -> None:
        """Kill it as the machine would when memory runs out."""
        self.process.kill()
        self.process.wait(10)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def main(weights: str, key: str, context: str) -> None:
    """Serve until the input ends."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = weights
    params.n_ctx, params.n_batch, params.n_ubatch, params.n_parallel = int(context), 256, 256, 1
    params.model_alias = {"served"}
    params.cache_ram_mib = 0
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    params.ui, params.verbosity = False, 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)  # noqa: T201
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
