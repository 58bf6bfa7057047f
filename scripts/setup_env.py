"""Makes .venv and installs Footnote into it, or finds in a moment that there is nothing to do.

    python3 scripts/setup_env.py [EXTRA ...]

Runs on any Python 3 before anything is installed: standard library only, the syntax of 3.6, and for a Python that
cannot be used a sentence that says so. What was installed is kept in a stamp inside .venv; a change of pyproject.toml,
constraints.txt or the folder installs anew, another Python version or a .venv that does not start rebuilds it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Callable, List, Optional, Sequence, Tuple

Version = Tuple[int, int]
Call = Callable[[List[str], Optional[Path]], Tuple[int, str]]
"""Runs a command and returns its exit code and what it wrote, which also goes to the end of a file if one is named."""

FIRST, LAST = (3, 10), (3, 13)
NEEDED_MB = 4500
"""Free megabytes for a first run: .venv 2400, weights 1250, and the wheels that pip holds while it installs.

Counted with the CPU build of torch. pip takes the build its own settings lead it to: from the plain index that is, on
Linux, one for CUDA with several gigabytes more. No index is named here, since many can reach none but their own.
"""
STAMP = ".footnote-setup"
UNFINISHED = "unfinished"
READY, INSTALL, BUILD = "ready", "install", "build"


class SetupError(Exception):
    """The message is one sentence: what is wrong and what to do."""


def dotted(version: Version) -> str:
    """3.11 for (3, 11)."""
    return "{}.{}".format(*version)


def check_python(version: Version) -> None:
    """SetupError unless this Python can be used."""
    if not FIRST <= version <= LAST:
        fine = ", ".join("3." + str(minor) for minor in range(FIRST[1], LAST[1])) + " or " + dotted(LAST)
        raise SetupError(
            "This is Python {}, and Footnote needs {}; name another one, for example: "
            "make chat PYTHON=python3.12".format(dotted(version), fine)
        )


def check_venv(has: Callable[[str], bool], version: Version) -> None:
    """SetupError unless this Python can make environments; `has` says whether a module is there."""
    absent = [name for name in ("venv", "ensurepip") if not has(name)]
    if absent:
        raise SetupError(
            "Python {0} lacks {1}, which .venv is made with; on Debian and Ubuntu run: "
            "apt install python{0}-venv".format(dotted(version), " and ".join(absent))
        )


def check_disk(free: int, folder: Path) -> None:
    """SetupError unless `free` bytes are enough for a first run."""
    if free < NEEDED_MB * 1000000:
        raise SetupError(
            "A first run needs {} MB in {} and {} MB are free; free some space and run the same command again.".format(
                NEEDED_MB, folder, free // 1000000
            )
        )


def digest(root: Path, version: Version) -> str:
    """sha256 (hex) over everything that makes an installed .venv out of date, extras aside."""
    hashed = hashlib.sha256("{} {}".format(dotted(version), root).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        hashed.update(b"\0" + (root / name).read_bytes())
    return hashed.hexdigest()


def stamp(wanted: str, extras: Sequence[str]) -> str:
    """What the stamp file holds after an installation."""
    return json.dumps({"digest": wanted, "extras": sorted(extras)})


def next_step(held: str, wanted: str, extras: Sequence[str], usable: bool) -> str:
    """READY, INSTALL or BUILD.

    Args:
        held: text of the stamp file, "" if there is none.
        wanted: digest of what should be installed.
        extras: extras that should be installed; more may be.
        usable: whether .venv has a Python of the right version that starts.
    """
    # A killed pip can leave a package half there, which a second pip takes for installed.
    if not usable or held == UNFINISHED:
        return BUILD
    try:
        there = json.loads(held)
        fits = there["digest"] == wanted and set(extras) <= set(there["extras"])
    except (ValueError, KeyError, TypeError):
        fits = False
    return READY if fits else INSTALL


def last_error(said: str) -> str:
    """The line of pip's output that names the trouble."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["no message"]
    empty = ("ERROR: Exception:", "ERROR: ResolutionImpossible:")
    errors = [line for line in lines if line.startswith("ERROR: ") and not line.startswith(empty)]
    return (errors or lines)[-1].rstrip(".")


