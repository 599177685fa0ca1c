"""Runs venv, pip, uv and the byte-code compiler for a set-up; what they say goes to the log."""

import os
import shlex
import signal
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from migration_lab.door import failures, index, uv_wheel
from migration_lab.door.stamp import WINDOWS


@dataclass(frozen=True)
class Tools:
    """The tools of one set-up.

    Args:
        root: The lab's folder.
        command: What the learner typed, for the next step in a message.
        held: The open lock file. Tools keep it open: if we are killed, the turn is over when they are.
    """

    root: Path
    command: str
    held: int

    @property
    def folder(self) -> Path:
        """Where the environment lies."""
        return self.root / ".venv"

    @property
    def python(self) -> str:
        """The environment's Python."""
        return self._program("python")

    @property
    def log(self) -> Path:
        """Where every word of the tools is kept."""
        return self.folder / "lab-setup.log"

    def make_environment(self) -> None:
        """Make the environment, without pip: nobody needs it in there, and it takes seconds."""
        self.log.touch()
        try:
            import venv
        except ImportError:
            raise failures.no_venv(self.command) from None
        try:
            venv.EnvBuilder(symlinks=not WINDOWS, with_pip=False).create(self.folder)
        except ValueError:
            raise failures.unusable_name(self.root, self.command) from None

    def fetch_uv(self, pin: str) -> None:
        """Install the uv that the `pin` names with its hashes: a kept one, or else what pip downloads."""
        wheel = uv_wheel.find(pin) or self._downloaded(pin)
        uv_wheel.unpack(wheel, self.folder)

    def install(self, locks: Sequence[str]) -> None:
        """Install what the locks name, each file checked against its hashes."""
        files = [option for lock in locks for option in ("-r", str(self.root / lock))]
        self._uv("--require-hashes", "--no-deps", *files)

    def install_project(self) -> None:
        """Install the project itself, by link; the libraries get their byte-code meanwhile."""
        places = {"base": str(self.folder), "platbase": str(self.folder)}
        libraries = sysconfig.get_path("purelib", "venv", places)
        with self._beside((self.python, "-m", "migration_lab.door.bytecode", libraries, str(self.root)), os.environ):
            self._uv("--no-deps", "--no-build-isolation", "-e", str(self.root))

    @property
    def _inherited(self) -> tuple[int, ...]:
        return () if WINDOWS else (self.held,)

    @cached_property
    def _pip(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """Return a pip that works, and what it is told about indexes."""
        words = ""
        for pip in _pips():
            command = (self.python, str(pip))
            listing = subprocess.run(
                (*command, "config", "list"), capture_output=True, text=True, pass_fds=self._inherited
            )
            if listing.returncode == 0:
                return command, index.read(listing.stdout)
            words = listing.stderr
        raise failures.of_tool(words, self.command, root=self.root) if words else failures.no_venv(self.command)

    def _downloaded(self, pin: str) -> Path:
        """Let a pip from outside download uv: the environment has none."""
        command, settings = self._pip
        folder = self.folder / "lab-uv"
        folder.mkdir()
        requirement = folder / "pin.txt"
        requirement.write_text(pin + "\n", encoding="utf-8")
        options = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--retries", "2", "-d", str(folder))
        self._run((*command, "download", *options, "-r", str(requirement)), index.for_pip(settings))
        wheel = next(folder.glob("uv-*.whl"))
        uv_wheel.keep(wheel)
        return wheel

    def _uv(self, *options: str) -> None:
        _, settings = self._pip
        fixed = ("pip", "install", "--python", self.python, *index.uv_options(settings))
        self._run((self._program("uv"), *fixed, *options), index.for_uv(settings))

    def _run(self, command: Sequence[str], variables: Mapping[str, str]) -> None:
        with self._beside(command, variables):
            pass

    @contextmanager
    def _beside(self, command: Sequence[str], variables: Mapping[str, str]) -> Iterator[None]:
        """Run a program beside the block, wait for it at the end, and explain its failure."""
        with self.log.open("ab") as log:
            log.write(f"$ {shlex.join(command)}\n".encode(errors="replace"))
            log.flush()
            start = log.tell()
            process = self._started(command, variables, log)
            try:
                yield
                code = process.wait()
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()
            if code < 0:
                log.write(f"{command[0]} was ended by {signal.Signals(-code).name}\n".encode())
        if code:
            words = self.log.read_bytes()[start:].decode(errors="replace")
            raise failures.of_tool(words, self.command, root=self.root)

    def _started(self, command: Sequence[str], variables: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command,
                cwd=self.root,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=self._inherited,
            )
        except PermissionError:
            raise failures.no_programs(command[0], self.root, self.command) from None

    def _program(self, name: str) -> str:
        return str(self.folder / "Scripts" / f"{name}.exe" if WINDOWS else self.folder / "bin" / name)


def _pips() -> Iterator[Path]:
    """Find a pip to run: the one of this Python (it is compiled), else the wheel that every Python comes with.

    The first is started as `pip --python` does, so that it sees the new environment and nothing of its own.
    """
    found = find_spec("pip")
    if found and found.origin:
        yield from Path(found.origin).parent.glob("__pip-runner__.py")
    if find_spec("ensurepip") is None:
        return
    import ensurepip

    kept = sysconfig.get_config_var("WHEEL_PKG_DIR")  # where some Linux distributions put it
    for folder in (Path(ensurepip.__file__).parent / "_bundled", *([Path(kept)] if kept else [])):
        yield from (wheel / "pip" for wheel in sorted(folder.glob("pip-*.whl")))
