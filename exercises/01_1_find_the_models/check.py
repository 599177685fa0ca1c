"""Judge whether env.py knows all models: by the table that its draft made, the rows, and Alembic's own comparison."""

from collections.abc import Iterable

from migration_lab.judging import expect
from migration_lab.judging.expect import Miss, Mistake, Replay

TABLE = "api_keys"
SERVICE = ("users", "endpoint_configs", "user_profiles")
NOW = "CURRENT_TIMESTAMP"
COLUMNS = {  # name: type, default
    "id": ("INTEGER", None),
    "user_id": ("INTEGER", None),
    "label": ("VARCHAR(50)", None),
    "key_hash": ("VARCHAR(64)", None),
    "created_at": ("DATETIME", NOW),
}
NAMES = ("pk_api_keys", "uq_api_keys_key_hash", "fk_api_keys_user_id_users")


def one_head(replay: Replay) -> Miss | None:
    """Expect a revision of the learner's own, which the upgrade reaches."""
    return expect.new_revision(replay) or expect.one_head(replay) or expect.at_head(replay)


def rows_kept(replay: Replay) -> Miss | None:
    """Expect everybody and everything as it was."""
    users = ("username", "full_name", "email", "created_at", "updated_at")
    return (
        expect.rows_kept(replay, "users", columns=users, example=17)
        or expect.children_kept(replay, "endpoint_configs.owner_id")
        or expect.children_kept(replay, "user_profiles.user_id")
    )


def key_limit(replay: Replay) -> Miss | None:
    """Expect the new column of users, and its default in every row."""
    place = "users.key_limit"
    return (
        expect.column_type(replay, place, type="INTEGER")
        or expect.not_nullable(replay, place)
        or expect.column_default(replay, place, default="5")
        or _limits(replay)
    )


def _limits(replay: Replay) -> Miss | None:
    users = replay.after("upgrade").by_key("users")
    wrong = sorted(key for key, row in users.items() if row["key_limit"] != 5)
    if not wrong:
        return None
    first = users[wrong[0]]
    found = f"key_limit is not 5 in {len(wrong):,} of {len(users):,} rows of users"
    return Miss(f"{found}; user {first['id']}: {first['key_limit']}", "upgrade()")


def api_keys(replay: Replay) -> Miss | None:
    """Expect the new table with its columns, its rules and their names, and nobody's key in it."""
    return (
        expect.table_exists(replay, TABLE)
        or _first(_column(replay, name) for name in COLUMNS)
        or expect.constraint(replay, TABLE, kind="unique", columns=["key_hash"])
        or expect.foreign_key(replay, f"{TABLE}.user_id", target="users.id", on_delete="CASCADE")
        or expect.index(replay, TABLE, columns=["user_id"])
        or expect.index_named(replay, TABLE, name="ix_api_keys_user_id")
        or _nothing_more(replay)
        or _first(expect.constraint_named(replay, TABLE, name=name) for name in NAMES)
        or expect.count_is(replay, TABLE, count=0)
    )


def _column(replay: Replay, name: str) -> Miss | None:
    place, (kind, default) = f"{TABLE}.{name}", COLUMNS[name]
    return (
        expect.column_type(replay, place, type=kind)
        or expect.not_nullable(replay, place)
        or expect.column_default(replay, place, default=default)
    )


def _nothing_more(replay: Replay) -> Miss | None:
    found = replay.after("upgrade").schema()[TABLE]
    more = [name for name in found.column_names if name not in COLUMNS]
    if more:
        return Miss(f"{TABLE} has a column that the model has not: {more[0]}", "upgrade()")
    unique = [one.name for one in found.indexes if one.unique]
    return Miss(f"the index {unique[0]} is unique: a user could have one key only", "upgrade()") if unique else None


def _first(found: Iterable[Miss | None]) -> Miss | None:
    return next((one for one in found if one), None)


def models(replay: Replay) -> Miss | None:
    """Expect that models and database agree, on every table."""
    missed = expect.models_agree(replay)
    step = "what begins with `remove_` is in the database, and env.py did not find the model for it: import it"
    return Miss(missed.found, missed.where, next=step if "remove_" in missed.found else missed.next) if missed else None


def analytics(replay: Replay) -> Miss | None:
    """Expect the same of the second database, and that nobody has touched it."""
    missed = expect.models_agree(replay, database="analytics")
    step = (
        "with `-n analytics` env.py needs the other metadata and the other address: `config.config_ini_section` tells"
    )
    if missed:
        return Miss(missed.found, "alembic/env.py", next=step)
    return expect.other_untouched(replay, database="analytics")


def nothing_else(replay: Replay) -> Miss | None:
    """Expect all else as it was, also where the downgrade would put it back."""
    return expect.nothing_else(replay, ("users.key_limit", TABLE))


def way_back(replay: Replay) -> Miss | None:
    """Expect the start after the downgrade, and the first upgrade's end after the second one."""
    return expect.downgrade_restores(replay) or expect.upgrade_again_equal(replay)


def mistake_draft_drops(replay: Replay) -> Mistake | None:
    """Recognise a draft that was made while no model was found: the tables of the service are gone."""
    left = set(replay.after("upgrade").schema().table_names)
    if left & set(SERVICE):
        return None
    return Mistake(
        "no model was imported, so to Alembic every table of the database was one too many. A downgrade makes "
        "tables again, and not one row",
        "delete that draft; let `alembic/env.py` import the models until `alembic check` has no `remove_table`",
    )


def mistake_module_forgotten(replay: Replay) -> Mistake | None:
    """Recognise a draft that has the change of an old module and not the new table: the new module was not found."""
    tables = replay.after("upgrade").schema().tables
    users = next((one for one in tables if one.name == "users"), None)
    if users is None or "key_limit" not in users or any(one.name == TABLE for one in tables):
        return None
    return Mistake(
        "nobody imports `lab_app/models/api_key.py`, so its class was never defined, and the draft did not say a word. "
        "A list of models that is kept by hand misses the newest one",
        "import the new module in `lab_app/models/__init__.py`, and that package in `alembic/env.py`; draft anew",
    )


def mistake_models_not_found(replay: Replay) -> Mistake | None:
    """Recognise an empty draft: not one model was found that differs, or no draft was made at all."""
    if not replay.mine() or replay.after("upgrade").schema() != replay.start.schema():
        return None
    return Mistake(
        "an empty draft is a warning: two wishes stand in the models, and Alembic saw neither",
        "delete the draft, let `alembic check` show both wishes and no `remove_table`, then draft anew",
    )
