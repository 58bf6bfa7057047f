"""What is packed is read piece by piece, under names that lead nowhere; what is broken or too much says so."""

from __future__ import annotations

import gzip
import io
import random
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading import archives
from rag.reading.archives import is_read, members, packed_file
from rag.records import Blob

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEXT = "".join(f"Sentence {number} of a text.\n" for number in range(20_000)).encode()
ROWS = random.Random(1).randbytes(300_000).hex().encode() + b"\n"
AGAIN = "fetch or pack it again"


def packed(folder: Path, data: bytes, name: str = "a.txt.gz") -> Blob:
    path = folder / name
    path.write_bytes(data)
    return packed_file(path, f"/news/{name}", f"news/{name}")


def zipped(folder: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return path


def inside(path: Path) -> list[Blob | CorpusError]:
    return list(members(path, "/news/a.zip", "news/a.zip"))


def only(path: Path) -> Blob:
    (blob,) = inside(path)
    assert isinstance(blob, Blob), blob
    return blob


def messages(path: Path) -> list[str]:
    return [str(found) if isinstance(found, CorpusError) else found.relative for found in inside(path)]


def read(blob: Blob) -> bytes:
    with blob.open() as stream:
        return stream.read()


def fails(blob: Blob) -> tuple[str, int]:
    """The message, and how many bytes came before."""
    count = 0
    with pytest.raises(CorpusError) as caught, blob.open() as stream:
        for line in stream:
            count += len(line)
    return str(caught.value), count


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            (name, True)
            for name in ["a.md", "A.HTML", "a.mht", "a.zip", "a.jsonl.gz", "a.Csv.GZ", "a b.txt", "a.b.pdf"]
        ),
        *(
            (name, False)
            for name in ["a", "md", ".md", "a.gz", "a.tar.gz", "a.zip.gz", "a.md.bz2", "a.docx", "a.md~", ""]
        ),
    ],
)
def test_what_is_read(name: str, expected: bool) -> None:
    assert is_read(name) is expected


# ---------------------------------------------------------------- gzip


def test_a_gzip_file_is_what_is_in_it(tmp_path: Path) -> None:
    blob = packed(tmp_path, gzip.compress(TEXT), "A.Txt.GZ")
    assert (blob.origin, blob.relative, blob.name, blob.size) == (
        "/news/A.Txt.GZ",
        "news/A.Txt.GZ",
        "A.Txt",
        len(TEXT),
    )
    assert read(blob) == TEXT == read(blob)
    with blob.open() as stream:
        assert stream.readline() == b"Sentence 0 of a text.\n"


def test_gzip_in_several_members(tmp_path: Path) -> None:
    assert read(packed(tmp_path, gzip.compress(TEXT) + gzip.compress(b"End."))) == TEXT + b"End."


def test_rows_before_a_broken_tail_are_read(tmp_path: Path) -> None:
    lines = b"".join(ROWS[place : place + 99] + b"\n" for place in range(0, 600_000, 99))
    whole = gzip.compress(lines)
    message, count = fails(packed(tmp_path, whole[: len(whole) // 2]))
    given_bytes = int(message.partition("first ")[2].partition(" ")[0].replace(",", ""))
    end = f"first {given_bytes:,} bytes (the end is missing); {AGAIN}"
    assert message == f"/news/a.txt.gz: cannot be unpacked beyond its {end}"
    assert len(lines) * 0.49 < count <= given_bytes < count + 100 < len(lines) * 0.51


def test_a_wrong_checksum_costs_the_last_piece_only(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TEXT))
    data[-8] ^= 1
    message, count = fails(packed(tmp_path, bytes(data)))
    assert message == (
        "/news/a.txt.gz: cannot be unpacked beyond its first 478,767 bytes (Error -3 while decompressing data: "
        f"incorrect data check); {AGAIN}"
    )
    assert count == 478_756


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Not packed.", "Error -3 while decompressing data: incorrect header check"),
        (gzip.compress(b"Text.")[:6], "the end is missing"),
    ],
)
def test_what_is_no_gzip(tmp_path: Path, data: bytes, reason: str) -> None:
    message, _ = fails(packed(tmp_path, data))
    assert message == f"/news/a.txt.gz: cannot be unpacked beyond its first 0 bytes ({reason}); {AGAIN}"


def test_an_empty_gzip_file_holds_nothing(tmp_path: Path) -> None:
    assert read(packed(tmp_path, b"")) == read(packed(tmp_path, gzip.compress(b""))) == b""


def test_a_size_that_gzip_cannot_reach_counts_as_unknown(tmp_path: Path) -> None:
    assert packed(tmp_path, gzip.compress(b"Text.")[:-4] + b"\xff\xff\xff\x7f").size == 0
    assert packed_file(tmp_path / "gone.md.gz", "o", "r").size == 0


