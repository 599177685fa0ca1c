"""What a replay asks of its child, and what the child says, in files that lie in the copy of the project."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from migration_lab.errors import LabError

PLACE = Path(".replay")  # also where the child puts the database files
SAID = PLACE / "said.jsonl"
_ORDER = PLACE / "order.json"

Fact = dict[str, str]


@dataclass(frozen=True)
class Steps:
    """What one child is asked to do.

    Args:
        section: The section of `alembic.ini` (`-n`).
        revisions: What to upgrade to, one after the other; each follows what the database has by then.
        seconds: The time limit of each.
        room: How many bytes the copies may take together.
        seed: The module that writes the named rows, its arguments, and the table it needs; empty: none.
    """

    section: str
    revisions: tuple[str, ...]
    seconds: float
    room: int
    seed: tuple[str, ...] = ()


def write(steps: Steps, project: Path) -> None:
    """Lay the order into the copy of the project."""
    (project / PLACE).mkdir()
    (project / _ORDER).write_text(json.dumps(asdict(steps)), encoding="utf-8")


def read(project: Path) -> Steps:
    """Read the order."""
    facts = json.loads((project / _ORDER).read_text(encoding="utf-8"))
    return Steps(**(facts | {name: tuple(facts[name]) for name in ("revisions", "seed")}))


def said(project: Path) -> list[Fact]:
    """Read what the child has said so far; a line that is being written counts later.

    Raises:
        LabError: It was not the child who wrote there.
    """
    try:
        whole, _, _ = (project / SAID).read_text(encoding="utf-8").rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise LabError(
            f"A migration wrote into the replay's own notes: {error}.", f"Leave the folder `{PLACE}` alone."
        ) from error
