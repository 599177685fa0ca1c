"""The word a learner types for the lab: it differs with the system and with the way the lab was installed."""

import re
from pathlib import Path

import pytest

from migration_lab.command import LAB, called
from migration_lab.places import ORIGIN
from tests.repository import ROOT

OURS = ORIGIN / ".venv"
STARTED = "/x/migration_lab/__main__.py"
# A line of `environment.yml`, which is the same on every system.
IN_A_FILE = {"lock.py: # Written by `./lab lock`: change pyproject.toml and run that, never this file."}


@pytest.mark.parametrize(
    ("path", "system", "prefix", "word"),
    [
        (STARTED, "posix", OURS, "./lab"),
        (STARTED, "nt", OURS, "py lab"),
        ("ipykernel_launcher.py", "posix", OURS, "./lab"),
        (STARTED, "posix", Path("/conda/envs/migration-lab"), "migration-lab"),
        ("ipykernel_launcher.py", "nt", Path("/conda/envs/migration-lab"), "migration-lab"),
        ((OURS / "bin/migration-lab").as_posix(), "posix", OURS, "migration-lab"),
        ("C:/env/Scripts/migration-lab.exe", "nt", OURS, "migration-lab"),
    ],
)
def test_the_lab_calls_itself_what_the_learner_types(path: str, system: str, prefix: Path, word: str) -> None:
    assert called(path, system, prefix) == word


def test_no_next_step_is_true_on_one_system_only() -> None:
    assert LAB in {"./lab", "py lab", "migration-lab"}
    assert set(_hard_coded()) == IN_A_FILE


def _hard_coded() -> list[str]:
    """Return the lines that name `./lab` outside a docstring's prose: those a learner would paste."""
    found = []
    for path in sorted((ROOT / "migration_lab").rglob("*.py")):
        file = path.relative_to(ROOT / "migration_lab").as_posix()
        code = re.sub(r'^ *""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        if file != "command.py":
            found += [f"{file}: {line.strip()}" for line in code.splitlines() if "`./lab" in line]
    return found