def test_a_gzip_bomb_is_left_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 3_000_000)
    blob = packed(tmp_path, gzip.compress(bytes(30_000_000)))
    tracemalloc.start()
    with pytest.raises(CorpusError) as caught, blob.open() as stream:
        while stream.read(1 << 16):
            pass
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert str(caught.value) == "/news/a.txt.gz: has more than 0.003 GB unpacked; split it"


# ---------------------------------------------------------------- zip


def test_the_members_of_a_zip_in_the_order_of_their_names(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        dict.fromkeys(
            ["b.md", "sub/a.TXT", "a.md", "README.md", "__MACOSX/._a.md", ".x/c.md", "d.docx", "e", "sub/"], b"Text."
        ),
    )
    assert messages(path) == ["news/a.zip/a.md", "news/a.zip/b.md", "news/a.zip/sub/a.TXT"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_a_stream_that_can_be_opened_again(tmp_path: Path, method: int) -> None:
    blob = only(zipped(tmp_path, {"sub/a.txt": TEXT}, method))
    assert (blob.origin, blob.relative, blob.name, blob.size) == (
        "/news/a.zip/sub/a.txt",
        "news/a.zip/sub/a.txt",
        "a.txt",
        len(TEXT),
    )
    assert read(blob) == read(blob) == TEXT
    with blob.open() as stream:
        assert stream.readline() == b"Sentence 0 of a text.\n"


def test_a_zip_with_something_before_it(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.txt": TEXT})
    path.write_bytes(b"#!/bin/sh\n" * 50 + path.read_bytes())
    assert read(only(path)) == TEXT


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("..\\..\\windows\\a.txt", "windows/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("日本/記事.txt", "日本/記事.txt"),
        ("a\nb'\".txt", "a\nb'\".txt"),
    ],
)
def test_names_of_members_lead_nowhere(tmp_path: Path, name: str, shown: str) -> None:
    blob = only(zipped(tmp_path, {name: b"Text."}))
    assert (blob.origin, blob.relative) == (f"/news/a.zip/{shown}", f"news/a.zip/{shown}")
    assert read(blob) == b"Text."


def changed(path: Path, find: bytes, offset: int, value: bytes) -> Path:
    """The archive with bytes put in at an offset from each place where `find` stands."""
    data = bytearray(path.read_bytes())
    place = data.find(find)
    while place >= 0:
        data[place + offset : place + offset + len(value)] = value
        place = data.find(find, place + 1)
    path.write_bytes(data)
    return path


LISTED = b"PK\1\2"


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = changed(zipped(tmp_path, {"a.txt": b"Text."}), LISTED, 8, b"\1\0")
    assert messages(path) == ["/news/a.zip/a.txt: is encrypted; unpack the archive with its password"]


@pytest.mark.parametrize(
    ("method", "shown"), [(zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "lzma"), (93, "93")], ids=str
)
def test_a_member_packed_by_another_method(tmp_path: Path, method: int, shown: str) -> None:
    path = changed(zipped(tmp_path, {"a.txt": b"Text."}), LISTED, 10, struct.pack("<H", method))
    assert messages(path) == [
        f"/news/a.zip/a.txt: is packed by a method that is not read ({shown}); pack it as an ordinary zip"
    ]


def test_archives_inside_archives(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.zip": b"PK", "b.jsonl.gz": b"", "c.txt": b"Text.", "d.tar.gz": b""})
    reason = "is an archive inside an archive, which is not opened; unpack the outer one"
    assert messages(path) == [f"/news/a.zip/a.zip: {reason}", f"/news/a.zip/b.jsonl.gz: {reason}", "news/a.zip/c.txt"]


def test_of_two_members_with_one_name_the_last_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.txt": b"First.", "../a.txt": b"Last.", "b.txt": b"Text."})
    twice, blob, _ = inside(path)
    assert str(twice) == "/news/a.zip/a.txt: is in the archive twice; the last one is read"
    assert isinstance(blob, Blob)
    assert read(blob) == b"Last."


def test_a_broken_member_does_not_cost_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.txt": TEXT, "b.txt": b"Text.", "c.txt": b"Lost."}, zipfile.ZIP_STORED)
    data = path.read_bytes().replace(b"Sentence 19999", b"Sentence XXXXX")
    third = data.rfind(b"PK\3\4")
    path.write_bytes(data[:third] + b"XXXX" + data[third + 4 :])
    first, second, lost = (found for found in inside(path) if isinstance(found, Blob))
    message, count = fails(first)
    assert message == (
        f"/news/a.zip/a.txt: cannot be unpacked beyond its first 458,752 bytes (Bad CRC-32 for file 'a.txt'); {AGAIN}"
    )
    assert 458_700 < count <= 458_752
    assert read(second) == b"Text."
    with pytest.raises(CorpusError) as caught:
        lost.open()
    reason = "cannot be unpacked (it is not where the list of files says)"
    assert str(caught.value) == f"/news/a.zip/c.txt: {reason}; {AGAIN}"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: b"", "File is not a zip file"),
        (lambda data: data[:-30], "File is not a zip file"),
        (lambda data: data.replace(LISTED, b"XXXX"), "Bad magic number for central directory"),
    ],
    ids=["empty", "cut off", "without its list"],
)
def test_a_broken_archive(tmp_path: Path, damage: Callable[[bytes], bytes], reason: str) -> None:
    path = zipped(tmp_path, {"a.txt": b"Text."})
    path.write_bytes(damage(path.read_bytes()))
    assert messages(path) == [f"/news/a.zip: cannot be opened as a zip archive ({reason}); {AGAIN}"]


