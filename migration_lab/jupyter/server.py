"""JupyterLab on the learner's desk: started, announced in a few words, and ended by Ctrl-C."""

import asyncio
import os
import platform
import secrets
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from migration_lab import places
from migration_lab.jupyter import quiet, terminal, unopened
from migration_lab.jupyter.address import LOOPBACK, PORT, Address, Circumstances, free_port, words
from migration_lab.lessons import desk, disk, handout

JUPYTER, LOG, PAGE, SECRET = "jupyter", "log.txt", "open.html", "secret"
STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
PATIENCE = 2.0  # seconds

Say = Callable[[str], None]
Browse = Callable[[str], None]


def start(port: int = PORT, *, ip: str = LOOPBACK, say: Say = print) -> None:
    """Open the desk in a browser, or only say its address where there is no screen; return when Ctrl-C ended it.

    Args:
        port: The first one to try; a taken one leads to the next.
        ip: Who may come in: `127.0.0.1` is this machine only.
        say: Takes the lines meant for the person at the terminal.
    """
    seen = screen(os.environ, sys.platform)
    _run(port, ip=ip, browse=_browse if seen else None, say=say)


def serve(port: int = PORT, *, ip: str = LOOPBACK, say: Say = print) -> None:
    """Say the desk's address and open no browser; return when Ctrl-C ended it."""
    _run(port, ip=ip, browse=None, say=say)


def screen(variables: Mapping[str, str], system: str) -> bool:
    """Tell whether a browser would be seen here: not over ssh, and on Linux only under X or Wayland."""
    if variables.get("SSH_CONNECTION"):
        return False
    if system in {"win32", "darwin"}:
        return True
    if not (variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY")):
        return False
    try:
        return type(webbrowser.get()) is not webbrowser.GenericBrowser  # a text browser, which takes the terminal
    except webbrowser.Error:
        return False


def _run(port: int, *, ip: str, browse: Browse | None, say: Say) -> None:
    for line in desk.lay():
        say(line)
    wanted = Address(ip, free_port(port, ip), secrets.token_hex(16))
    facts = Circumstances(port, in_browser=bool(browse), as_root=_root(), over_ssh=bool(os.getenv("SSH_CONNECTION")))
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as runtime:  # private, on a local disk
        _move_in(places.home(), Path(runtime))
        with _quiet(places.backstage(JUPYTER) / LOG):
            server = _initialize(wanted)
            address = replace(wanted, port=server.port)  # another program may have taken it meanwhile
            _stop_on_signals(server)
            server.io_loop.add_callback(say, "\n".join(words(address, facts)))
            if browse:
                server.io_loop.add_callback(browse, address.url)
            server.start()
            server.io_loop.run_sync(_let_go)
    say(f"The lab has ended. Your work is kept in `{places.shown(places.home())}`.")


@contextmanager
def _quiet(log: Path) -> Iterator[None]:
    """Send what JupyterLab and its kernels write to stderr to a file: there it helps, in a terminal it frightens."""
    terminal = os.dup(2)
    with disk.told(log.parent), log.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _move_in(home: Path, runtime: Path) -> None:
    """Let this process, and so its terminals and kernels, live in the lab's own surroundings."""
    variables = quiet.surroundings(home, runtime, os.environ)
    os.environ.clear()
    os.environ.update(variables)
    with disk.told(home):
        unopened.write(Path(variables["IPYTHONDIR"]))
        Path(variables["JUPYTER_DATA_DIR"]).parent.mkdir(mode=0o700, exist_ok=True)
        terminal.write(quiet.shell_folder(home), variables)
        os.chdir(home)  # where a terminal opens: in the repository `alembic` would work on the originals


def _initialize(address: Address) -> Any:
    # only now: it is heavy, and it reads the environment when it loads
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]
    from traitlets.config import Config

    from migration_lab.jupyter import layouts

    LabApp.serverapp_config = {"jpserver_extensions": {"jupyter_server_terminals": True}}  # and no other
    folder = places.backstage(JUPYTER)
    with disk.told(folder):
        config = Config(quiet.configuration(places.home(), address, quiet.secret(folder / SECRET)))
    server = LabApp.initialize_server(argv=[], config=config, static_custom_path=[str(quiet.STYLE)])
    layouts.install(server, places.home() / handout.FOLDER)
    server.browser_open_file = str(folder / PAGE)
    return server


def _stop_on_signals(server: Any) -> None:
    """End at once and without a question; a second signal does not wait for the kernels."""
    signals = [getattr(signal, name) for name in STOPS if hasattr(signal, name)]

    def stop(number: int, frame: object) -> None:
        for one in signals:
            signal.signal(one, signal.SIG_DFL)
        server.stop(from_signal=True)

    for one in signals:
        if signal.getsignal(one) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(one, stop)


async def _let_go() -> None:
    """End the answers that Ctrl-C cut off: a thread that still works for one would keep this process from ending."""
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    if waiting:
        await asyncio.wait(waiting, timeout=PATIENCE)


def _browse(url: str) -> None:
    """Open the page through a private file that leads on to it: the key is then in no list of processes."""
    wsl = "microsoft" in platform.uname().release.lower()  # its browser lives in Windows and cannot read our file
    target = url if wsl else (places.backstage(JUPYTER) / PAGE).as_uri()
    threading.Thread(target=webbrowser.open, args=(target,), daemon=True).start()


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
