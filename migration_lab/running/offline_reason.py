"""Why a revision has no SQL script: the known reasons, each with what to do."""

import re

from migration_lab.grid import cell

_BATCH = re.compile(r'reflect the table "(?P<table>[^"]*)"')
_NO_ALTER = "No support for ALTER of constraints in SQLite dialect"
_OFFLINE = "give it the offline branch that `alembic init` writes: `if context.is_offline_mode(): …`."
_LIVE = "look at its operations instead, or run it with `%alembic upgrade`: there it has its database."


def explain(error: str, words: str, dialect: str) -> tuple[str, str]:
    """Give a sentence and a next step.

    Args:
        error: The name of the error's class.
        words: What the error says.
        dialect: For which database the SQL was asked.
    """
    if error == "Reached":
        return "`env.py` or the revision opens a database, although only the SQL was asked for.", _OFFLINE
    if found := _BATCH.search(words):
        return (
            f"Batch mode builds `{cell(found['table'], 60)}` anew and must look at the table first: "
            f"without a database there is none to look at.",
            "hand the table over: `op.batch_alter_table(…, copy_from=table)`; or run it with `%alembic upgrade`.",
        )
    if _reads(error, words):
        return "The revision reads from the database (`op.get_bind()`), and here there is none to read from.", _LIVE
    if _NO_ALTER in words:
        return (
            "SQLite cannot change a constraint of a table that exists, so there is no SQL for it.",
            "do it in a batch: `with op.batch_alter_table(…) as batch:`.",
        )
    said = cell(words.strip().partition("\n")[0].rstrip("."), 200)
    return f"It could not be rendered for {dialect}: {': '.join(part for part in (error, said) if part)}.", _LIVE


def too_long(seconds: float) -> tuple[str, str]:
    """Say that rendering was ended."""
    return f"Rendering did not end within {seconds:.0f} seconds, so it was stopped.", _LIVE


def nothing() -> tuple[str, str]:
    """Say that `env.py` did not run the revision."""
    return "`env.py` ended without rendering anything.", _OFFLINE


def _reads(error: str, words: str) -> bool:
    """Recognize what happens to code that reads: offline `op.get_bind()` answers every question with None."""
    if error in ("AttributeError", "TypeError", "NoInspectionAvailable"):
        return "NoneType" in words or "MockConnection" in words
    return error == "UnboundExecutionError"
