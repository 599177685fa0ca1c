"""Which statements of a migration are counted: those that change something, not the transactions around them."""

from collections.abc import Iterable

from migration_lab.grid import Grid, cell
from migration_lab.values.statement import Statement

SHOWN = 72  # characters of a statement
AROUND = frozenset({"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PRAGMA", "SET"})


def is_step(text: str) -> bool:
    """Tell whether a statement is one after which the process can be ended."""
    return text.lstrip().partition(" ")[0].rstrip(";").upper() not in AROUND


def one_line(text: str) -> str:
    """Write a statement in one line, its end cut where it is long."""
    words = cell(" ".join(text.split()), longest=10_000)
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()} …"


def grid(statements: Iterable[Statement], caption: str = "") -> Grid:
    """Number the statements that count; the transactions around them are shown without a number."""
    rows: list[tuple[str, str, str]] = []
    number = 0
    for one in statements:
        number += is_step(one.text)
        known = (
            one.rows is not None and one.rows >= 0 and one.text.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        )
        changed = f"{one.rows:,} {'row' if one.rows == 1 else 'rows'}" if known else ""
        rows.append((str(number) if is_step(one.text) else "", one_line(one.text), changed))
    return Grid(("", "statement", "changed"), tuple(rows), caption)
