"""Give every command of a lesson the same surroundings: no setting of a real project, no colours, one hash seed."""

import os
import sys
import sysconfig
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path

# What `lab_app.settings` reads: a test compares this list with the class there.
SETTINGS = frozenset({"DATABASE_URL", "ANALYTICS_DATABASE_URL"})

# ALEMBIC_CONFIG would replace the workspace's alembic.ini; FORCE_COLOR colours tracebacks from Python 3.13 on;
# without byte-code each command compiles the learner's project anew.
UNWANTED = SETTINGS | {"ALEMBIC_CONFIG", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE"}

# Alembic's order of heads and dropped tables depends on the hash seed; argparse folds its help at COLUMNS.
FIXED = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "100"}

PYTHON = "MIGRATION_LAB_PYTHON"  # which Python `bin/alembic` starts, whatever else is on PATH


def clean(mapping: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Copy an environment without any setting of `lab_app`, with the lab's own programs first on PATH.

    Names are compared without case, as pydantic-settings does.
    """
    kept = {name: value for name, value in mapping.items() if name.upper() not in UNWANTED}
    return kept | FIXED | {PYTHON: sys.executable, "PATH": _path(kept.get("PATH", os.defpath))}


def adopt(mapping: MutableMapping[str, str] = os.environ) -> None:
    """Clean an environment in place, so that `!alembic` and the kernel itself have it too."""
    wanted = clean(mapping)
    for name in [name for name in mapping if name not in wanted]:
        del mapping[name]
    mapping.update(wanted)


@cache
def _programs() -> tuple[str, ...]:
    """List our folders of programs: the guarded `alembic` comes before the one of this interpreter."""
    return str(Path(__file__).parent / "bin"), str(Path(sys.executable).parent), sysconfig.get_path("scripts")


def _path(path: str) -> str:
    """Put our programs first: activating the environment may have been forgotten."""
    folders = [*_programs(), *path.split(os.pathsep)]
    return os.pathsep.join(dict.fromkeys(folder for folder in folders if folder))
