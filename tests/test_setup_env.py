"""The set-up says in one sentence why it cannot begin, installs once, and repeats what was broken off."""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "setup_env.py"
_spec = importlib.util.spec_from_file_location("setup_env", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
setup_env = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(setup_env)

ENOUGH = 10**12


@dataclass
class FakeCall:
    """A shell that keeps the commands, makes the .venv it is asked for, and can be told what fails."""

    root: Path
    version: str = ""
    """Python of .venv; "" if it does not start."""
    fails: dict[str, str] = field(default_factory=dict)
    """What a command writes before it fails, by a word of the command."""
    killed: str = ""
    """A word of the command during which everything ends."""
    commands: list[str] = field(default_factory=list)

    def __call__(self, command: list[str], log: Path | None) -> tuple[int, str]:
        words = " ".join(command[1:])
        self.commands.append(words.replace(str(self.root), "ROOT"))
        if self.killed and self.killed in words:
            raise KeyboardInterrupt
        failing = [said for word, said in self.fails.items() if word in words]
        if failing:
            return 1, failing[0]
        if words.startswith("-c"):
            return (0, self.version) if self.version else (127, "not found")
        if words.startswith("-m venv"):
            (self.root / ".venv").mkdir(exist_ok=True)
            (self.root / ".venv" / setup_env.STAMP).unlink(missing_ok=True)
            self.version = "3.12"
        return 0, ""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "constraints.txt").write_text("torch==2.13.0")
    return tmp_path


def prepare(call: FakeCall, *extras: str, version: tuple[int, int] = (3, 12), free: int = ENOUGH) -> str:
    return str(setup_env.prepare(call.root, extras, version, free, call))


def message_of(call: FakeCall, *extras: str, version: tuple[int, int] = (3, 12), free: int = ENOUGH) -> str:
    with pytest.raises(setup_env.SetupError) as caught:
        prepare(call, *extras, version=version, free=free)
    return str(caught.value)


def stamp_of(root: Path) -> str:
    return (root / ".venv" / str(setup_env.STAMP)).read_text()


INSTALLING = [
    "-m pip install --progress-bar off --upgrade pip",
    "-m pip install --progress-bar off -c ROOT/constraints.txt -e ROOT[dev]",
]


def test_a_first_run_builds_and_installs_with_pip_upgraded_first(root: Path) -> None:
    call = FakeCall(root)
    assert prepare(call, "dev") == "build"
    assert call.commands[1:] == ["-m venv --clear ROOT/.venv", *INSTALLING]
    assert json.loads(stamp_of(root)) == {"digest": setup_env.digest(root, (3, 12)), "extras": ["dev"]}


def test_a_second_run_only_asks_whether_the_python_starts(root: Path) -> None:
    prepare(FakeCall(root), "dev")
    call = FakeCall(root, version="3.12")
    assert prepare(call, "dev") == "ready"
    assert prepare(call) == "ready"  # what is asked for is part of what is there
    assert len(call.commands) == 2


def test_without_extras_none_are_installed_and_asking_for_them_installs_them(root: Path) -> None:
    call = FakeCall(root)
    prepare(call)
    assert call.commands[-1] == "-m pip install --progress-bar off -c ROOT/constraints.txt -e ROOT"
    assert prepare(call, "dev") == "install"
    assert call.commands[-2:] == INSTALLING


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_list_of_packages_installs_into_the_same_venv(root: Path, name: str) -> None:
    call = FakeCall(root)
    prepare(call)
    (root / name).write_text("other")
    assert prepare(call) == "install"
    assert call.commands.count("-m venv --clear ROOT/.venv") == 1


@pytest.mark.parametrize("there", ["3.11", ""], ids=["another-version", "does-not-start"])
def test_a_venv_that_cannot_be_used_is_rebuilt(root: Path, there: str) -> None:
    prepare(FakeCall(root))
    assert prepare(FakeCall(root, version=there)) == "build"


def test_a_venv_made_by_hand_is_kept(root: Path) -> None:
    (root / ".venv").mkdir()
    assert prepare(FakeCall(root, version="3.12")) == "install"


def test_a_venv_made_by_hand_without_a_pip_is_rebuilt(root: Path) -> None:
    (root / ".venv").mkdir()
    assert prepare(FakeCall(root, version="3.12", fails={"pip --version": "No module named pip"})) == "build"


