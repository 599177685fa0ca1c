"""What `check.py` can import: every expectation is shown to hold and to fail by a test of its own."""

from pathlib import Path

import pytest

from migration_lab.judging import expect

TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "expecting").glob("test_*.py"))
FACTS = {"Miss", "Mistake", "Replay"}


@pytest.mark.parametrize("name", sorted(set(expect.__all__) - FACTS))
def test_every_expectation_is_tested(name: str) -> None:
    assert f"expect.{name}(" in TESTS
    assert getattr(expect, name).__doc__


def test_all_that_is_offered_is_listed() -> None:
    offered = {name for name, one in vars(expect).items() if callable(one) and not name.startswith("_")}

    assert offered == set(expect.__all__)
