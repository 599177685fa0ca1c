"""A PostgreSQL server of its own for the tests: in a temporary folder, on a Unix socket, without network."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import URL

UNPRIVILEGED = "nobody"  # initdb refuses root
NAME = "lab"


@contextmanager
def running(programs: Path) -> Iterator[URL]:
    """Give the URL of a fresh server and end it afterwards."""
    folder = Path(mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 bytes
    who = {"user": UNPRIVILEGED, "group": None, "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, UNPRIVILEGED)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        with (folder / "log").open("a") as log:
            command = [str(programs / program), "-D", str(data), *arguments]
            subprocess.run(command, check=True, cwd=folder, stdout=log, stderr=log, **who)

    try:
        run("initdb", "-U", NAME, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "start", "-w", "-o", f"-k '{folder}' -c listen_addresses='' -c fsync=off")
        try:
            query = {"host": str(folder)}
            yield URL.create("postgresql+psycopg", username=NAME, database="postgres", query=query)
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
