"""A running service on migrated, seeded databases."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import httpx
import pytest
from alembic import command
from alembic.config import Config

from lab_app.main import create_app
from lab_app.seed import seed
from lab_app.settings import Settings, get_settings, sqlite_url

ROOT = Path(__file__).parents[2]
FIRST_TABLES = {"alembic": "users", "analytics": "request_events"}


class Client:
    """Talks to the service in this process: one request after the other, each on the running event loop of the test."""

    def __init__(self, loop: asyncio.Runner, client: httpx.AsyncClient) -> None:
        self._loop, self._client = loop, client

    def __call__(self, method: str, path: str, json: object = None, content: str | None = None) -> httpx.Response:
        """Send one request, with a value as JSON or with a text as it stands, and return the answer."""
        headers = {"content-type": "application/json"} if content else None
        return self._loop.run(self._client.request(method, path, json=json, content=content, headers=headers))


@pytest.fixture
def migrate() -> Callable[..., None]:
    """Give a function that brings a database to a revision."""
    return bring


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Migrate and seed both databases once; every test gets a copy."""
    folder = tmp_path_factory.mktemp("originals")
    files = {"alembic": folder / "app.db", "analytics": folder / "analytics.db"}
    for section, file in files.items():
        bring(sqlite_url(file), section)
        asyncio.run(seed(sqlite_url(file), table=FIRST_TABLES[section], users=60))
    return files


@pytest.fixture
def settings(originals: dict[str, Path], tmp_path: Path) -> Settings:
    """Name two fresh copies of the databases."""
    copies = {section: copyfile(file, tmp_path / file.name) for section, file in originals.items()}
    return Settings(database_url=sqlite_url(copies["alembic"]), analytics_database_url=sqlite_url(copies["analytics"]))


@pytest.fixture
def call(settings: Settings) -> Iterator[Client]:
    """Start the service with its lifespan, without a network."""
    app = create_app(settings)
    with asyncio.Runner() as loop:
        lifespan = app.router.lifespan_context(app)
        loop.run(lifespan.__aenter__())
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service")
        yield Client(loop, client)
        loop.run(client.aclose())
        loop.run(lifespan.__aexit__(None, None, None))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy the project as a lesson does: the service, its history and its configuration."""
    folder = tmp_path / "Ada's project ü"
    for room in ("lab_app", "alembic"):
        copytree(ROOT / room, folder / room, ignore=ignore_patterns("__pycache__"))
    copyfile(ROOT / "alembic.ini", folder / "alembic.ini")
    return folder


@pytest.fixture(autouse=True)
def _no_settings_left() -> Iterator[None]:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def bring(url: str, section: str, revision: str = "head") -> None:
    """Upgrade a database, without touching the logging of the tests."""
    config = Config(ROOT / "alembic.ini", ini_section=section)
    config.attributes["configure_logger"] = False
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, revision)
