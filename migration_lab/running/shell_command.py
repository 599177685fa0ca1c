"""Run `alembic` as a shell finds it in a lesson (`running/bin/`): the real one, with the guard that `%alembic` has.

Outside a lesson's workspace it is Alembic and nothing else.
"""

import sys
from pathlib import Path
from types import TracebackType

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.running.guard import Refused, guard, reason


def main() -> None:
    """Run Alembic on the words of this command line."""
    sys.argv[0] = "alembic"
    workspace = _workspace()
    if workspace is not None:
        guard(str(workspace), sys.argv[1:])
    sys.excepthook = _show
    from alembic.config import main as alembic

    alembic(prog="alembic")


def _workspace() -> Path | None:
    try:
        return places.workspace_around(Path.cwd().resolve())
    except (OSError, LabError):  # the folder was deleted while we stood in it; there is no desk
        return None


def _show(kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
    """Show an error as Python does, a refusal in its two sentences."""
    why = reason(error)
    if isinstance(why, Refused):
        print(why, file=sys.stderr)
        return
    while frames is not None and frames.tb_frame.f_code.co_filename in (__file__, "<frozen runpy>"):
        frames = frames.tb_next
    sys.__excepthook__(kind, error.with_traceback(frames), frames)


if __name__ == "__main__":
    main()
