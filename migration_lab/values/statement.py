"""The SQL that a command sent to its databases: statements that change something, and the transactions around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from migration_lab.grid import Grid, cell

LONGEST = 4_000  # characters of a statement that are kept
NOT_DONE = "not done"


@dataclass(frozen=True)
class Statement:
    """One statement, or several equal ones in a row.

    Args:
        text: The SQL as it was sent, with its placeholders.
        parameters: What stood in the placeholders, in words; of several, the first ones.
        times: How often it was sent with other parameters.
        rows: How many rows it changed, as the driver says; None where it does not say.
        done: Whether it came to its end: one that failed did not, nor one that was running when the program ended.
        database: The file or server's database it was sent to.
    """

    text: str
    parameters: str = ""
    times: int = 1
    rows: int | None = None
    done: bool = True
    database: str = ""

    @property
    def lines(self) -> list[str]:
        """Give the text, line by line, harmless to show."""
        lines = self.text.expandtabs(4).strip().splitlines() or [""]
        return [cell(line, 2 * LONGEST).rstrip() for line in lines]

    @property
    def note(self) -> str:
        """Say what a script would not: how often, with what, how many rows."""
        often = f"{self.times:,} times" if self.times > 1 else ""
        first = "first with" if often else "with"
        values = f"{first} {self.parameters}" if self.parameters else ""
        rows = "" if self.rows is None else f"{self.rows:,} {'row' if self.rows == 1 else 'rows'}"
        return "; ".join(word for word in (often, values, rows, "" if self.done else f"! {NOT_DONE}") if word)

    def __str__(self) -> str:
        note = f"  -- {self.note}" if self.note else ""
        return "\n".join(self.lines) + ";" + note


def script(statements: Sequence[Statement]) -> str:
    """Write statements as one script; a comment says which database follows, where there are several."""
    lines, last = [], ""
    several = len({one.database for one in statements}) > 1
    for one in statements:
        if several and one.database != last:
            lines.append(f"-- {cell(one.database)}")
        last = one.database
        lines.append(str(one))
    return "\n".join(lines)


def grid(statements: Sequence[Statement]) -> Grid:
    """Show one line for each statement."""
    rows = tuple((str(number), " ".join(one.lines), one.note) for number, one in enumerate(statements, 1))
    return Grid(("", "SQL", "with"), rows, "" if rows else "no statement that changes anything was sent")
