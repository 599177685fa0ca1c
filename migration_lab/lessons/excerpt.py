"""Some lines of a file with their numbers, as a value that shows itself in a cell."""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from migration_lab.errors import LabError

LANGUAGES = {".py": "python", ".ini": "ini", ".toml": "toml", ".sql": "sql", ".yml": "yaml", ".yaml": "yaml", ".md": ""}


@dataclass(frozen=True)
class Excerpt:
    """Lines of a file.

    Args:
        path: The file, relative to the project.
        first: The number of the first line.
        lines: The lines, without their ends.
    """

    path: str
    first: int
    lines: tuple[str, ...]

    def __str__(self) -> str:
        width = len(str(self.first + len(self.lines)))
        numbered = (f"{number:>{width}}  {line}".rstrip() for number, line in enumerate(self.lines, self.first))
        return "\n".join([self.path, *numbered])

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        name, _, body = str(self).partition("\n")
        longest = max((len(run) for run in re.findall("`+", body)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"**{_plain(name)}**\n\n{fence}{LANGUAGES.get(Path(self.path).suffix, '')}\n{body}\n{fence}"

    def _repr_html_(self) -> str:
        name, _, body = str(self).partition("\n")
        return f"<p><strong>{escape(name)}</strong></p><pre>{escape(body)}</pre>"


def read(root: Path, path: str, first: int | None = None, last: int | None = None) -> Excerpt:
    """Read lines `first` to `last`, both counted from 1 and both included, of a file below a folder.

    Raises:
        LabError: The file is not there, not below the folder, no text, or has no such lines.
    """
    file = root / path
    if not file.resolve().is_relative_to(root.resolve()):
        raise LabError(f"`{path}` is not in the workspace; only its own files are shown.", _choice(root, path))
    if not file.is_file():
        raise LabError(f"There is no file `{path}` in {root.name}.", _choice(root, path))
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise LabError(f"`{path}` is no text file.", 'For a database write `lab.sql("select …")`.') from error
    begin, end = first or 1, len(lines) if last is None else min(last, len(lines))
    if begin < 1 or (lines and begin > end):
        raise LabError(
            f"`{path}` has {len(lines)} lines; lines {begin} to {end if last is None else last} are not among them.",
            f'lab.source("{path}") shows all of them.',
        )
    return Excerpt(Path(path).as_posix(), begin, tuple(lines[begin - 1 : end]))


def _choice(root: Path, path: str) -> str:
    """Name files of the same ending that are there."""
    ending = Path(path).suffix
    found = sorted(file.relative_to(root).as_posix() for file in root.rglob(f"*{ending}") if file.is_file())
    near = [name for name in found if Path(name).name == Path(path).name] or found
    return (
        f"Choose one of {', '.join(near[:12])}{' …' if len(near) > 12 else ''}."
        if near
        else "`!ls` shows what is there."
    )


def _plain(name: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&$])", r"\\\1", name)
