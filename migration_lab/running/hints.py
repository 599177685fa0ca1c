"""What to do next about a command that failed: the first rule whose pattern stands in its words gives the step."""

import re

from migration_lab import called

_RULES: tuple[tuple[str, str], ...] = (
    (r"database is locked",
     "another connection is in the middle of a write. End it (commit or close a session in another notebook, "
     "stop a running service, close the database browser), then run the same command again."),
    (r"table _alembic_tmp_\w+ already exists",
     "an earlier batch operation failed and left this table behind: that first failure is the one to repair. Drop the "
     "leftover table, then run the command again."),
    (r"(?:table|index) \S+ already exists|relation \S+ already exists",
     "what this revision makes is there already. A try that failed may have left it: then take it away, and run the "
     "command again. Only if the whole of the revision is there and `%alembic current` does not know it, "
     "`%alembic stamp REVISION`, and `%alembic check` right after it."),
    (r"duplicate column name: ",
     "the column is there already: an earlier try may have stopped half-way. Leave the file as it is, and compare the "
     "database with what this revision would make: finish by hand what is missing, or take away what is too much."),
    (r"requires <fromrev>:<torev>",
     "with `--sql` no database is asked where it stands. Name both ends: `%alembic downgrade FROM:TO --sql`."),
    (r"Can't load plugin: sqlalchemy\.dialects:driver",
     "`sqlalchemy.url` in `alembic.ini` is still the template's placeholder. Let `alembic/env.py` take the address "
     "from the settings, then run the command again."),
    (r"database or disk is full",
     "make room: on the disk, or in the limit of this database (`PRAGMA max_page_count`). Then run the command again."),
    (r"Target database is not up to date", "bring the database to the newest revision first: `%alembic upgrade head`."),
    (r"New upgrade operations detected",
     "the models say more than the history: write the difference as a revision, `%alembic revision --autogenerate …`."),
    (r"Multiple head(?:s| revisions) are present",
     "two revisions follow the same one. See them with `%alembic heads`, then join them by their names: "
     "`%alembic merge -m \"merge\" FIRST SECOND`."),
    (r"No 'script_location' key found",
     "Alembic found no `alembic.ini`, or not the section that `-n` names in it. In a new project "
     "`%alembic init alembic` makes it; the file of the start comes back with `{beginning}`: "
     "what you changed is kept in `attempts/`."),
    (r"No such file or directory: '?alembic/env\.py|Can't find Python file",
     "a part of `alembic/` is missing. Bring it back: `lab.bring(\"alembic/env.py\")` brings the project's own, or run "
     "`{beginning}` again; what you changed is kept in `attempts/`."),
    (r"Path doesn't exist",
     "a part of `alembic/` is missing. Bring it back: run `{beginning}` again; "
     "what you changed is kept in `attempts/`."),
    (r"EOF when reading a line",
     "nobody can type into a migration: it has to run alone, on a server. Write the value into the revision, "
     "or hand it over with `-x name=value`."),
    (r"MemoryError|can't start new thread",
     "the command asked for more memory or threads than it may have. Work in smaller pieces, in SQL where possible."),
    (r"the following arguments are required|too few arguments|invalid choice|unrecognized arguments",
     "see what the command takes: `%alembic --help`, or `%alembic COMMAND --help`."),
    (r"InterpolationSyntaxError",
     "a percent sign in `alembic.ini` is written twice (`%%`). In the path of the workspace Alembic cannot have one "
     "at all: then move the lab to a folder without it."),
    (r"Relative revision \S+ didn't produce",
     "there are not that many revisions on that way. `%alembic history` lists them; `%alembic downgrade base` goes to "
     "the beginning, `%alembic upgrade head` to the end."),
    (r"Database is not on all head revisions",
     "`%alembic history -r current:heads` lists what is pending, after the revision where the database stands; "
     "`%alembic upgrade head` runs it."),
    (r"is not a head revision", "see the newest revision with `%alembic heads`, and build on that one."),
    (r"non-default branch|Ambiguous walk|ambiguous", "name the revision you mean; `%alembic history` lists them."),
)  # fmt: skip


def known(words: str, workspace: str) -> str | None:
    """Find the next step for these words, if one is known.

    Args:
        words: What was said.
        workspace: The name of the project, of a lesson or an exercise: how it comes back to its start.
    """
    found = next((step for pattern, step in _RULES if re.search(pattern, words)), None)
    return found and found.replace("{beginning}", called.beginning(workspace))
