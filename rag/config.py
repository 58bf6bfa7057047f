"""Every setting in one frozen record, and where its value came from.

Read once at the edge (page, command line, `open_assistant`) and spent there: no stage takes a Config. The order
is: the defaults below, those of the profile, `footnote.toml` in the working folder, environment `FOOTNOTE_<NAME>`,
flags.
"""

# long because every setting stands in one place, and is read there

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "footnote.toml"
PREFIX = "FOOTNOTE_"
MAY_BE_EMPTY = ("model", "api_key", "index_url", "index_token", "page_password", "page_hosts")
ADDRESS = re.compile(r"https?://(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?(/[\w./~-]*)?", re.ASCII | re.IGNORECASE)
"""An address without a user's name, a query or a fragment, so that it holds no secret and may be shown."""
HOSTS = re.compile(r"(?:\s*(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)\s*(?:,|$))*", re.ASCII)
SHORTEST_PASSWORD = 8
PROFILES: Mapping[str, Mapping[str, object]] = {
    "fast": {"rerank": 5},
    "balanced": {},
    "best": {"rerank": 50, "rerank_seconds": 15.0},
}
"""Settings that a profile gives unless they are given by hand; docs/retrieval.md has what each costs and finds."""
USUAL = "balanced"
CHOICES: Mapping[str, tuple[str, ...]] = dict.fromkeys(("maintain", "keep_declined"), ("auto", "on", "off"))
"""Settings that take one of a few words."""


def default_models_folder() -> Path:
    """The user's cache folder, so that every checkout shares the weights."""
    from platformdirs import user_cache_path

    return user_cache_path("footnote") / "models"


