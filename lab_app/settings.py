"""Where the two databases are: the environment, then `.env` beside `alembic.ini`, then files in the project folder."""

from functools import lru_cache
from pathlib import Path

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url

PROJECT = Path(__file__).resolve().parents[1]


def sqlite_url(path: Path) -> str:
    """Return the async URL of a SQLite file; special characters in the path are quoted."""
    return URL.create("sqlite+aiosqlite", database=path.as_posix()).render_as_string(hide_password=False)


class Settings(BaseSettings):
    """The service's configuration."""

    model_config = SettingsConfigDict(env_file=PROJECT / ".env", extra="ignore")

    database_url: str = sqlite_url(PROJECT / "app.db")
    analytics_database_url: str = sqlite_url(PROJECT / "analytics.db")

    @field_validator("database_url", "analytics_database_url")
    @classmethod
    def anchor_relative_file(cls, value: str) -> str:
        """Read a relative SQLite path from the project folder, whatever folder the command is started in."""
        url = make_url(value)
        if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith((":", "file:")):
            return value
        return url.set(database=(PROJECT / url.database).as_posix()).render_as_string(hide_password=False)


@lru_cache
def get_settings() -> Settings:
    """Return the settings, read once for each process."""
    return Settings()
