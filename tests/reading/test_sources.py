"""All that is named is found once, lists of addresses only where they are meant; reading says how far along it is."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_web import Web, page, rss, sitemap

from rag.errors import CorpusError
from rag.reading.sources import find, read
from rag.records import Blob, SourceText

if TYPE_CHECKING:
    from collections.abc import Sequence

A, B = "https://a.example", "https://b.example"
NOWHERE = (
    "no such file or folder; give a folder with articles, a file, or an address that begins with http:// or https://"
)
BODY = "".join(
    f"<p>The harbour master said on day {day} that the ferry to the islands would stay in port until the storm had "
    "passed, and that the two villages would be supplied by air until then.</p>"
    for day in range(1, 6)
)


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"Headline\n\nThis is {name}.")
    return folder


def origins(sources: Sequence[str | Path], web: Web | None = None) -> list[str]:
    """Where what is found comes from; an error by its message."""
    return [str(item) if isinstance(item, CorpusError) else item.origin for item in find(sources, web)]


# ---------------------------------------------------------------- finding


def test_files_come_before_pages_each_in_the_order_of_the_sources(tmp_path: Path) -> None:
    made(tmp_path, "z/a.md", "a/b.md")
    web = Web({f"{A}/1": "Text.", f"{B}/feed": rss(f"{B}/1", f"{B}/2")})
    assert origins([f"{A}/1", tmp_path / "z", f"{B}/feed", str(tmp_path / "a")], web) == [
        f"{tmp_path}/z/a.md",
        f"{tmp_path}/a/b.md",
        f"{A}/1",
        f"{B}/1",
        f"{B}/2",
    ]


def test_nothing_is_named() -> None:
    assert find([], None) == []


def test_what_does_not_exist_does_not_cost_the_others(tmp_path: Path) -> None:
    made(tmp_path, "a.md")
    assert origins([tmp_path / "nowhere", tmp_path, Path("https://a.example/")], Web({})) == [
        f"{tmp_path}/nowhere: {NOWHERE}",
        f"{tmp_path}/a.md",
        f"{Path.cwd()}/https:/a.example: {NOWHERE}",
    ]


def test_a_file_below_two_roots_is_read_under_the_first(tmp_path: Path) -> None:
    made(tmp_path / "news", "a.md", "sub/b.md")
    (tmp_path / "news/link.md").symlink_to("a.md")
    (tmp_path / "other").symlink_to("news/sub")
    found = find([tmp_path / "news/sub", tmp_path / "news", tmp_path / "other", tmp_path / "news/a.md"], None)
    assert [item.relative for item in found if isinstance(item, Blob)] == ["sub/b.md", "news/a.md"]


def test_an_address_that_is_met_twice_is_read_once() -> None:
    web = Web(
        {f"{A}/1?utm_source=x": "Text.", f"{A}/feed": rss(f"{A}/1", f"{A}/2"), f"{B}/map": sitemap(f"{A}/2", f"{A}/1")}
    )
    assert origins([f"{A}/1?utm_source=x", f"{A}/feed", f"{B}/map", f"{A}/feed"], web) == [
        f"{A}/1?utm_source=x",
        f"{A}/2",
    ]
    assert web.asked == [f"{A}/1?utm_source=x", f"{B}/map", f"{A}/feed"]


def test_two_entries_without_addresses_are_two(tmp_path: Path) -> None:
    items = [{"content_html": f"{BODY}<p>One.</p>"}, {"content_html": f"{BODY}<p>Two.</p>"}]
    web = Web({f"{A}/feed": json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})})
    assert len(find([f"{A}/feed"], web)) == 2


def test_an_error_that_is_met_twice_is_said_once(tmp_path: Path) -> None:
    assert len(find([tmp_path / "nowhere", str(tmp_path / "nowhere")], None)) == 1


def test_without_a_fetcher_addresses_are_refused(tmp_path: Path) -> None:
    made(tmp_path, "a.md")
    assert origins([f"{A}/1", tmp_path]) == [
        f"{tmp_path}/a.md",
        f"{A}/1: is not fetched here; save the page and name the file",
    ]


# ---------------------------------------------------------------- lists of addresses


@pytest.mark.parametrize("name", ["list.txt", "a.urls", "B.LIST"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_of_addresses_that_is_named_is_followed(tmp_path: Path, name: str, end: str) -> None:
    lines = ["# what we read", f"{A}/feed", "", f"  {B}/1  ", f"{A}/feed"]
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + end.join(lines).encode())
    web = Web({f"{A}/feed": rss(f"{A}/1"), f"{B}/1": "Text."})
    assert origins([tmp_path / name], web) == origins([str(tmp_path / name)], web) == [f"{A}/1", f"{B}/1"]


def test_a_list_of_addresses_in_a_folder_fetches_nothing(tmp_path: Path) -> None:
    for name in ("list.txt", "a.urls", "b.list"):
        (tmp_path / name).write_text(f"{A}/1\n{A}/2\n")
    web = Web({})
    assert origins([tmp_path], web) == [f"{tmp_path}/list.txt"]
    assert web.asked == []


@pytest.mark.parametrize("text", [f"{A}/1\nis the address.", "# nothing", f"Read {A}/1", "ftp://a.example/"])
def test_a_text_file_with_other_lines_is_an_article(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    web = Web({})
    assert origins([tmp_path / "a.txt"], web) == [f"{tmp_path}/a.txt"]
    assert web.asked == []


def test_what_is_no_address_in_a_list_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.urls").write_text(f"# list\n{A}/1\nwww.b.example\n/etc/passwd\n")
    hint = "write one a line, each beginning with http:// or https://"
    assert origins([tmp_path / "a.urls"], Web({f"{A}/1": "Text."})) == [
        f"{tmp_path}/a.urls:3: is no address: 'www.b.example'; {hint}",
        f"{tmp_path}/a.urls:4: is no address: '/etc/passwd'; {hint}",
        f"{A}/1",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty; add the article's text or remove the file"),
        (b"# nothing\n", "names no addresses; write one a line, each beginning with http:// or https://"),
        (b"\x89PNG\0", "is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
    ],
)
def test_a_list_that_gives_nothing(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.urls").write_bytes(data)
    assert origins([tmp_path / "a.urls"], Web({})) == [f"{tmp_path}/a.urls: {reason}"]


def test_a_list_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("".join(f"{A}/{number}\n" for number in range(10_001)))
    web = Web({})
    assert (
        origins([tmp_path / "a.txt"], web)[0] == f"{tmp_path}/a.txt:10001: names more than 10,000 addresses; split it"
    )
    assert len(web.asked) == 10_000


def test_what_looks_like_a_list_and_is_none(tmp_path: Path) -> None:
    made(tmp_path / "folder.list", "a.md")
    os.mkfifo(tmp_path / "pipe.txt")
    assert origins([tmp_path / "folder.list", tmp_path / "pipe.txt", tmp_path / "gone.urls"]) == [
        f"{tmp_path}/folder.list/a.md",
        f"{tmp_path}/pipe.txt: is no file but a pipe or device; remove it",
        f"{tmp_path}/gone.urls: {NOWHERE}",
    ]


# ---------------------------------------------------------------- reading


def blob(content: str, name: str, size: int | None = None) -> Blob:
    data = content.encode()
    return Blob(f"/{name}", name, name, lambda: io.BytesIO(data), len(data) if size is None else size)


def parts(found: Sequence[Blob | CorpusError]) -> list[float]:
    return [part for part, _ in read(found)]


def test_each_article_comes_with_the_part_that_is_read() -> None:
    found: list[Blob | CorpusError] = [
        CorpusError("/x", "is not there"),
        blob("A\nb" + " " * 97, "a.txt"),
        blob("One", "b.txt", 300),  # says that it has 300 bytes
        CorpusError("/y", "is not there"),
        blob("A\nb" + " " * 597, "c.txt"),
    ]
    texts = [item.reason if isinstance(item, CorpusError) else item.text.strip() for _, item in read(found)]
    headline = "has no text besides its headline; add the article's text or remove the file"
    assert texts == ["is not there", "b", headline, "is not there", "b"]
    assert parts(found) == [0, 0.1, pytest.approx(0.103), pytest.approx(0.103), 1]


def test_without_sizes_blobs_are_counted() -> None:
    assert parts([blob("A\nb", f"{number}.txt", 0) for number in range(4)]) == [0.25, 0.5, 0.75, 1]


def test_blobs_without_a_size_count_as_much_as_others_on_average() -> None:
    found = [blob("A\nb", "a.txt", 0), blob("A\nb" + " " * 27, "b.txt"), blob("A\nb" + " " * 87, "c.txt")]
    assert parts(found) == pytest.approx([60 / 180, 90 / 180, 1])


def test_nothing_but_errors_and_nothing_at_all() -> None:
    assert parts([CorpusError("/x", "is not there")] * 2) == [0, 0]
    assert parts([]) == []


ROWS = "".join(
    json.dumps({"title": f"Row {number}", "text": f"{random.Random(number).random()} " * 50}) + "\n"
    for number in range(1000)
)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv"])
def test_one_dump_shows_progress_inside_itself(tmp_path: Path, name: str) -> None:
    data = ROWS.encode()
    if name.endswith("csv"):
        rows = [json.loads(line) for line in ROWS.splitlines()]
        data = ("title,text\n" + "".join(f"{row['title']},{row['text']}\n" for row in rows)).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    seen = parts(find([tmp_path / name], None))
    assert len(seen) == 1000
    assert seen == sorted(seen)
    assert seen[0] < 0.05
    assert seen[500] == pytest.approx(0.5, abs=0.1)
    assert seen[-1] == 1


def test_no_more_than_one_article_is_held(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(ROWS)
    stream = read(find([tmp_path], None))
    next(stream)
    (tmp_path / "a.jsonl").write_text("")  # the rest is on disk, and not here
    assert 0 < len(list(stream)) < 100


def test_rows_before_a_broken_place_are_kept(tmp_path: Path) -> None:
    packed = gzip.compress(ROWS.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    made(tmp_path, "b.txt")
    *rows, error, last = (item for _, item in read(find([tmp_path], None)))
    assert all(isinstance(row, SourceText) for row in rows)
    assert 400 < len(rows) < 600
    assert isinstance(error, CorpusError)
    assert error.reason.endswith("bytes (the end is missing); fetch or pack it again")
    assert isinstance(last, SourceText)


def test_pages_are_fetched_one_by_one() -> None:
    web = Web({f"{A}/feed": rss(f"{A}/1", f"{A}/2"), f"{A}/1": page("One", BODY), f"{A}/2": page("Two", BODY)})
    stream = read(find([f"{A}/feed"], web))
    part, first = next(stream)
    assert isinstance(first, SourceText)
    assert (part, first.fields["title"], first.fields["url"]) == (0.5, "One", f"{A}/1")
    assert web.asked == [f"{A}/feed", f"{A}/1"]
    assert [part for part, _ in stream] == [1]


def test_the_text_of_the_feed_stands_in_for_a_page_that_cannot_be_had() -> None:
    item = (
        "<link>{}</link><title>One</title><x:encoded xmlns:x='http://purl.org/rss/1.0/modules/content/'>{}</x:encoded>"
    )
    content = f"<![CDATA[{BODY}]]>"
    web = Web(
        {
            f"{A}/feed": rss(
                *(item.format(f"{A}/{number}", content) for number in range(4)), item.format(f"{A}/4", "No.")
            ),
            f"{A}/0": page("One", BODY),
            f"{A}/1": CorpusError(f"{A}/1", "answers 403 Forbidden"),
            f"{A}/2": CorpusError(f"{A}/2", "is no more", gone=True),
            f"{A}/3": "<html><body><p>Please accept cookies.</p></body></html>",
        }
    )
    found = [item for _, item in read(find([f"{A}/feed"], web))]
    taken = [item for item in found if isinstance(item, SourceText)]
    assert [(source.origin, "harbour master said on day 5" in source.text) for source in taken] == [
        (f"{A}/0", True),
        (f"{A}/1", True),
        (f"{A}/3", True),
    ]
    assert taken[0].notes == ()
    assert taken[1].notes == ("answers 403 Forbidden; its text was taken from the feed",)
    assert taken[2].notes[0].endswith("; its text was taken from the feed")
    assert [str(item) for item in found if isinstance(item, CorpusError)] == [
        f"{A}/2: is no more",
        f"{A}/4: answers 404 Not Found; check the address",
    ]