@pytest.mark.parametrize("killed", ["--upgrade", "-e"])
def test_an_installation_that_was_killed_is_repeated_from_the_start(root: Path, killed: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        prepare(FakeCall(root, killed=killed))
    assert stamp_of(root) == "unfinished"
    call = FakeCall(root, version="3.12")
    assert prepare(call) == "build"
    assert prepare(call) == "ready"


def test_a_failed_installation_names_the_error_and_the_log_and_keeps_the_venv(root: Path) -> None:
    said = (
        "Collecting torch\nERROR: Could not find a version\nERROR: No matching distribution found for torch==9.\n\nhint"
    )
    assert message_of(FakeCall(root, fails={"-e": said})) == (
        "Installing the packages under constraints.txt failed (ERROR: No matching distribution found for torch==9); "
        f"mend that and run the same command again; all that pip said is in {root}/.venv/install.log."
    )
    assert not (root / ".venv" / setup_env.STAMP).exists()
    assert prepare(FakeCall(root, version="3.12")) == "install"


def test_a_venv_that_cannot_be_made_is_told(root: Path) -> None:
    assert message_of(FakeCall(root, fails={"-m venv": "Error: [Errno 13] Permission denied\n"})) == (
        f"{root}/.venv could not be made (Error: [Errno 13] Permission denied); "
        "mend that and run the same command again."
    )


@pytest.mark.parametrize(("version", "shown"), [((3, 9), "3.9"), ((3, 14), "3.14")])
def test_a_python_that_does_not_fit_is_told(root: Path, version: tuple[int, int], shown: str) -> None:
    call = FakeCall(root)
    assert message_of(call, version=version) == (
        f"This is Python {shown}, and Footnote needs 3.10, 3.11, 3.12 or 3.13; "
        "name another one, for example: make chat PYTHON=python3.12"
    )
    assert call.commands == []


@pytest.mark.parametrize("version", [(3, 10), (3, 13)])
def test_the_first_and_the_last_python_that_fit(version: tuple[int, int]) -> None:
    setup_env.check_python(version)


def test_a_python_without_ensurepip_is_told_with_the_package() -> None:
    with pytest.raises(setup_env.SetupError) as caught:
        setup_env.check_venv(lambda name: name == "venv", (3, 11))
    assert str(caught.value) == (
        "Python 3.11 lacks ensurepip, which .venv is made with; on Debian and Ubuntu run: apt install python3.11-venv"
    )


def test_a_disk_too_small_for_a_first_run_is_told_and_nothing_is_touched(root: Path) -> None:
    call = FakeCall(root)
    needed = setup_env.NEEDED_MB
    assert message_of(call, free=1_999_999_999) == (
        f"A first run needs {needed} MB in {root} and 1999 MB are free; free some space and run the same command again."
    )
    assert not (root / ".venv").exists()
    prepare(call, free=needed * 1_000_000)
    assert prepare(call, free=0) == "ready"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("a\nERROR: b\nERROR: c.\nhint: d\n", "ERROR: c"),
        ("ERROR: Exception:\nTraceback:\nOSError: [Errno 28] No space left", "OSError: [Errno 28] No space left"),
        ("ERROR: Cannot install a.\nwhy\nERROR: ResolutionImpossible: for help visit x", "ERROR: Cannot install a"),
        ("\n", "no message"),
    ],
)
def test_the_error_is_found_in_what_pip_said(said: str, line: str) -> None:
    assert setup_env.last_error(said) == line


def test_the_real_shell_keeps_a_log_and_counts_what_cannot_start_as_failed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    say = [sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(3)"]
    assert setup_env.call([*say, "one"], None) == (3, "one\n")
    assert setup_env.call([*say, "two"], log) == (3, "two\n")
    setup_env.call([*say, "three"], log)
    assert log.read_text() == "two\nthree\n"
    code, said = setup_env.call([str(tmp_path / "absent")], None)
    assert (code, said) == (127, f"[Errno 2] No such file or directory: '{tmp_path / 'absent'}'")


def test_the_script_is_syntax_that_old_pythons_can_say_no_in() -> None:
    ast.parse(SCRIPT.read_text(), feature_version=(3, 6))
