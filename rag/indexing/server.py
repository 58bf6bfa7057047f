"""An index on a Chroma server: the same collections, read and written over HTTP.

What the files of a folder need, a gate and room on the disk, is the server's own business. What it does not see to is
that one sync writes at a time; see lease.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from ..errors import IndexUnavailable
from .lease import Lease

if TYPE_CHECKING:
    from chromadb.api.client import Client

API = "/api/v2"
GREETING = 10.0
"""Seconds until a server that says nothing to the first request is given up."""
PATIENCE = 60.0
"""Seconds until one that was there is; as long as for the other process at a folder, see gate.py."""


class Server:
    """A Chroma server; see `chroma.Place`. Safe to share between threads; one sync at a time.

    Attributes:
        url: its address, without a slash at the end; it holds no key and may be shown.
    """

    def __init__(self, url: str, token: str = "") -> None:
        """Take an address (http or https, a path in front of the server's own if need be) and a key, if it wants one.

        The key is sent as `Authorization: Bearer` and as `x-chroma-token`.
        """
        self.url = url.rstrip("/").removesuffix(API)
        self._headers = {"Authorization": f"Bearer {token}", "x-chroma-token": token} if token else {}
        self._lease: Lease | None = None

    @property
    def where(self) -> str:
        """Where it is, in words."""
        return f"on {self.url}"

    # ------------------------------------------------------------ connections

    def connect(self) -> Client:
        """A client, of a server that has answered.

        Raises:
            IndexUnavailable: it cannot be reached, wants a key, or is no Chroma server.
        """
        import chromadb
        from chromadb.config import Settings

        with self.reading():
            self._greet()
            settings = Settings(anonymized_telemetry=False)
            try:
                client = cast("Client", chromadb.HttpClient(self.url, headers=dict(self._headers), settings=settings))
            except ValueError as error:  # how its checks of tenant and database end
                raise self._no_chroma(str(error)) from None
        # Without this a client waits for ever; chromadb has no setting for it.
        for session in _sessions(client):
            session.timeout = PATIENCE
        return client

    def disconnect(self, client: Client) -> None:
        """Close the connections; chromadb's own `close` leaves them open."""
        for session in _sessions(client):
            session.close()
        client.close()

    def _greet(self) -> None:
        import httpx

        reply = httpx.get(f"{self.url}{API}/heartbeat", headers=self._headers, timeout=GREETING)
        if reply.status_code in (401, 403):
            raise IndexUnavailable(
                f"the server {self.where} does not let us in (HTTP {reply.status_code}); set index_token to its key"
            )
        if reply.status_code != 200 or "nanosecond heartbeat" not in reply.text[:200]:
            raise self._no_chroma(f"HTTP {reply.status_code}")

    # ------------------------------------------------------------ reading and writing

    def stamp(self) -> int:
        """Always the same: collections that were made anew are told by their ids."""
        return 1

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The server keeps its readers and writers apart itself."""
        yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn what HTTP and Chroma raise into an error that says what to do."""
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise IndexUnavailable(
                f"the index server {self.url} cannot be reached ({_told(error)}); start it, or set index_url to where "
                'it runs ("" for the index in the folder), then try again'
            ) from None
        except json.JSONDecodeError:
            raise self._no_chroma("no JSON") from None
        except ChromaError as error:
            raise self._refused(error) from None
        except Exception as error:
            if type(error) is not Exception:  # chromadb raises a bare one for an answer it does not know
                raise
            raise self._refused(error) from None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The same for a write, which is only begun while no other machine has taken over."""
        if self._lease:
            self._lease.check()
        with self.reading():
            yield

    @contextmanager
    def sole(self) -> Iterator[None]:
        """Hold the lease, so that no other machine writes meanwhile.

        Raises:
            IndexBusy: another one does.
            IndexUnavailable: the server cannot be reached.
        """
        client = self.connect()
        try:
            with self.reading():
                lease = Lease(client, self.where)
                lease.take()
            self._lease = lease
            with lease.renewed():
                yield
        finally:
            self._lease = None
            self.disconnect(client)

    def _no_chroma(self, answer: str) -> IndexUnavailable:
        return IndexUnavailable(
            f"{self.url} answers, but not as a Chroma server of version 1 or later does ({answer}); "
            "set index_url to the address that `chroma run` prints"
        )

    def _refused(self, error: Exception) -> IndexUnavailable:
        return IndexUnavailable(
            f"the index server {self.url} could not do what was asked ({_told(error)}); see its log, then try again; "
            "what the index held before is as it was"
        )


def _sessions(client: Client) -> list[Any]:
    """The HTTP connections of a client: its own, and those of the part that looks up tenant and database."""
    return [cast("Any", part)._server._session for part in (client, client._admin_client)]


def _told(error: Exception) -> str:
    """The first line of what an error says, or its name."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
