"""What autogenerate sees: each change of a model, the draft for it, and whether the draft does the job."""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect

from migration_lab.experiments.changes import CHANGES, Change
from migration_lab.experiments.drafts import Draft, built, failure, write_draft
from migration_lab.grid import Grid, cell
from migration_lab.values.schema import Schema, diff

ADA = "INSERT INTO people (id, name) VALUES (17, 'Ada Byron')"
EVERYTHING = {
    "compare_server_default": True,
    "autogenerate_plugins": ("alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"),
}
HEADERS = ("change of the model", "the draft says", "after the upgrade", "with both options")


@dataclass(frozen=True)
class Sight:
    """How autogenerate took one change, on SQLite, with one row in the table.

    Args:
        change: The change in a few words.
        draft: What it wrote with the settings Alembic comes with.
        outcome: What the database is after the draft ran, in words.
        told: What it wrote with `compare_server_default` and the CHECK plugin.
    """

    change: str
    draft: Draft
    outcome: str
    told: Draft

    @property
    def seen(self) -> bool:
        """Tell whether there was a draft at all."""
        return bool(self.draft)


def look(change: Change) -> Sight:
    """Build the database of before, write the draft for the models of after, run it and compare."""
    with built(change.before(), *change.also, ADA) as connection:
        draft = write_draft(connection, change.after())
        told = write_draft(connection, change.after(), **EVERYTHING)
        error = failure(connection, draft.upgrade)
        outcome = f"stops: {error}" if error else _outcome(connection, change, draft)
    return Sight(change.name, draft, outcome, told)


def seen_and_missed() -> Grid:
    """Look at every change and line them up: what got a draft first, then what got none."""
    sights = sorted((look(change) for change in CHANGES), key=lambda sight: not sight.seen)
    seen = sum(sight.seen for sight in sights)
    rows = tuple(tuple(map(cell, (s.change, s.draft, s.outcome, _told(s)))) for s in sights)
    return Grid(
        HEADERS, rows, f"{len(sights)} changes of a model: a draft for {seen}, nothing for {len(sights) - seen}"
    )


def _outcome(connection: Connection, change: Change, draft: Draft) -> str:
    with built(change.after()) as wanted:
        difference = diff(Schema.read(wanted), Schema.read(connection))
    if not difference:
        lost = "" if _ada(connection) else "; Ada Byron is gone"
        return f"{'as the model says' if draft else 'no difference in the database'}{lost}"
    kinds = ", ".join(dict.fromkeys(one.kind for one in difference))
    return f"{'still differs' if draft else 'differs'}: {kinds}"


def _told(sight: Sight) -> str:
    return "the same" if str(sight.told) == str(sight.draft) else str(sight.told)


def _ada(connection: Connection) -> bool:
    """Tell whether the value is still anywhere."""
    tables = inspect(connection).get_table_names()
    rows = [row for table in tables for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]  # names are ours
    return any("Ada Byron" in row for row in rows)