def _setting(
    default: Any, unit: str, low: float | None = None, high: float | None = None, *, secret: bool = False
) -> Any:
    """A field with what it means and the range it may take (both ends included)."""
    metadata = {"unit": unit, "low": low, "high": high}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings; see each for unit and range. Figures behind the defaults: docs/decisions.md.

    What a profile gives is filled in by `load_settings`; a Config made by hand holds what it is given.
    """

    corpus: Path = _setting(Path("corpus"), "folder with the articles")
    index: Path = _setting(Path("index"), "folder of the index; made by sync, safe to delete")
    index_url: str = _setting(
        "", "address of a Chroma server (http://127.0.0.1:8000) that holds the collections; empty: they are in `index`"
    )
    index_token: str = _setting("", "key for that server or the proxy before it; never printed", secret=True)
    models: Path = _setting(default_models_folder, "folder of the weights")

    provider: str = _setting(
        "local",
        "who writes: local, none, a path to a .gguf file, an OpenAI-compatible address (http://…/v1), "
        "or a name for LangChain's init_chat_model such as openai:gpt-4o-mini",
    )
    model: str = _setting("", "model name to ask an OpenAI-compatible address for; empty: the first it lists")
    api_key: str = _setting("", "key for an OpenAI-compatible address; never printed", secret=True)
    provider_timeout: float = _setting(
        60.0, "seconds until the chat model's first word, all tries together, and again until its last", 1, 3600
    )
    answer_tokens: int = _setting(220, "tokens the chat model may write at most", 16, 4096)

    embedder: str = _setting("all-MiniLM-L6-v2-int8", "embedding model: a name of `python -m rag models`, or a folder")
    cross_encoder: str = _setting(
        "ms-marco-MiniLM-L-12-v2", "cross-encoder: a name of `python -m rag models`, or a folder"
    )
    threads: int = _setting(0, "processor threads for the models; 0: all cores", 0, 256)

    profile: str = _setting(
        USUAL, f"how closely is read before an answer: {', '.join(PROFILES)}; gives the defaults of other settings"
    )
    # 120 words with title and day stay under the 256 tokens the embedder reads; on TIME (dev) 200 words rank
    # documents 0.01 nDCG@10 better, but a cross-encoder reads 120-word pairs twice as fast.
    chunk_words: int = _setting(120, "words of a chunk at most, unless one sentence is longer", 20, 400)
    candidates: int = _setting(30, "chunks taken from each channel", 1, 1000)
    rerank: int = _setting(20, "chunks the cross-encoder reads", 1, 200)
    # Twenty chunks take 0.2 s on two cores; the limit is for machines and settings where they take much longer, and for
    # questions that waited for others.
    rerank_seconds: float = _setting(
        2.0, "seconds after the question came from which it begins no further chunk", 0.1, 600
    )
    evidence_sentences: int = _setting(24, "sentences the answer may rest on, neighbours not counted", 1, 40)
    evidence_tokens: int = _setting(
        450, "tokens of evidence at most; the local model reads about 60 a second", 50, 8000
    )
    answer_threshold: float = _setting(
        -2.0, "lowest cross-encoder logit at which a question is answered; docs/calibration.md has the curve", -15, 15
    )
    # From here on an article is also named as newer on the subject, and its day taken for that of an event.
    write_threshold: float = _setting(
        2.0, "the same from which the chat model writes; below, the articles' own words are shown", -15, 15
    )

    # 100 questions take 28 MB: the passages found for each 0.26 MB, its 100 scores 20 kB.
    remember: int = _setting(
        100, "questions whose findings are kept, so that asking again costs next to nothing; 0: none", 0, 100_000
    )
    waiting: int = _setting(20, "questions that may wait for the processor; more are turned away", 1, 1000)

    fetch_timeout: float = _setting(20.0, "seconds until an address that says nothing is given up", 1, 600)
    fetch_megabytes: int = _setting(20, "size of a page or feed at most, unpacked, in MB", 1, 1000)
    fetch_delay: float = _setting(1.0, "seconds between two requests to one host at least", 0, 60)
    private_addresses: int = _setting(
        0, "1: addresses on this machine and in its network may be read; for tests only", 0, 1
    )

    feedback: Path = _setting(
        Path("feedback.sqlite"), "file with what readers say of answers; without a folder: in the index folder"
    )
    maintain: str = _setting(
        "auto", "the maintainers' tab of the page: auto (only where the page is on loopback), on, off"
    )
    keep_declined: str = _setting(
        "auto", "count declined questions in the file `feedback`: auto (only where the page is on loopback), on, off"
    )
    upload_megabytes: int = _setting(200, "size of a file uploaded on the maintainers' tab at most, in MB", 1, 10_000)
    host: str = _setting("127.0.0.1", "address the page binds to")
    port: int = _setting(7860, "port of the page", 1, 65535)
    page_password: str = _setting(
        "", "password of the page and its endpoints; empty: none on loopback, beyond it one is made up", secret=True
    )
    page_hosts: str = _setting(
        "", "further names, comma between, under which others reach the page, as through a proxy on this machine"
    )
    # A question on the page takes one, as an MCP tool four. This machine answers fewer.
    page_requests: int = _setting(
        60, "questions and calls a minute from one address at most; 0: any number; not counted on loopback", 0, 100_000
    )

    @property
    def feedback_file(self) -> Path:
        """Where `feedback` lies."""
        return self.index / self.feedback

    def digest(self) -> str:
        """12 hex digits over all settings that can change an answer."""
        skip = {
            "corpus",
            "index",
            "index_url",
            "index_token",
            "models",
            "api_key",
            "feedback",
            "host",
            "port",
            "page_password",
            "page_hosts",
            "page_requests",
            "threads",
        }
        skip |= {"private_addresses", "profile", "remember", "waiting"}  # what a profile gives is counted itself
        skip |= {"maintain", "keep_declined", "upload_megabytes"}
        parts = [
            f"{item.name}={getattr(self, item.name)}"
            for item in fields(self)
            if item.name not in skip and not item.name.startswith("fetch_")
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


NAMES: tuple[str, ...] = tuple(item.name for item in fields(Config))
SECRET = frozenset(item.name for item in fields(Config) if not item.repr)


@dataclass(frozen=True, slots=True)
class Settings:
    """A Config and, for each name, where its value came from."""

    config: Config
    origins: Mapping[str, str]


def load_settings(
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Read the settings that are in force.

    Args:
        flags: values given by hand, by name; None values count as not given.
        environ: the environment, usually `os.environ`; None reads nothing.
        folder: where `footnote.toml` is looked for; None reads no file.

    Raises:
        ConfigError: a name is unknown or a value cannot be used.
    """
    values: dict[str, object] = {}
    origins = dict.fromkeys(NAMES, "default")
    for origin, given in _layers(flags or {}, environ or {}, folder):
        for name, value in given.items():
            values[name] = _convert(name, value, origin)
            origins[name] = origin.format(NAME=name.upper(), flag="--" + name.replace("_", "-"))
    _fill_in(values, origins)
    return Settings(Config(**values), origins)  # type: ignore[arg-type]


