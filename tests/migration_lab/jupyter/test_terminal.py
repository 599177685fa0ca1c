"""JupyterLab's terminals: they open on the desk, and `alembic` is the lab's whatever the person's shell sets up."""

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from tornado.websocket import websocket_connect

from migration_lab.jupyter import terminal
from migration_lab.running import environment
from migration_lab.running.environment import UNWANTED
from tests import visit

PROGRAMS = environment.clean({"PATH": ""})["PATH"]
ALEMBIC = shutil.which("alembic", path=PROGRAMS)
OWN = 'export PATH="{home}/shims:/usr/bin:/bin" DATABASE_URL=production OWN_ALIAS=kept\n'
ASK = 'unset HISTFILE; printf "<%s>" "$PWD" "$(command -v alembic)" "$DATABASE_URL" "$OWN_ALIAS"; echo "<""end>"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory whose shell puts another Alembic first, as pyenv and conda do."""
    home = tmp_path / "own home"
    (home / "shims").mkdir(parents=True)
    (home / "shims" / "alembic").write_text("#!/bin/sh\n")
    (home / "shims" / "alembic").chmod(0o755)
    for name in (".bashrc", ".profile", ".zshrc", ".zshenv"):
        (home / name).write_text(OWN.format(home=home))
    return home


async def _said(address: str, line: str, **wishes: str) -> str:
    """Open a terminal, type a line, and return what is shown until the end of its answer."""
    url = httpx.URL(address)
    async with httpx.AsyncClient(params=url.params, timeout=30) as client:
        name = (await client.post(f"http://{url.host}:{url.port}/api/terminals", json=wishes)).json()["name"]
    socket = await websocket_connect(f"ws://{url.host}:{url.port}/terminals/websocket/{name}?{url.query.decode()}")
    await socket.write_message(json.dumps(["stdin", line]))
    shown = ""
    while "<end>" not in shown:
        message = await asyncio.wait_for(socket.read_message(), 30)
        assert message is not None, shown
        kind, *words = json.loads(message)
        shown += words[0] if kind == "stdout" else ""
    socket.close()
    while await socket.read_message() is not None:
        pass  # until the other side has closed it too
    return shown


def test_a_terminal_opens_on_the_desk_with_the_labs_own_alembic(tmp_path: Path, home: Path) -> None:
    desk, bash = tmp_path / "my desk", shutil.which("bash") or "bash"
    with visit.running(desk, "--no-browser", variables={"HOME": str(home), "SHELL": bash}) as lab:
        shown = asyncio.run(_said(lab.address, ASK))

    answer = shown[shown.rindex(f"<{desk}>") :] if f"<{desk}>" in shown else shown
    assert ALEMBIC
    assert answer.startswith(f"<{desk}><{ALEMBIC}><><kept><end>")


@pytest.mark.parametrize("shell", ["/bin/bash", "/bin/sh", ""])
def test_a_terminal_of_the_launcher_opens_on_the_desk_in_every_shell(shell: str, tmp_path: Path, home: Path) -> None:
    desk = tmp_path / "my desk"
    with visit.running(desk, "--no-browser", variables={"HOME": str(home), "SHELL": shell}) as lab:
        shown = [asyncio.run(_said(lab.address, ASK, cwd=folder)) for folder in ("notebooks", "docs")]

    assert f"<{desk}><{ALEMBIC}>" in shown[0]
    assert f"<{desk / 'docs'}><{ALEMBIC}>" in shown[1]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_labs_programs_win_over_the_persons_start_up_files(shell: str, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "it's ours"
    terminal.write(folder, {"HOME": str(home)})
    program = shutil.which(shell)
    file = {"bash": terminal.BASH, "zsh": terminal.ZSH}[shell]
    command = [program, "-f"] if program and shell == "zsh" else ["bash", "--norc"]  # both read our file alike

    said = subprocess.run(
        [*command, "-c", f'. "{folder / file}"; {ASK}'],
        capture_output=True, text=True, check=True, env={"HOME": str(home), "PATH": os.defpath},
    ).stdout  # fmt: skip

    assert said.endswith(f"<{ALEMBIC}><><kept><end>\n")


def test_each_shell_is_started_without_a_login(tmp_path: Path) -> None:
    assert terminal.command("/bin/bash", tmp_path) == ["/bin/bash", "--rcfile", str(tmp_path / "bashrc")]
    assert terminal.command("/bin/zsh", tmp_path) == ["env", f"ZDOTDIR={tmp_path}", "/bin/zsh"]
    assert terminal.command("/bin/dash", tmp_path) == ["/bin/dash"]
    assert terminal.command("/bin/fish", tmp_path)[:2] == ["/bin/fish", "--init-command"]
    assert terminal.command("/bin/fish", tmp_path)[2].startswith(f"set -gx PATH {PROGRAMS.split(os.pathsep)[0]} ")


def test_settings_of_a_real_project_do_not_come_back_with_the_shell(tmp_path: Path) -> None:
    terminal.write(tmp_path, {})

    for file in (terminal.BASH, terminal.ZSH):
        unset = (tmp_path / file).read_text().split("unset ")[1].splitlines()[0].split()
        assert set(unset) >= UNWANTED
