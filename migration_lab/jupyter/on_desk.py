"""A terminal of the launcher opens on the desk, whatever the person's shell is."""

from pathlib import Path
from typing import Any

from jupyter_server_terminals.terminalmanager import TerminalManager

from migration_lab.lessons import handout


class TerminalsOnDesk(TerminalManager):
    """JupyterLab's terminals.

    The launcher opens one in the folder that the file browser shows. At the start that is `notebooks/`, where
    `cd 00_welcome` finds nothing.
    """

    def create(self, **options: Any) -> dict[str, Any]:
        """Start a shell, in the desk's own folder where it was to start in `notebooks/`.

        Args:
            options: The browser's wishes; `cwd` is a folder, absolute.
        """
        folder = Path(options.get("cwd") or ".")  # of the server, which works on the desk
        if folder == Path.cwd() / handout.FOLDER:
            options["cwd"] = str(folder.parent)
        return dict(super().create(**options))
