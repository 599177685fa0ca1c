"""The ways in which a command can come to a database outside the workspace, and what the lab says then."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.migration_lab import small_project


def sentence(database: str, url: str) -> str:
    return (
        f"The command reached for `{database}`, which is not in the workspace. "
        "The lab never touches a real database, so nothing was opened and nothing was changed.\n"
        "Hint: let `.env`, `alembic.ini` and `alembic/env.py` name the workspace's own `app.db`; if you do mean that "
        f"database, give it on this command line: `%alembic -x url={url} …`."
    )


def in_ini(root: Path, url: str) -> None:
    ini = small_project.INI.replace("\n[loggers]", f"\nsqlalchemy.url = {url}\n\n[loggers]")
    small_project.write(root, "alembic.ini", ini)


def in_dot_env(root: Path, url: str) -> None:
    settings = 'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings, env_file=".env"):\n'
    small_project.write(
        root, "lab_app/settings.py", settings + "    database_url: str\n\n\nDATABASE_URL = Settings().database_url\n"
    )
    small_project.write(root, ".env", f"DATABASE_URL={url}\n")


def in_env_py(root: Path, url: str) -> None:
    small_project.write(root, "alembic/env.py", small_project.ENV.replace("URL = x", f'URL = "{url}" or x'))


def with_the_driver_itself(root: Path, url: str) -> None:
    path = url.partition(":///")[2]
    small_project.revise(
        root, "002_next", upgrade=f'__import__("sqlite3").connect("{path}").execute("DROP TABLE real")'
    )


def with_a_uri(root: Path, url: str) -> None:
    path = url.partition(":///")[2]
    body = f'__import__("sqlite3").connect("file:{path}?mode=rwc", uri=True).execute("DROP TABLE real")'
    small_project.revise(root, "002_next", upgrade=body)


def through_a_link(root: Path, url: str) -> None:
    (root / "app.db").symlink_to(url.partition(":///")[2])


def outside_a_transaction(root: Path, *statements: str) -> None:
    """Write a revision that runs statements as `ATTACH` needs it; the application's own database stays the target."""
    small_project.write(root, "alembic/env.py", small_project.ENV.replace("engine.begin()", "engine.connect()"))
    lines = "".join(f"\n    op.execute({statement!r})" for statement in statements)
    small_project.revise(root, "002_next", upgrade=f"with op.get_context().autocommit_block():{lines}")


def with_attach(root: Path, url: str) -> None:
    outside_a_transaction(root, f"ATTACH DATABASE '{url.partition(':///')[2]}' AS other", "DROP TABLE other.real")


def with_attach_of_a_uri(root: Path, url: str) -> None:
    attach = f"ATTACH 'file:{url.partition(':///')[2]}?mode=rwc' AS o; DROP TABLE o.real"
    body = f'__import__("sqlite3").connect("file:app.db", uri=True).executescript("{attach}")'
    small_project.revise(root, "002_next", upgrade=body)


def with_vacuum_into(root: Path, url: str) -> None:
    outside_a_transaction(root, f"VACUUM INTO '{url.partition(':///')[2]}'")


def with_vacuum_into_a_parameter(root: Path, url: str) -> None:
    body = f'__import__("sqlite3").connect("app.db").execute("VACUUM INTO ?", ("{url.partition(":///")[2]}",))'
    small_project.revise(root, "002_next", upgrade=body)


WAYS = [
    in_ini, in_dot_env, in_env_py, with_the_driver_itself, with_a_uri, through_a_link,
    with_attach, with_attach_of_a_uri, with_vacuum_into, with_vacuum_into_a_parameter,
]  # fmt: skip
CREATING = [in_ini, in_dot_env, in_env_py, with_attach, with_attach_of_a_uri, with_vacuum_into, with_vacuum_into_a_parameter]  # fmt: skip  # noqa: E501


def database(path: Path) -> Path:
    """Write a database that is not the lesson's."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE real (id INTEGER)")
        connection.commit()
    return path
