"""Mutants of the files: a solution's revision without one of its lines, with one more, or with a rival beside it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from migration_lab.judging.replay import PRIMARY, Replay
from migration_lab.lessons import project
from migration_lab.values.revision_file import parsed

MOST = 4  # lines of one function
LONGEST = 36  # characters of a text in a line
FUNCTIONS = ("upgrade", "downgrade")
RIVAL = '''"""mutant"""

revision = "mutant_second_head"
down_revision = {follows!r}


def upgrade():
    pass


def downgrade():
    pass
'''
MORE = "from alembic import op as mutant\nmutant.execute('CREATE TABLE mutant_table (id INTEGER)')"


@dataclass(frozen=True)
class Rewritten:
    """One mutant: the texts of the files that differ from the solution's, by their path in the project."""

    words: str
    texts: Mapping[str, str]

    def lay(self, workspace: Path) -> None:
        """Write them."""
        for path, text in self.texts.items():
            (workspace / path).write_text(text, encoding="utf-8")


def mutants(replay: Replay) -> Iterator[Rewritten]:
    """Yield the mutants of the revision files that a solution brings."""
    for name in project.HISTORIES:
        for one in replay.mine(name):
            path = next(path for path in replay.files if PurePosixPath(path).name == one.file)
            label = "" if len(replay.mine(name)) == 1 and name == PRIMARY else f" of {one.id}"
            yield from _of_file(path, replay.files[path], label)
        if replay.mine(name):
            first = replay.start.revisions(name)
            text = RIVAL.format(follows=first[0] if first else None)
            yield Rewritten(
                f"files: a second head{'' if name == PRIMARY else f' of {name}'}", {_rival(replay, name): text}
            )


def _rival(replay: Replay, name: str) -> str:
    mine = replay.mine(name)[0].file
    path = next(path for path in replay.files if PurePosixPath(path).name == mine)
    return (PurePosixPath(path).parent / "zz_mutant.py").as_posix()


def _of_file(path: str, text: str, label: str) -> Iterator[Rewritten]:
    for name in FUNCTIONS:
        lines = _lines(parsed(text, path), name)
        for number, one in list(enumerate(lines))[:MOST]:
            without = ast.unparse(_replaced(parsed(text, path), name, number))
            yield Rewritten(f"files: {name}(){label} without {_called(one)}", {path: without})
        if len(lines) > 1:
            tree = parsed(text, path)
            _function(tree, name).body = [ast.Pass()]
            yield Rewritten(f"files: {name}(){label} empty", {path: ast.unparse(tree)})
    tree = parsed(text, path)
    _function(tree, FUNCTIONS[0]).body += ast.parse(MORE).body
    yield Rewritten(f"files: upgrade(){label} makes one more table", {path: ast.unparse(tree)})


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    found = next((one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name), None)
    return found or ast.FunctionDef(name, ast.arguments([], [], None, [], [], None, []), [ast.Pass()], [])


def _lines(tree: ast.Module, name: str) -> list[ast.Expr]:
    """List the statements of a function that only call something, inside `with`, `if` and `for` as well."""
    found = [one for one in ast.walk(_function(tree, name)) if isinstance(one, ast.Expr)]
    return sorted((one for one in found if isinstance(one.value, ast.Call)), key=lambda one: one.lineno)


def _called(line: ast.Expr) -> str:
    """Say what a line calls, with the names it starts with: `alter_column(“users”, “full_name”)`."""
    assert isinstance(line.value, ast.Call)
    given = [str(one.value) for one in line.value.args if isinstance(one, ast.Constant)]
    said = ", ".join(f"“{text if len(text) <= LONGEST else f'{text[:LONGEST]}…'}”" for text in given[:2])
    return f"{ast.unparse(line.value.func).rpartition('.')[2]}({said}) in line {line.lineno}"


def _replaced(tree: ast.Module, name: str, number: int) -> ast.Module:
    wanted = _lines(tree, name)[number]

    class Take(ast.NodeTransformer):
        def visit_Expr(self, node: ast.Expr) -> ast.stmt:
            return ast.copy_location(ast.Pass(), node) if node is wanted else node

    taken = Take().visit(tree)
    assert isinstance(taken, ast.Module)
    return taken
