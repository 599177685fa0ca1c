"""Children whose parent is missing, for each foreign key of a table and each that points to it, before and after."""

from dataclasses import dataclass

from migration_lab.grid import Shown, cell
from migration_lab.values import moment
from migration_lab.values.marked import Marked, stepped
from migration_lab.values.moment import Given, Moment
from migration_lab.values.parts import ForeignKey


@dataclass(frozen=True)
class Orphaned:
    """The children of one foreign key.

    Args:
        child: The table that points.
        key: To what; the words of the constraint are the later ones.
        orphans: How many children have no parent, before and after; None where that is not known or no such column.
        sign: `+` or `-` if only the later or the earlier schema declares it.
    """

    child: str
    key: ForeignKey
    orphans: tuple[int | None, int | None]
    sign: str = ""

    @property
    def words(self) -> str:
        """Say who points to whom."""
        ours, theirs = (", ".join(names) for names in (self.key.columns, self.key.target_columns))
        return cell(f"{self.child} ({ours}) → {self.key.target} ({theirs})")


@dataclass(frozen=True, repr=False)
class Orphans(Shown):
    """What is known of the children around one table."""

    table: str
    keys: tuple[Orphaned, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        return any(any(one.orphans) for one in self.keys)

    @property
    def grid(self) -> Marked:
        """Show one line for each foreign key."""
        lines = [((_declared(one), one.sign), (one.words, ""), stepped(*one.orphans)) for one in self.keys]
        what = "children without their parent, by foreign key." if lines else "no foreign key from it or to it."
        caption = " ".join(word for word in (f"{cell(self.table)}: {what}", self.note) if word)
        return Marked.of(("foreign key", "child → parent", "orphans"), lines, caption)


def of(before: Given, after: Given, table: str) -> Orphans:
    """Count orphaned children by each foreign key that either schema declares, on both sides.

    A foreign key that only one side declares is counted on the other one too: SQLite does not check the rows that
    were there before it.

    Raises:
        LabError: A side cannot be read.
    """
    with moment.opened(before) as old, moment.opened(after) as new:
        declared = [_keys(side, table) for side in (old, new)]
        found = tuple(
            Orphaned(child, key, (old.orphans(child, key), new.orphans(child, key)), _sign((child, plain), declared))
            for (child, plain), key in ((declared[0] or {}) | (declared[1] or {})).items()
        )
    unknown = declared[0] is None and declared[1] is None
    return Orphans(table, found, "The rows were read without their schema: no foreign key is known." if unknown else "")


def _keys(side: Moment, table: str) -> dict[tuple[str, ForeignKey], ForeignKey] | None:
    """Give the foreign keys around a table, by what makes two of them the same: not by name or action."""
    if side.shapes is None:
        return None
    return {
        (child.name, ForeignKey(key.columns, key.target, key.target_columns)): key
        for child in side.shapes
        for key in child.foreign_keys
        if table in {child.name, key.target}
    }


def _sign(name: tuple[str, ForeignKey], declared: list[dict[tuple[str, ForeignKey], ForeignKey] | None]) -> str:
    old, new = declared
    if old is None or new is None:
        return ""
    return "+" if name not in old else "-" if name not in new else ""


def _declared(one: Orphaned) -> str:
    return {"+": "+ added", "-": "- removed", "": "declared"}[one.sign]