def test_an_archive_that_has_gone(tmp_path: Path) -> None:
    reason = "cannot be opened as a zip archive (No such file or directory)"
    assert messages(tmp_path / "gone.zip") == [f"/news/a.zip: {reason}; {AGAIN}"]
    path = zipped(tmp_path, {"a.txt": b"Text."})
    blob = only(path)
    path.unlink()
    with pytest.raises(CorpusError) as caught:
        blob.open()
    assert str(caught.value) == f"/news/a.zip/a.txt: cannot be unpacked (No such file or directory); {AGAIN}"


# ---------------------------------------------------------------- too much of it


def test_a_member_that_says_it_is_short_gives_no_more(tmp_path: Path) -> None:
    path = changed(zipped(tmp_path, {"a.txt": bytes(1_000_000)}), LISTED, 24, struct.pack("<I", 10))
    with pytest.raises(CorpusError, match="Bad CRC-32"), only(path).open() as stream:
        assert len(stream.read(10)) == 10
        stream.read()


def test_a_member_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 400_000)
    message, count = fails(only(zipped(tmp_path, {"a.txt": TEXT})))
    assert message == "/news/a.zip/a.txt: has more than 0.0004 GB unpacked; split it"
    assert 300_000 < count <= 400_000


def test_members_that_overlap(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{number}.txt": bytes(100_000) for number in range(3)})
    data = path.read_bytes()
    first = data.index(LISTED)
    for number in range(3):  # each is said to hold all that is before the list
        entry = data.index(f"{number}.txt".encode(), first) - 46
        data = data[: entry + 20] + struct.pack("<I", first) + data[entry + 24 :]
    path.write_bytes(data)
    assert messages(path) == [
        "/news/a.zip: holds files that overlap, as zip bombs do, and was not opened; pack it again"
    ]


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    path = zipped(tmp_path, dict.fromkeys(["a.txt", "b.txt", "c.txt"], b"Text."))
    assert messages(path) == ["/news/a.zip: holds 3 files; at most 2 are read, so split it"]


def test_a_list_of_files_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_LISTED", 1000)
    path = zipped(tmp_path, {f"{number}.txt": b"" for number in range(100)})
    assert messages(path) == [
        f"/news/a.zip: cannot be opened as a zip archive (its list of files has more than 0.001 MB); {AGAIN}"
    ]


def test_opening_a_member_does_not_read_the_list_again(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{number}.txt": b"Text." for number in range(5000)}, zipfile.ZIP_STORED)
    found = [blob for blob in inside(path) if isinstance(blob, Blob)]
    start = time.monotonic()
    assert {read(blob) for blob in found} == {b"Text."}
    assert time.monotonic() - start < 10  # 0.2 s; reading the list for each takes 5 minutes


# ---------------------------------------------------------------- any bytes at all


WHOLE = io.BytesIO()
with zipfile.ZipFile(WHOLE, "w", zipfile.ZIP_DEFLATED) as _archive:
    for _name in ("a.txt", "b/c.md"):
        _archive.writestr(zipfile.ZipInfo(_name), TEXT[:3000], zipfile.ZIP_DEFLATED)
CHANGES = st.lists(st.tuples(st.integers(0, len(WHOLE.getvalue()) - 1), st.binary(min_size=1, max_size=4)), max_size=6)


@settings(max_examples=200, deadline=2000)
@given(CHANGES, st.sampled_from([(0, None), (0, -1), (1, None), (0, 100)]))
def test_any_damage_gives_bytes_or_errors(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]], cut: tuple[int, int | None]
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    for whole in (WHOLE.getvalue(), gzip.compress(WHOLE.getvalue())):
        data = bytearray(whole)
        for place, value in changes:
            data[place % len(data) : place % len(data) + len(value)] = value
        path.write_bytes(data[slice(*cut)])
        for found in (*members(path, "o", "r"), packed_file(path, "o", "r")):
            if isinstance(found, Blob):
                try:
                    read(found)
                except CorpusError as error:
                    assert error.reason
