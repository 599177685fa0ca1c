"""Render the SQL of one revision, in a process of its own: `python -m migration_lab.running.offline_child QUESTION`.

Alembic runs the project's own `env.py` in its offline mode (`--sql`), for the dialect that is asked for. No database is
opened, and no driver or server is needed: what reaches for one is stopped.
"""

import json
import sys
from argparse import Namespace
from io import StringIO
from pathlib import Path
from typing import Any

URLS = {"sqlite": "sqlite://", "postgresql": "postgresql://"}
_reached: list[str] = []  # for a database, by an env.py that has no offline mode


class Reached(Exception):  # noqa: N818  a child's own word, told by the parent
    """The program opens a database, although it was asked for SQL only."""


def main(question: dict[str, Any]) -> None:
    """Write the answer into the file that the question names: for each direction the SQL and what went wrong."""
    _without_workspace_first()
    answer = {direction: _render(question, direction) for direction in ("upgrade", "downgrade")}
    Path(question["answer"]).write_text(json.dumps(answer), encoding="utf-8")


def _without_workspace_first() -> None:
    """Load Alembic before a file of the project can hide it; then stop every way to a database."""
    project = sys.path.pop(0)
    import alembic.command
    import sqlalchemy

    sys.path.insert(0, project)
    sys.addaudithook(_stop)
    sqlalchemy.event.listen(sqlalchemy.Engine, "do_connect", _stop_engine)
    assert alembic.command


def _stop(event: str, _: object) -> None:
    if event == "sqlite3.connect":
        _stop_engine()


def _stop_engine(*_: object) -> None:
    _reached.append("a database")
    raise Reached("The program opens a database.")


def _render(question: dict[str, Any], direction: str) -> dict[str, str]:
    buffer, problem = StringIO(), {}
    _reached.clear()
    try:
        _run(question, direction, buffer)
    except BaseException as error:
        kind = "Reached" if _reached else type(error).__name__
        problem = {"error": kind, "words": str(error)}
    return {"sql": buffer.getvalue(), **problem}


def _run(question: dict[str, Any], direction: str, buffer: StringIO) -> None:
    """Run `env.py` for one step; it configures Alembic as it always does, only for the wanted dialect."""
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import RevisionStep
    from alembic.script import ScriptDirectory

    config = _config(question, direction, buffer)
    scripts = ScriptDirectory.from_config(config)
    revision = scripts.get_revision(question["revision"])
    steps = [RevisionStep(scripts.revision_map, revision, direction == "upgrade")]
    downs = [revision.down_revision] if isinstance(revision.down_revision, str) else list(revision.down_revision or ())
    start: Any = (downs or "base") if direction == "upgrade" else [revision.revision]
    environment = EnvironmentContext(config, scripts, fn=lambda *_: steps, as_sql=True, starting_rev=start)
    configure = environment.configure

    def offline(connection: object = None, url: object = None, dialect_name: object = None, **options: Any) -> None:
        configure(url=URLS[question["dialect"]], **options)

    vars(environment)["configure"] = offline  # `context.configure` in env.py asks this object
    with environment:
        scripts.run_env()


def _config(question: dict[str, Any], direction: str, buffer: StringIO) -> Any:
    """Make the configuration that `alembic -x url=… upgrade … --sql` has."""
    from alembic import command
    from alembic.config import Config

    url, section = URLS[question["dialect"]], question["section"]
    typed = Namespace(x=[f"url={url}"], name=section, sql=True, tag=None, cmd=(getattr(command, direction), [], []))
    ini = question["ini"] or None
    config = Config(ini, ini_section=section, output_buffer=buffer, stdout=StringIO(), cmd_opts=typed)
    config.set_main_option("sqlalchemy.url", url)
    if question["scripts"]:
        config.set_main_option("script_location", question["scripts"].replace("%", "%%"))
    return config


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
