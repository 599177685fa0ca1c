"""Judge a revision that was half drafted by what the database says: default, rule and index, and every row."""

from typing import Any

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

TABLE = "endpoint_configs"
NOTE, TIMEOUT = f"{TABLE}.note", f"{TABLE}.timeout_ms"
INDEX, RULE = "ix_endpoint_configs_active_path", "ck_endpoint_configs_timeout_in_range"
TWICE = f"ck_{TABLE}_{RULE}"
REFUSED, TAKEN = (0, -1, 60_001), (1, 60_000)
COLUMNS = ("owner_id", "name", "path", "method", "timeout_ms", "created_at", "is_active")


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def note_column(replay: Replay) -> Miss | None:
    """Expect what the draft has."""
    return (
        expect.column_type(replay, NOTE, type="VARCHAR(200)")
        or expect.nullable(replay, NOTE)
        or expect.column_default(replay, NOTE, default=None)
    )


def default(replay: Replay) -> Miss | None:
    """Expect the new default; the column is otherwise as it was."""
    return (
        _new_default(replay)
        or expect.column_type(replay, TIMEOUT, type="INTEGER")
        or expect.not_nullable(replay, TIMEOUT)
    )


def _new_default(replay: Replay) -> Miss | None:
    """Take the number and the text of it: in an INTEGER column SQLite stores both as the number."""
    missed = [expect.column_default(replay, TIMEOUT, default=one) for one in ("3000", "'3000'")]
    return missed[0] if all(missed) else None


def check(replay: Replay) -> Miss | None:
    """Expect a rule with its name, known by what it refuses and takes, and the old rules as well."""
    refused = (expect.values_refused(replay, TABLE, values={"timeout_ms": one}) for one in REFUSED)
    taken = (expect.values_taken(replay, TABLE, values={"timeout_ms": one}) for one in TAKEN)
    return (
        next(filter(None, (*refused, *taken)), None)
        or expect.constraint_named(replay, TABLE, name=RULE)
        or expect.values_refused(replay, TABLE, values={"method": "BREW"})
        or _old_rules(replay)
    )


def _old_rules(replay: Replay) -> Miss | None:
    old = replay.start.schema()[TABLE]
    names = [rule.name for rule in (old.primary_key, *old.foreign_keys, *old.uniques, *old.checks) if rule]
    return (
        next(filter(None, (expect.constraint_named(replay, TABLE, name=name) for name in names)), None)
        or expect.foreign_key(replay, f"{TABLE}.owner_id", target="users.id", on_delete="CASCADE")
        or expect.constraint(replay, TABLE, kind="unique", columns=("owner_id", "method", "path"))
    )


def index(replay: Replay) -> Miss | None:
    """Expect the lookup index with the smaller WHERE, and no other one of its name; the other index as it was."""
    missed = expect.index_named(replay, TABLE, name=INDEX)
    if missed:
        return missed
    found = {one.name: one for one in replay.after("upgrade").schema()[TABLE].indexes}
    rows = _rows_in(replay, found[INDEX].where)
    return rows or _other_index(replay)


def _rows_in(replay: Replay, condition: str) -> Miss | None:
    """Try the condition on every kind of endpoint: which words say it is the author's choice."""
    if not condition:
        return Miss(f"{INDEX} has no WHERE: it holds all endpoints", "upgrade()")
    kinds = "SELECT 1 AS is_active UNION ALL SELECT 0"
    methods = (
        "SELECT 'GET' AS method, '/orders' AS path UNION ALL SELECT 'POST', '/orders' UNION ALL SELECT 'PUT', '/a'"
    )
    query = (
        f"SELECT is_active, method, ({condition}) AS held FROM ({kinds}), ({methods}) "
        f"WHERE (({condition}) IS TRUE) <> (is_active AND method = 'GET')"
    )
    missed = expect.invariant(replay, query, rule="a wrong answer")
    if missed is None:
        return None
    wrong = missed.found.partition("first: ")[2]
    return Miss(
        f"{INDEX} has WHERE {condition}: wrong for an endpoint with {wrong}" if wrong else missed.found,
        "upgrade()",
        why="an index with another WHERE is another index, and no draft says so: Alembic compares the columns",
        next="drop the old index, and create it with the new `sqlite_where`",
    )


