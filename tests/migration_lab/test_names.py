"""The few names a notebook imports, and that importing them costs nothing before they are used."""

import subprocess
import sys

import pytest

import migration_lab

HEAVY = "{'IPython', 'alembic', 'fastapi', 'ipykernel', 'nbformat', 'pandas', 'sqlalchemy'}"


def test_a_notebook_needs_at_most_eight_names() -> None:
    assert len(migration_lab.__all__) <= 8
    assert {getattr(migration_lab, name).__name__ for name in migration_lab.__all__} == set(migration_lab.__all__)
    assert set(migration_lab.__all__) <= set(dir(migration_lab))


def test_an_unknown_name_is_an_ordinary_mistake() -> None:
    with pytest.raises(AttributeError, match="module 'migration_lab' has no attribute 'open_leson'"):
        migration_lab.open_leson  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import migration_lab", "set()"),
        ("from migration_lab import LabError", "set()"),
        ("from migration_lab import open_lesson, continue_lesson, Schema, Rows, History", "{'sqlalchemy'}"),
    ],
)
def test_what_is_not_used_is_not_loaded(code: str, loaded: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print({HEAVY} & set(sys.modules))"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert said == f"{loaded}\n"
