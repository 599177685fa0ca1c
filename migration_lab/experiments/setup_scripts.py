"""Experiments of lesson 01 with the script folder: alembic.ini, the template, the first revision."""

import subprocess
import sys
import warnings
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from migration_lab.experiments.experiment import Experiment
from migration_lab.experiments.project import ENV, INI, MODELS, TEMPLATE, last_line, project
from migration_lab.running import environment

NO_REVISION = {"alembic/versions/001.py": None}
OWN_TYPE = """\
from sqlalchemy.types import String, TypeDecorator

class Slug(TypeDecorator):
    impl = String(50)
    cache_ok = True
"""
HOOK = """
[post_write_hooks]
hooks = mark
mark.type = module
mark.module = mark
mark.options = REVISION_SCRIPT_FILENAME
"""
MARK = """\
import pathlib, sys

path = pathlib.Path(sys.argv[1])
path.write_text("# reviewed by:\\n" + path.read_text())
"""
AUTOGENERATE = ("revision", "--autogenerate", "-m", "first", "--rev-id", "001")


def plain_revision() -> Experiment:
    """A2: `revision` writes a form to fill in; only `--autogenerate` compares."""
    with project(NO_REVISION) as runner:
        runner.alembic("revision", "-m", "first", "--rev-id", "001")
        plain = _first_operation(runner.root)
    with project(NO_REVISION) as runner:
        runner.alembic(*AUTOGENERATE)
        compared = _first_operation(runner.root)
    return Experiment(
        ("A2", "S3", "S4"),
        "`alembic revision -m first`",
        "a revision that creates the tables",
        f"upgrade() holds `{plain}`",
        f"with `--autogenerate` it begins `{compared}`",
    )


def models_not_imported() -> Experiment:
    """A1: Alembic knows a table only when the module of its model was imported."""
    base, user = MODELS.split("class User", 1)
    head = "from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, mapped_column\nfrom base import Base\n\n"
    files = {**NO_REVISION, "base.py": base, "models.py": f"{head}class User{user}"}
    found = []
    for line in ("from base import Base", "import models\nfrom base import Base"):
        with project({**files, "alembic/env.py": ENV.replace("from models import Base", line)}) as runner:
            runner.alembic(*AUTOGENERATE)
            found.append(_first_operation(runner.root))
    return Experiment(
        ("A1",),
        "env.py imports `Base`, not the module with the models",
        "every table is found",
        f"upgrade() holds `{found[0]}`, exit 0",
        f"import the models as well: `{found[1]}`",
    )


def missing_template() -> Experiment:
    """S1, S3: without script.py.mako no revision can be written."""
    with project({**NO_REVISION, "alembic/script.py.mako": None}) as runner:
        broken = last_line(runner.alembic(*AUTOGENERATE).output)
    with project(NO_REVISION) as runner:
        fine = runner.alembic(*AUTOGENERATE)
    return Experiment(
        ("S1", "S3"),
        "wrote alembic.ini and env.py by hand, no script.py.mako",
        "`alembic revision` writes a file",
        f"`{broken}`",
        f"start with `alembic init`, which lays it: exit {fine.exit_code}",
    )


def relative_script_location() -> Experiment:
    """S2: a relative script_location works from one folder only."""
    found = []
    for here in ("alembic", "%(here)s/alembic"):
        with project({"alembic.ini": INI.replace("%(here)s/alembic", here), "docs/readme.txt": ""}) as runner:
            elsewhere = type(runner)(runner.root / "docs")
            found.append(last_line(elsewhere.alembic("-c", "../alembic.ini", "heads").output))
    return Experiment(
        ("S2",),
        "`script_location = alembic`, called from a subfolder",
        "the project is found",
        f"`{found[0]}`",
        f"`%(here)s/alembic`: `{found[1]}`",
    )


def old_path_separator() -> Experiment:
    """A7: `version_path_separator` gave way to `path_separator` in Alembic 1.16."""
    said = []
    for line in ("version_path_separator = os\nversion_locations = %(here)s/alembic/versions", "path_separator = os"):
        with project({"alembic.ini": INI.replace("path_separator = os", line)}) as runner:
            said.append(_warnings(runner.root / "alembic.ini"))
    return Experiment(
        ("A7", "S2"),
        "`version_path_separator = os`",
        "it is the current name",
        f"{said[0]} deprecation warning(s)",
        f"`path_separator = os`: {said[1]}",
    )