def _other_index(replay: Replay) -> Miss | None:
    found = replay.after("upgrade").schema()[TABLE].indexes
    unique = [one.name for one in found if one.unique]
    if unique:
        return Miss(f"the index {unique[0]} is unique now, and refuses rows that were welcome", "upgrade()")
    where = next(one.where for one in found if one.name == INDEX)
    return (
        expect.index(replay, TABLE, columns=["path"], only=where)
        or expect.index(replay, TABLE, columns=["owner_id"])
        or expect.index_named(replay, TABLE, name="ix_endpoint_configs_owner_id")
    )


def rows_kept(replay: Replay) -> Miss | None:
    """Expect every endpoint with its own timeout, and its owner with a profile."""
    return (
        expect.rows_kept(replay, TABLE, columns=COLUMNS, example=82)
        or expect.rows_kept(replay, "users", columns=("username", "full_name", "email"), example=17)
        or expect.children_kept(replay, "user_profiles.user_id")
    )


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(replay, (NOTE, TIMEOUT, f"{TABLE}.{INDEX}", f"{TABLE}.{RULE}"))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_no_batch(replay: Replay) -> Mistake | None:
    """Recognise a rule or a default that was to be added to a table where it stands."""
    error = replay.failed.run.error if replay.failed else ""
    if "No support for ALTER of constraints" not in error and 'near "ALTER": syntax error' not in error:
        return None
    return Mistake(
        "SQLite cannot add a rule or change a default of a table that exists. PostgreSQL can: such a revision is green "
        "on one and red on the other",
        "do it in `with op.batch_alter_table(…)`: on SQLite it builds the table anew, on PostgreSQL it alters",
    )


def mistake_named_twice(replay: Replay) -> Mistake | None:
    """Recognise a full name to which the naming convention has put its own beginning, on the way there or back."""
    now = next((one for one in replay.after("upgrade").schema().tables if one.name == TABLE), None)
    made = now is not None and any(one.name == TWICE for one in now.checks)
    if not made and not (replay.failed and f"No such constraint: '{TWICE}'" in replay.failed.run.error):
        return None
    return Mistake(
        "the models' naming convention completes every name that is handed to a batch, also one that is complete",
        "write `op.f(…)` around a name that is complete, or hand over the last part only: `timeout_in_range`",
    )


def mistake_text_for_a_number(replay: Replay) -> Mistake | None:
    """Recognise a downgrade that brings the default back as a text."""
    now = next((one for one in replay.after("downgrade").schema().tables if one.name == TABLE), None)
    if now is None or "timeout_ms" not in now or now["timeout_ms"].default != "'5000'":
        return None
    return Mistake(
        "a default in quotes is a text. In this column SQLite turns it into the number, in a comparison of schemas it "
        "is another default",
        'write it as SQL: `server_default=sa.text("5000")`',
    )


def mistake_draft_only(replay: Replay) -> Mistake | None:
    """Recognise the draft as it came: the column is there, default, rule and index are those of the start."""
    now = next((one for one in replay.after("upgrade").schema().tables if one.name == TABLE), None)
    old = replay.start.schema()[TABLE]
    if now is None or "note" not in now or (now.checks, now.indexes) != (old.checks, old.indexes):
        return None
    if now["timeout_ms"] != old["timeout_ms"]:
        return None
    return Mistake(
        "the draft holds what Alembic compares: tables, columns, types, indexes by name. It compares no default unless "
        "env.py says so, no CHECK, and not the WHERE of an index. `alembic check` is the same comparison",
        "put model and draft side by side, and write the other three yourself",
    )


def mistake_rows_changed(replay: Replay) -> Mistake | None:
    """Recognise an UPDATE that wrote the new default into rows that have a timeout of their own."""
    now = replay.after("upgrade").by_key(TABLE)
    changed = [key for key, row in replay.start.by_key(TABLE).items() if _timeout(now.get(key)) != row["timeout_ms"]]
    if not changed or {_timeout(now.get(key)) for key in changed} != {3000}:
        return None
    return Mistake(
        "a default is for rows to come. Those that exist have a timeout that somebody chose, or lived with",
        "leave the rows alone: take the UPDATE out",
    )


def _timeout(row: Any) -> object:
    return row["timeout_ms"] if row and "timeout_ms" in row else None


def note(replay: Replay) -> str:
    """Tell what a rebuilt table costs."""
    return expect.cost(replay, more="On SQLite there is no other way to a new default or CHECK: do all in one batch")
