"""Try the instruments on histories that nobody here wrote: those inside JupyterHub, Optuna and MLflow.

The packages are installed aside, into a folder of their own; they are no dependencies of the lab. Each history is
copied into a small project with its own `env.py`, compared with what Alembic and SQLAlchemy say of it, replayed,
drawn and opened in every widget. What the package itself cannot do any more is told, and is no failure of the lab.

Run: python benchmarks/foreign_histories.py [folder to keep the packages and projects in]
"""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from foreign_checks import CHECKS, Found
from foreign_projects import PROJECTS, Foreign

PACKAGES = ("jupyterhub", "optuna", "mlflow[auth]")


def main(place: Path) -> int:
    python = installed(place / "packages")
    packages = Path(said(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    os.environ["PYTHONPATH"] = str(packages)  # their revisions and env.py import the package they belong to
    os.environ["MIGRATION_LAB_HOME"] = str(place / "desk")
    broken = [line for project in PROJECTS for line in tried(project, place / "projects", packages, python)]
    print("\nnothing of the lab broke" if not broken else "\nbroken:\n" + "\n".join(broken))
    return 1 if broken else 0


def installed(folder: Path) -> Path:
    """Install the packages into an environment of their own, unless they are there; return its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        run(sys.executable, "-m", "uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
        run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python), *PACKAGES)
        (folder / "ready").touch()
    return python


def run(*command: str) -> None:
    subprocess.run(command, check=True)


def said(python: Path, code: str, *arguments: str) -> str:
    words = subprocess.run([python, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return words.stdout.strip()


def tried(foreign: Foreign, place: Path, packages: Path, python: Path) -> Iterator[str]:
    """Make every check of one history, print what each says and how long it took; yield what broke."""
    root = foreign.lay(place, packages)
    found = Found(foreign, root, lambda code: said(python, code, str(root)))
    print(f"\n{foreign.name}")
    for check in CHECKS:
        words, seconds, problem = timed(check, found)
        print(f"  {check.__name__.replace('_', ' '):22} {seconds * 1000:8.0f} ms  {words}", flush=True)
        if problem:
            yield f"{foreign.name}, {check.__name__}: {problem}"


def timed(check: Callable[[Found], str], found: Found) -> tuple[str, float, str]:
    start = time.perf_counter()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            words, problem = check(found), ""
    except Exception as error:
        words, problem = "BROKEN", "".join(traceback.format_exception(error)[-3:])
    return words, time.perf_counter() - start, problem


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1]).absolute()))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(Path(folder)))
