"""`uvicorn lab_app.main:app` in a process of its own, as at work."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx

from lab_app.settings import sqlite_url
from tests.lab_app.conftest import bring

COMMAND = [sys.executable, "-m", "uvicorn", "lab_app.main:app", "--port", "0"]


def test_uvicorn_serves_databases_at_head(project: Path) -> None:
    bring(sqlite_url(project / "app.db"), "alembic")
    bring(sqlite_url(project / "analytics.db"), "analytics")

    with subprocess.Popen(COMMAND, cwd=project, stderr=subprocess.PIPE, encoding="utf-8", env=clean()) as service:
        assert service.stderr
        lines = iter(service.stderr.readline, "")
        address = next(found.group() for line in lines if (found := re.search(r"http://\S+", line)))
        answer = httpx.get(f"{address}/users")
        service.terminate()
        service.communicate()

    assert answer.json() == {"items": [], "next_after": None}


def test_uvicorn_stops_without_a_database_and_says_what_to_run(project: Path) -> None:
    done = subprocess.run(COMMAND, cwd=project, capture_output=True, encoding="utf-8", check=False, env=clean())

    assert done.returncode == 3
    assert (
        f"The primary database does not exist: there is no file `{project / 'app.db'}`. "
        "Run `alembic upgrade head`, then start the service again."
    ) in done.stderr
    assert list(project.glob("*.db")) == []


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
