"""JupyterLab's terminals: the person's own shell, with the lab's programs first and without a real project's settings.

Without a terminal of its own JupyterLab starts a login shell, and what a person's start-up files say comes after the
lab's environment: a PATH made anew, pyenv or conda in front, an exported DATABASE_URL. So ours has the last word.
"""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from shutil import which

from migration_lab.running import environment

SHELL = "shell"
BASH, ZSH_ENVIRONMENT, ZSH = "bashrc", ".zshenv", ".zshrc"


def settings(folder: Path, variables: Mapping[str, str]) -> dict[str, list[str]]:
    """Give JupyterLab's `terminado_settings`; nothing on Windows, whose shell keeps the environment it is given.

    Args:
        folder: Where the start-up files of `write` are.
        variables: The environment: `SHELL` is the shell the person chose.
    """
    if os.name == "nt":
        return {}
    return {"shell_command": command(variables.get("SHELL") or which("sh") or "/bin/sh", folder)}


def command(shell: str, folder: Path) -> list[str]:
    """Give the command that starts this shell with our start-up file after the person's own."""
    match Path(shell).name:
        case "bash":
            return [shell, "--rcfile", str(folder / BASH)]
        case "zsh":
            return ["env", f"ZDOTDIR={folder}", shell]
        case "fish":
            folders = " ".join(shlex.quote(one) for one in _programs())
            return [shell, "--init-command", f"set -gx PATH {folders} $PATH"]
        case _:
            return [shell]


def write(folder: Path, variables: Mapping[str, str]) -> None:
    """Write the start-up files.

    Raises:
        OSError: The disk refused.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = shlex.quote(variables.get("ZDOTDIR") or variables.get("HOME") or "/")
    last = _last_word()
    files = {
        BASH: f"[ -r ~/.bashrc ] && . ~/.bashrc\n{last}",
        ZSH_ENVIRONMENT: f"ours=$ZDOTDIR ZDOTDIR={own}\n{_sourced(ZSH_ENVIRONMENT)}ZDOTDIR=$ours\n",
        ZSH: f"ZDOTDIR={own}\n{_sourced(ZSH)}{last}",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _sourced(file: str) -> str:
    return f'[ -r "$ZDOTDIR/{file}" ] && . "$ZDOTDIR/{file}"\n'


def _last_word() -> str:
    unwanted = sorted(name for one in environment.UNWANTED for name in (one, one.lower()))
    path = shlex.quote(os.pathsep.join(_programs()))
    return f'unset {" ".join(unwanted)}\nexport PATH={path}:"$PATH"\n'


def _programs() -> list[str]:
    """List the folders of the lab's own programs."""
    return environment.clean({"PATH": ""})["PATH"].split(os.pathsep)
