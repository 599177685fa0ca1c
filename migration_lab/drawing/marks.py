"""What a diagram of tables points at: added, removed and changed, told by sign, word and colour."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from migration_lab.values.schema_diff import WORDS

# Dark words on a pale ground, 9 : 1 and more; the frame is seen on white and on black, 3 : 1
STYLES = {
    "+": "fill:#d7f5dd,stroke:#2da44e,color:#0a3d19,stroke-width:3px",
    "-": "fill:#ffdcd7,stroke:#e5534b,color:#5c0a15,stroke-width:3px",
    "~": "fill:#fff1c2,stroke:#bf8700,color:#3d2600,stroke-width:3px",
    "*": "fill:#d8e6ff,stroke:#388bfd,color:#062a61,stroke-width:3px",
}
NAMES = {**WORDS, "*": "chosen"}


@dataclass(frozen=True)
class Mark:
    """One thing that is pointed at.

    Args:
        sign: `+` added, `-` removed, `~` changed, `*` the one that was chosen.
        note: What changed, in a few words: `VARCHAR(50) → TEXT`.
    """

    sign: str
    note: str = ""

    @property
    def words(self) -> str:
        """Say sign, word and note: `~ changed VARCHAR(50) → TEXT`."""
        return " ".join(part for part in (self.sign, NAMES[self.sign], self.note) if part)


@dataclass(frozen=True)
class Marks:
    """All that is pointed at in one diagram.

    Args:
        tables: The mark of a table, by its name.
        columns: The mark of a column, by table and column.
        foreign_keys: The mark of an arrow, by table and the columns that point.
        rules: What else is to be shown in the box of a table: kind, name and mark of an index, a check, …
    """

    tables: Mapping[str, Mark] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    foreign_keys: Mapping[tuple[str, tuple[str, ...]], Mark] = field(default_factory=dict)
    rules: Mapping[str, tuple[tuple[str, str, Mark], ...]] = field(default_factory=dict)

    @property
    def signs(self) -> tuple[str, ...]:
        """Name the signs of the tables, each once, in a steady order."""
        return tuple(sign for sign in STYLES if any(mark.sign == sign for mark in self.tables.values()))