def call(command: List[str], log: Optional[Path]) -> Tuple[int, str]:
    """The real `Call`; a command that cannot be started counts as one that failed."""
    # A user's own setting must not send the packages past .venv.
    environ = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    with tempfile.TemporaryFile() if log is None else log.open("a+b") as out:
        try:
            code = subprocess.call(command, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        except OSError as error:
            return 127, str(error)
        out.seek(0)
        return code, out.read().decode(errors="replace")


def tell(line: str) -> None:
    """Show a line of progress."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def build(venv: Path, python: Path, call: Call) -> None:
    """Make .venv anew."""
    tell("Making .venv ...")
    # First what makes it start: a removal that is killed leaves a .venv that is seen to be broken.
    shutil.rmtree(str(python.parent), ignore_errors=True)
    code, said = call([sys.executable, "-m", "venv", "--clear", str(venv)], None)
    if code:
        raise SetupError(
            "{} could not be made ({}); mend that and run the same command again.".format(venv, last_error(said))
        )


def install(root: Path, python: Path, extras: Sequence[str], call: Call) -> None:
    """Upgrade pip, then let it install Footnote; the stamp says `UNFINISHED` meanwhile."""
    mark, log = root / ".venv" / STAMP, root / ".venv" / "install.log"
    mark.write_text(UNFINISHED)
    if log.exists():
        log.unlink()
    pip = [str(python), "-m", "pip", "install", "--progress-bar", "off"]
    what = str(root) + ("[{}]".format(",".join(extras)) if extras else "")
    steps = (
        # The pip that older Pythons bring needs more than ten minutes to find its way through these packages.
        ("Upgrading pip", [*pip, "--upgrade", "pip"]),
        (
            "Installing the packages under constraints.txt (about 2 minutes)",
            [*pip, "-c", str(root / "constraints.txt"), "-e", what],
        ),
    )
    for title, command in steps:
        tell(title + " ...")
        code, said = call(command, log)
        if code:
            mark.unlink()
            raise SetupError(
                "{} failed ({}); mend that and run the same command again; all that pip said is in {}.".format(
                    title.split(" (")[0], last_error(said), log
                )
            )


def prepare(root: Path, extras: Sequence[str], version: Version, free: int, call: Call) -> str:
    """Bring .venv up to date and return the step that was needed.

    Args:
        root: the repository.
        extras: extras of pyproject.toml to install.
        version: that of the Python that runs this.
        free: free bytes of the repository's disk.
        call: runs commands.

    Raises:
        SetupError: this Python, the disk or pip does not let it.
    """
    check_python(version)
    venv = root / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    mark = venv / STAMP
    probe = [str(python), "-c", "import sys; sys.stdout.write('%d.%d' % sys.version_info[:2])"]
    usable = call(probe, None) == (0, dotted(version))
    wanted = digest(root, version)
    step = next_step(mark.read_text() if mark.is_file() else "", wanted, extras, usable)
    if step == INSTALL and call([str(python), "-m", "pip", "--version"], None)[0]:
        step = BUILD
    if step == BUILD:
        check_venv(lambda name: find_spec(name) is not None, version)
        check_disk(free, root)
        build(venv, python, call)
    if step != READY:
        install(root, python, extras, call)
        mark.write_text(stamp(wanted, extras))
    return step


def main(extras: Sequence[str]) -> int:
    """Exit code: 0 if .venv is up to date, 1 if it could not be brought there, 130 if it was stopped."""
    root = Path(__file__).resolve().parent.parent
    try:
        prepare(root, extras, sys.version_info[:2], shutil.disk_usage(str(root)).free, call)
    except SetupError as error:
        tell(str(error))
        return 1
    except KeyboardInterrupt:
        tell("Stopped; run the same command again.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
