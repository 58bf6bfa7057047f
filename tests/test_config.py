"""Settings come from file, environment and flags, in this order; what cannot be used says where it stood."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import NAMES, PROFILES, SECRET, Config, Settings, default_models_folder, load_settings
from rag.errors import ConfigError

ALL = (
    "corpus, index, index_url, index_token, models, provider, model, api_key, provider_timeout, answer_tokens, "
    "embedder, cross_encoder, threads, profile, chunk_words, candidates, rerank, rerank_seconds, evidence_sentences, "
    "evidence_tokens, answer_threshold, write_threshold, remember, waiting, fetch_timeout, fetch_megabytes, "
    "fetch_delay, private_addresses, feedback, maintain, keep_declined, upload_megabytes, host, port, "
    "page_password, page_hosts, page_requests"
)


def from_file(folder: Path, content: str | bytes, **rest: dict[str, str]) -> Settings:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "footnote.toml").write_bytes(data)
    return load_settings(folder=folder, **rest)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings({}, {}, tmp_path)
    assert settings.config == Config() == load_settings().config
    assert settings.origins == dict.fromkeys(NAMES, "default")
    assert settings.config.models == default_models_folder()
    assert ", ".join(NAMES) == ALL


def test_file_then_environment_then_flags(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").write_text('port = 1\nhost = "a"\nthreads = 1\n', encoding="utf-8")
    environ = {"FOOTNOTE_HOST": "b", "FOOTNOTE_THREADS": "2", "PATH": "/bin", "footnote_port": "9"}
    settings = load_settings({"threads": 3, "port": None}, environ, tmp_path)
    config = settings.config
    assert (config.port, config.host, config.threads, config.rerank) == (1, "b", 3, Config().rerank)
    origins = {name: settings.origins[name] for name in ("port", "host", "threads", "rerank")}
    assert origins == {
        "port": "footnote.toml",
        "host": "FOOTNOTE_HOST",
        "threads": "--threads",
        "rerank": "default",
    }


@pytest.mark.parametrize(
    ("profile", "rerank", "seconds"), [("fast", 5, 2.0), ("balanced", Config().rerank, 2.0), ("best", 50, 15.0)]
)
def test_a_profile_gives_defaults(tmp_path: Path, profile: str, rerank: int, seconds: float) -> None:
    settings = from_file(tmp_path, f'profile = "{profile}"')
    assert (settings.config.profile, settings.config.rerank, settings.config.rerank_seconds) == (
        profile,
        rerank,
        seconds,
    )
    given = {name: settings.origins[name] for name in NAMES if settings.origins[name] != "default"}
    origin = f"profile {profile}"
    expected = {"fast": {"rerank": origin}, "balanced": {}, "best": {"rerank": origin, "rerank_seconds": origin}}
    assert given == {"profile": "footnote.toml", **expected[profile]}


def test_what_is_given_by_hand_wins_over_the_profile_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").write_text("rerank = 7\n", encoding="utf-8")
    settings = load_settings({"profile": "best"}, {"FOOTNOTE_RERANK_SECONDS": "2"}, tmp_path)
    assert (settings.config.rerank, settings.config.rerank_seconds) == (7, 2.0)
    assert [settings.origins[name] for name in ("profile", "rerank", "rerank_seconds")] == [
        "--profile",
        "footnote.toml",
        "FOOTNOTE_RERANK_SECONDS",
    ]


def test_what_a_profile_gives_is_in_range() -> None:
    for profile, given in PROFILES.items():
        by_hand = load_settings(dict(given)).config
        assert replace(by_hand, profile=profile) == load_settings({"profile": profile}).config


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("port", "8000", 8000),
        ("port", 65535, 65535),
        ("chunk_words", " 20 ", 20),
        ("answer_threshold", "-1.5", -1.5),
        ("answer_threshold", 15, 15.0),
        ("provider", " none ", "none"),
        ("model", "", ""),
        ("index_url", "", ""),
        ("index_url", " https://chroma.example/news ", "https://chroma.example/news"),
        ("index_url", "http://[::1]:8000", "http://[::1]:8000"),
        ("index_token", "ck-1_x", "ck-1_x"),
        ("index", "some/where", Path("some/where")),
        ("index", Path("x"), Path("x")),
        ("index", "~/x", Path.home() / "x"),
    ],
)
def test_a_value_gets_its_type(name: str, given: object, expected: object) -> None:
    found = getattr(load_settings({name: given}).config, name)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("port", "x", "port = 'x' (from FOOTNOTE_PORT) is not a whole number"),
        ("port", "80.5", "port = '80.5' (from FOOTNOTE_PORT) is not a whole number"),
        ("port", "", "port = '' (from FOOTNOTE_PORT) is not a whole number"),
        ("port", "0", "port = 0 (from FOOTNOTE_PORT) is outside 1 to 65535"),
        ("chunk_words", "401", "chunk_words = 401 (from FOOTNOTE_CHUNK_WORDS) is outside 20 to 400"),
        ("answer_threshold", "high", "answer_threshold = 'high' (from FOOTNOTE_ANSWER_THRESHOLD) is not a number"),
        ("answer_threshold", "nan", "answer_threshold = nan (from FOOTNOTE_ANSWER_THRESHOLD) is outside -15 to 15"),
        (
            "profile",
            "Fast",
            "profile = 'Fast' (from FOOTNOTE_PROFILE) is not a profile; there are fast, balanced, best",
        ),
        ("host", " ", "host = ' ' (from FOOTNOTE_HOST) is not a text"),
        ("maintain", "yes", "maintain = 'yes' (from FOOTNOTE_MAINTAIN) is not one of auto, on, off"),
        ("keep_declined", "1", "keep_declined = '1' (from FOOTNOTE_KEEP_DECLINED) is not one of auto, on, off"),
        ("models", "", "models = '' (from FOOTNOTE_MODELS) is not a text"),
        (
            "index",
            "~nobody-of-that-name/x",
            "index = '~nobody-of-that-name/x' (from FOOTNOTE_INDEX) names a home folder that does not exist",
        ),
    ],
)
def test_a_value_that_cannot_be_used(name: str, given: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={f"FOOTNOTE_{name.upper()}": given})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("port = true", "port = True (from footnote.toml) is not a whole number"),
        ("port = 80.5", "port = 80.5 (from footnote.toml) is not a whole number"),
        ("corpus = 3", "corpus = 3 (from footnote.toml) is not a text"),
        ("[host]\na = 1", "host = {'a': 1} (from footnote.toml) is not a text"),
        ("api_key = 12345", "api_key = … (from footnote.toml) is not a text"),
        ("colour = 1", f"footnote.toml: colour is not a setting; the settings are: {ALL}"),
    ],
)
def test_a_line_of_the_file_that_cannot_be_used(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_file(tmp_path, line)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("given", "shown"),
    [({"environ": {"FOOTNOTE_COLOUR": "red"}}, "FOOTNOTE_COLOUR"), ({"flags": {"top_k": 3}}, "--top-k")],
)
def test_an_unknown_name(given: dict[str, dict[str, object]], shown: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(**given)  # type: ignore[arg-type]  # a table of both kinds
    assert str(caught.value) == f"{shown} is not a setting; the settings are: {ALL}"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"provider = none", "Invalid value (at line 1, column 12)"),
        (b"provider", "Expected '=' after a key in a key/value pair (at end of document)"),
        (b'provider = "\xff"', "'utf-8' codec can't decode byte 0xff in position 12: invalid start byte"),
    ],
)
def test_a_file_that_is_not_toml(tmp_path: Path, content: bytes, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_file(tmp_path, content)
    file = tmp_path / "footnote.toml"
    assert str(caught.value) == f'{file}: not valid TOML ({problem}); write lines such as provider = "none"'


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert from_file(tmp_path, b'\xef\xbb\xbfprovider = "none"\r\n').config.provider == "none"


def test_the_key_is_never_printed() -> None:
    assert frozenset({"api_key", "index_token", "page_password"}) == SECRET
    assert "hunter2" not in repr(load_settings({"api_key": "hunter2"}))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("127.0.0.1:8000", "= '127.0.0.1:8000'"),
        ("ftp://127.0.0.1", "= 'ftp://127.0.0.1'"),
        ("http://", "= 'http://'"),
        ("http://a b", "= 'http://a b'"),
        ("http://127.0.0.1:port", "= 'http://127.0.0.1:port'"),
        ("http://me:hunter2@127.0.0.1:8000", "holds more than an address"),
        ("http://127.0.0.1:8000/?token=hunter2", "holds more than an address"),
    ],
)
def test_an_address_that_is_none_is_named_without_its_key(address: str, shown: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={"FOOTNOTE_INDEX_URL": address})
    assert str(caught.value) == (
        f"index_url {shown} (from FOOTNOTE_INDEX_URL), but must be the address of a Chroma server such as "
        "http://127.0.0.1:8000; a key for it goes into index_token"
    )


@pytest.mark.parametrize("key", ["hunter\n2", "hunter\N{HORIZONTAL ELLIPSIS}", "hunter 2"])
def test_a_key_that_cannot_be_sent(key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings({"index_token": key})
    assert str(caught.value) == (
        "index_token = … (from --index-token) holds a sign that cannot be sent; a key is ASCII, without spaces"
    )


@pytest.mark.parametrize(
    "name",
    [
        *("corpus", "index", "index_url", "index_token", "models", "api_key", "feedback", "host"),
        *("fetch_delay", "private_addresses", "remember", "waiting", "maintain", "keep_declined", "upload_megabytes"),
    ],
)
def test_what_cannot_change_an_answer_does_not_change_the_digest(name: str) -> None:
    other = {"index_url": "http://other", "maintain": "off", "keep_declined": "off"}.get(name, "other")
    value = other if isinstance(getattr(Config(), name), str | Path) else 0.5 if name == "fetch_delay" else 1
    assert load_settings({name: value}).config.digest() == Config().digest()


@pytest.mark.parametrize(("name", "value"), [("provider", "none"), ("chunk_words", 121), ("answer_threshold", 1)])
def test_what_can_change_an_answer_changes_the_digest(name: str, value: object) -> None:
    digest = load_settings({name: value}).config.digest()
    assert digest != Config().digest()
    assert len(digest) == 12


def test_a_profile_counts_by_what_it_gives() -> None:
    assert load_settings({"profile": "fast"}).config.digest() == load_settings({"rerank": 5}).config.digest()
    assert load_settings({"profile": "best"}).config.digest() != Config().digest()