def pyproject_without_ini() -> Experiment:
    """A8: pyproject.toml takes the source settings only; URL and logging stay in alembic.ini."""
    with project({"alembic.ini": None, "alembic/env.py": None, "alembic/script.py.mako": None}) as runner:
        runner.alembic("init", "--template", "pyproject", "migrations")
        (runner.root / "alembic.ini").unlink()
        heads = runner.alembic("heads")
        current = last_line(runner.alembic("current").output)
    return Experiment(
        ("A8",),
        "`alembic init -t pyproject`, then deleted alembic.ini",
        "pyproject.toml replaces it",
        f"`heads`: exit {heads.exit_code}; `current`: `{current}`",
        "keep both: pyproject.toml says where scripts are, alembic.ini has URL and logging",
    )


def custom_type() -> Experiment:
    """A9: the module of a custom type must be imported by the template."""
    models = MODELS.replace("mapped_column(String(50))", "mapped_column(types_of_ours.Slug())")
    files = {**NO_REVISION, "types_of_ours.py": OWN_TYPE, "models.py": f"import types_of_ours\n{models}"}
    said = []
    for template in (
        TEMPLATE,
        TEMPLATE.replace("import sqlalchemy as sa", "import sqlalchemy as sa\nimport types_of_ours"),
    ):
        with project({**files, "alembic/script.py.mako": template}) as runner:
            runner.alembic(*AUTOGENERATE)
            run = runner.alembic("upgrade", "head")
            said.append("exit 0" if run.ok else last_line(run.output))
    return Experiment(
        ("A9",),
        "a column type of your own in a model",
        "the revision runs",
        f"`{said[0]}`",
        f"import its module in script.py.mako: {said[1]}",
    )


def file_names() -> Experiment:
    """A14: `file_template` and the ids decide whether a folder listing tells the history."""
    listed = []
    for template, ids in (("", ("e1f0", "a2c4")), ("file_template = %%(rev)s\n", ("001_first", "002_second"))):
        ini = INI.replace("file_template = %%(rev)s\n", template)
        with project({**NO_REVISION, "alembic.ini": ini}) as runner:
            for message, rev_id in zip(("first", "second"), ids, strict=True):
                runner.alembic("revision", "-m", message, "--rev-id", rev_id)
            listed.append(", ".join(sorted(file.name for file in (runner.root / "alembic" / "versions").glob("*.py"))))
    return Experiment(
        ("A14", "S10"),
        "random ids, `file_template` left at its default",
        "the folder lists the history in order",
        listed[0],
        f"ids that begin with a number, `file_template = %%(rev)s`: {listed[1]}",
    )


def post_write_hook() -> Experiment:
    """A14: a post_write_hook runs on each new revision file, a formatter for instance."""
    first_lines = []
    for ini in (INI, INI + HOOK):
        with project({**NO_REVISION, "alembic.ini": ini, "mark.py": MARK}) as runner:
            runner.alembic(*AUTOGENERATE)
            first_lines.append(_only_revision(runner.root).read_text(encoding="utf-8").splitlines()[0])
    return Experiment(
        ("A14",),
        "a team rule for new revisions, told in a meeting",
        "everybody remembers it",
        f"the next file begins `{first_lines[0]}`",
        f"a post_write_hook wrote it into the file: `{first_lines[1]}`",
    )


def package_in_the_way() -> Experiment:
    """An `__init__.py` makes the folder a package, which hides the library of the same name."""
    said = []
    for init in ("", None):
        with project({"alembic/__init__.py": init}) as runner:
            said.append(last_line(_as_in_a_terminal(runner.root)))
    return Experiment(
        (),
        "added `alembic/__init__.py`, as an editor may suggest",
        "nothing changes",
        f"`python -m alembic heads`: `{said[0].split(': ', 1)[-1].split(';')[0]}`",
        f"delete it: `{said[1]}`",
    )


def _only_revision(root: Path) -> Path:
    return next((root / "alembic" / "versions").glob("*.py"))


def _first_operation(root: Path) -> str:
    """The first line of code in upgrade(), without Alembic's comments."""
    body = _only_revision(root).read_text(encoding="utf-8").split("def upgrade", 1)[1].splitlines()[1:]
    line = next(line.strip() for line in body if line.strip() and not line.strip().startswith("#"))
    return line.rstrip(",")


def _warnings(ini: Path) -> int:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ScriptDirectory.from_config(Config(str(ini)))
    return sum(issubclass(warning.category, DeprecationWarning) for warning in caught)


def _as_in_a_terminal(root: Path) -> str:
    """Run the command without the runner, which finds the library even when a folder hides it."""
    command = [sys.executable, "-m", "alembic", "heads"]
    run = subprocess.run(command, cwd=root, env=environment.clean(), capture_output=True, text=True)
    return run.stdout + run.stderr
