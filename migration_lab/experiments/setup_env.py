"""Experiments of lesson 01 with env.py: URL, driver, logging, the running loop."""

from alembic.config import Config

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import ENV, INI, last_line, project

URL_IN_ENV = 'context.config.get_main_option("sqlalchemy.url")'
ASYNC_ENV = """\
import asyncio
from sqlalchemy.ext.asyncio import create_async_engine
from alembic import context
from models import Base

def migrate(connection):
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()

async def main():
    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url"))
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()

asyncio.run(main())
"""
INJECTED_ENV = ASYNC_ENV.replace(
    "asyncio.run(main())",
    """\
connection = context.config.attributes.get("connection")
if connection is None:
    asyncio.run(main())
else:
    migrate(connection)""",
)
ASYNC_INI = INI.replace("sqlite://", "sqlite+aiosqlite://")
LOGGERS = """
[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers = console
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(message)s
"""
STARTUP = """\
import asyncio
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

def upgrade(connection):
    config = Config("alembic.ini")
    {attributes}
    command.upgrade(config, "head")

async def start():
    engine = create_async_engine("sqlite+aiosqlite:///app.db")
    async with engine.begin() as connection:
        {call}
    await engine.dispose()

asyncio.run(start())
print("started")
"""
APP_WITH_LOGGER = """\
import logging
from alembic import command
from alembic.config import Config

orders = logging.getLogger("shop.orders")
command.upgrade(Config("alembic.ini"), "head")
print("shop.orders is", "silent" if orders.disabled else "awake")
"""
CONNECT = """\
import asyncio
from sqlalchemy.ext.asyncio import create_async_engine

async def main():
    async with create_async_engine("sqlite+aiosqlite://").connect():
        pass

asyncio.run(main())
print("connected")
"""
NO_GREENLET = 'import sys\nsys.modules["greenlet"] = None  # as on a machine where it was never installed\n'


def percent_in_url() -> Experiment:
    """A3: alembic.ini is read by configparser, which gives `%` a meaning."""
    config, url = Config(), "postgresql+asyncpg://app:p%40ss@db.example/app"
    try:
        config.set_main_option("sqlalchemy.url", url)
        happened = "accepted"
    except ValueError as error:
        happened = f"{type(error).__name__}: {str(error).split(' in ')[0]}"
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    kept = config.get_main_option("sqlalchemy.url") == url
    return Experiment(
        ("A3", "S1"),
        "`set_main_option` with a URL whose password holds `%40`",
        "the URL is stored",
        f"`{happened}`",
        f"double each `%`: the URL comes back {'unchanged' if kept else 'changed'}",
    )


def sync_url_in_async_env() -> Experiment:
    """A5: an async engine takes an async driver."""
    with project({"alembic/env.py": ASYNC_ENV}) as runner:
        broken = last_line(runner.alembic("upgrade", "head").output)
    with project({"alembic/env.py": ASYNC_ENV, "alembic.ini": ASYNC_INI}) as runner:
        fine = runner.alembic("upgrade", "head")
    return Experiment(
        ("A5", "S1"),
        "`sqlite:///…` in an async env.py",
        "any URL will do",
        f"`{_short(broken)}`",
        f"`sqlite+aiosqlite:///…`: exit {fine.exit_code}",
    )


def async_url_in_sync_env() -> Experiment:
    """A5: a sync engine cannot wait for an async driver."""
    with project({"alembic.ini": ASYNC_INI}) as runner:
        broken = last_line(
            runner.alembic("upgrade", "head")
            .output.replace("(Background on", "\n(Background on")
            .split("\n(Background")[0]
        )
    with project({}) as runner:
        fine = runner.alembic("upgrade", "head")
    return Experiment(
        ("A5",),
        "`sqlite+aiosqlite:///…` in a sync env.py",
        "any URL will do",
        f"`{_short(broken)}`",
        f"`sqlite:///…`: exit {fine.exit_code}",
    )