def _fill_in(values: dict[str, object], origins: dict[str, str]) -> None:
    """Add what the profile gives to the values given by hand, which stay as they are."""
    profile = values.get("profile", USUAL)
    if profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise ConfigError(f"profile = {profile!r} (from {origins['profile']}) is not a profile; there are {known}")
    for name, value in PROFILES[str(profile)].items():
        if name not in values:
            values[name], origins[name] = value, f"profile {profile}"


def _layers(
    flags: Mapping[str, object], environ: Mapping[str, str], folder: Path | None
) -> list[tuple[str, dict[str, object]]]:
    """The layers from weakest to strongest, each with the form its origin is shown in."""
    from_file: dict[str, object] = {}
    file = folder / FILE if folder else None
    if file and file.is_file():
        try:
            from_file = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f'{file}: not valid TOML ({error}); write lines such as provider = "none"') from None
    from_environ = {key[len(PREFIX) :].lower(): value for key, value in environ.items() if key.startswith(PREFIX)}
    layers: list[tuple[str, dict[str, object]]] = [
        (FILE, from_file),
        (PREFIX + "{NAME}", dict(from_environ)),
        ("{flag}", {key: value for key, value in flags.items() if value is not None}),
    ]
    for origin, given in layers:
        for name in given:
            if name not in NAMES:
                shown = origin.format(NAME=name.upper(), flag="--" + name.replace("_", "-"))
                shown = f"{FILE}: {name}" if origin == FILE else shown
                raise ConfigError(f"{shown} is not a setting; the settings are: {', '.join(NAMES)}")
    return layers


def _convert(name: str, value: object, origin: str) -> object:
    """The value in its field's type, within its range."""
    wanted = next(item for item in fields(Config) if item.name == name)
    kind = str(wanted.type)
    shown = origin.format(NAME=name.upper(), flag="--" + name.replace("_", "-"))
    if kind in ("int", "float"):
        try:
            number = int(str(value)) if kind == "int" else float(str(value))
        except ValueError:
            what = "a whole number" if kind == "int" else "a number"
            raise ConfigError(f"{name} = {value!r} (from {shown}) is not {what}") from None
        low, high = wanted.metadata["low"], wanted.metadata["high"]
        if not low <= number <= high:
            raise ConfigError(f"{name} = {value} (from {shown}) is outside {low} to {high}")
        return number
    if not isinstance(value, str | Path) or (not str(value).strip() and name not in MAY_BE_EMPTY):
        raise ConfigError(f"{name} = {'…' if name in SECRET else repr(value)} (from {shown}) is not a text")
    if kind != "Path":
        return _text(name, str(value).strip(), shown)
    try:
        return Path(value).expanduser()
    except RuntimeError:  # "~someone" who has no home here
        raise ConfigError(f"{name} = {value!r} (from {shown}) names a home folder that does not exist") from None


def _text(name: str, value: str, shown: str) -> str:
    """The text, where it can be what it is to be. A message never holds what may be a key."""
    if name == "index_url" and value and not ADDRESS.fullmatch(value):
        what = "holds more than an address" if re.search("[@?#]", value) else f"= {value!r}"
        raise ConfigError(
            f"index_url {what} (from {shown}), but must be the address of a Chroma server such as "
            "http://127.0.0.1:8000; a key for it goes into index_token"
        )
    if name in CHOICES and value not in CHOICES[name]:
        raise ConfigError(f"{name} = {value!r} (from {shown}) is not one of {', '.join(CHOICES[name])}")
    if name in ("index_token", "page_password") and not re.fullmatch("[!-~]*", value):
        what = "holds a sign that cannot be sent; a key is ASCII, without spaces"
        raise ConfigError(f"{name} = … (from {shown}) {what}")
    if name == "page_password" and value and len(value) < SHORTEST_PASSWORD:
        raise ConfigError(f"page_password = … (from {shown}) is too short; take {SHORTEST_PASSWORD} signs or more")
    if name == "page_hosts" and not HOSTS.fullmatch(value):
        what = "is not a list of names such as news.example, without scheme and port"
        raise ConfigError(f"page_hosts = {value!r} (from {shown}) {what}")
    return value
