"""How the lab is called here, for every next step that a learner pastes."""

import os
import sys
from pathlib import Path

from migration_lab.places import ORIGIN


def called(path: str, system: str, prefix: Path) -> str:
    """Return what a learner types: `./lab` (`py lab` on Windows), or the installed command.

    Args:
        path: What was started, as in `sys.argv`.
        system: The system, as in `os.name`.
        prefix: The environment of this Python. `./lab` makes one of its own; in another one, such as conda's, only
            the installed command leads there.
    """
    if Path(path).stem == "migration-lab" or prefix.resolve() != (ORIGIN / ".venv").resolve():
        return "migration-lab"
    return "py lab" if system == "nt" else "./lab"


LAB = called(sys.argv[0], os.name, Path(sys.prefix))