def greenlet_missing() -> Experiment:
    """A6: SQLAlchemy 2.1 installs greenlet only with its asyncio extra."""
    said = []
    for app in (NO_GREENLET + CONNECT, CONNECT):
        with project({"app.py": app}) as runner:
            said.append(last_line(type(runner)(runner.root, backend="process").python("app").output))
    return Experiment(
        ("A6",),
        "`sqlalchemy` without `[asyncio]` in the requirements",
        "an async engine works",
        f"`{_short(said[0])}`",
        f"`sqlalchemy[asyncio]`: {said[1]}",
    )


def bare_file_config() -> Experiment:
    """A4: fileConfig disables every logger that exists already, unless told not to."""
    call = "fileConfig(context.config.config_file_name{argument})\n"
    said = []
    for argument in ("", ", disable_existing_loggers=False"):
        env = ENV.replace("from alembic", "from logging.config import fileConfig\nfrom alembic", 1)
        env = env.replace("\nwith create", call.format(argument=argument) + "\nwith create", 1)
        with project({"alembic.ini": INI + LOGGERS, "alembic/env.py": env, "app.py": APP_WITH_LOGGER}) as runner:
            said.append(last_line(runner.python("app").output))
    return Experiment(
        ("A4",),
        "env.py calls `fileConfig(…)`; the app upgrades in its own process",
        "the app's logs go on",
        said[0],
        f"`disable_existing_loggers=False`: {said[1]}",
    )


def no_file_config() -> Experiment:
    """S1: a [loggers] section does nothing until somebody reads it."""
    env = ENV.replace("from alembic", "from logging.config import fileConfig\nfrom alembic", 1)
    env = env.replace("\nwith create", "fileConfig(context.config.config_file_name)\n\nwith create", 1)
    with project({"alembic.ini": INI + LOGGERS}) as runner:
        quiet = runner.alembic("upgrade", "head").output.strip()
    with project({"alembic.ini": INI + LOGGERS, "alembic/env.py": env}) as runner:
        loud = last_line(runner.alembic("upgrade", "head").output)
    return Experiment(
        ("S1",),
        "`[loggers]` in alembic.ini, no `fileConfig` in env.py",
        "upgrade says what it runs",
        f"it says {len(quiet)} characters",
        f"call `fileConfig`: `{loud}`",
    )


def ignored_x_argument() -> Experiment:
    """A13: `-x` reaches env.py only; an env.py that does not ask never hears it."""
    asks = 'context.get_x_argument(as_dictionary=True).get("url") or ' + URL_IN_ENV
    found = []
    for url in (URL_IN_ENV, asks):
        with project({"alembic/env.py": ENV.replace(URL_IN_ENV, url)}) as runner:
            runner.alembic("-x", "url=sqlite:///copy.db", "upgrade", "head")
            found.append(", ".join(sorted(file.name for file in runner.root.glob("*.db"))))
    return Experiment(
        ("A13",),
        "`alembic -x url=sqlite:///copy.db upgrade head`",
        "copy.db is migrated",
        f"{found[0]} was migrated",
        f"ask for it with `context.get_x_argument`: {found[1]}",
    )


def running_loop() -> Experiment:
    """L9: an async env.py cannot start a loop inside a running one; a connection handed over needs none."""
    plain = STARTUP.format(attributes="", call="upgrade(None)")
    injected = STARTUP.format(
        attributes='config.attributes["connection"] = connection', call="await connection.run_sync(upgrade)"
    )
    said = []
    for env, app in ((ASYNC_ENV, plain), (INJECTED_ENV, injected)):
        with project({"alembic.ini": ASYNC_INI, "alembic/env.py": env, "app.py": app}) as runner:
            lines = [
                line
                for line in runner.python("app").output.splitlines()
                if line.startswith(("RuntimeError", "started"))
            ]
            said.append(last_line("\n".join(lines)))
    return Experiment(
        ("L9", "S17"),
        "an app calls `command.upgrade` while its event loop runs",
        "the upgrade runs",
        f"`{said[0]}`",
        f"hand the connection over in `config.attributes`: {said[1]}",
    )


def _short(line: str) -> str:
    """The sentence of an error, without the module path before it and the advice after it."""
    name, _, words = line.partition(": ")
    return f"{name.rsplit('.', 1)[-1]}: {words.split('. ')[0]}" if words else line
