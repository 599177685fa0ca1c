"""A notebook in whose kernel no lesson is open yet: `%alembic` and `lab` say what to run first.

IPython loads this at the start of every kernel of the lab, so nothing is imported before it is needed.
"""

import sys
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = frozenset({"lab", "work", "open_lesson", "continue_lesson", "exercise", "predict", "see"})
CONFIGURATION = Path("profile_default", "ipython_kernel_config.py")


def write(ipython: Path) -> None:
    """Let every kernel with this IPYTHONDIR load this module.

    Raises:
        OSError: The disk refused.
    """
    file = ipython / CONFIGURATION
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"get_config().InteractiveShellApp.extensions = [{__name__!r}]\n", encoding="utf-8")


def load_ipython_extension(shell: Any) -> None:
    """Prepare a notebook: IPython calls this by its name.

    Args:
        shell: IPython's `InteractiveShell`.
    """

    def alembic(line: str) -> None:
        """Run `alembic` in the current lesson's workspace."""
        from migration_lab import magics

        magics.register(shell)
        magics.run_line(shell, line)

    shell.register_magic_function(alembic, "line", "alembic")
    shell.set_custom_exc((NameError,), _explain)


def _explain(
    shell: Any, kind: type[NameError], error: NameError, frames: TracebackType, tb_offset: int | None = None
) -> None:
    """Show a traceback as ever; under that of a name that a lesson's first cells make, say so."""
    if type(error) is NameError and error.name in NAMES and not _is_open():
        from migration_lab.lessons import meant

        error.add_note(f"No lesson is open in this kernel. {meant.again()}")
    shell.showtraceback((kind, error, frames), tb_offset=tb_offset)


def _is_open() -> bool:
    workspace = sys.modules.get("migration_lab.lessons.workspace")
    return workspace is not None and workspace.is_open()
