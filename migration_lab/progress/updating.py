"""Bring a progress file to the newest form with Alembic, in a process of its own.

In a notebook's kernel the learner's folder is the current one and a loop is running; here neither is.
"""

import subprocess
import sys
from pathlib import Path

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.running import environment

HISTORY = Path(__file__).parent / "history"
HEAD = "p003_outcome"
OPTIONS = ("-P", "-c", "from migration_lab.progress.updating import main; main()")
TIME_LIMIT = 60.0


def known() -> frozenset[str]:
    """List the revisions this lab can read; a file is called like its revision."""
    return frozenset(file.stem for file in (HISTORY / "versions").glob("p[0-9]*.py"))


def update(file: Path) -> None:
    """Upgrade a file to the newest form, or make it.

    Raises:
        LabError: Alembic could not; the file may be half done, so give it a copy.
    """
    command = [sys.executable, *OPTIONS, str(file)]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment.clean(), timeout=TIME_LIMIT
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(type(error).__name__) from error
    if run.returncode:
        raise _failed((run.stderr.strip().splitlines() or ["no words"])[-1])


def migrate(file: Path, revision: str = HEAD) -> None:
    """Upgrade a file in this process, all of it or nothing."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import URL, create_engine, event, pool

    engine = create_engine(URL.create("sqlite", database=str(file)), poolclass=pool.NullPool)
    # Python's driver begins no transaction before DDL
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(HISTORY).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def main() -> None:
    """Upgrade the file that the command line names."""
    try:
        migrate(Path(sys.argv[1]))
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {str(error).partition(chr(10))[0]}")


def _failed(words: str) -> LabError:
    return LabError(
        f"The note of your progress could not be brought to its newest form ({words}). It was left as it is.",
        f"`{LAB} doctor` looks at the installation.",
    )
