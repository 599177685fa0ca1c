"""Progress as text that a person can read and the lab reads back: a TOML file, one table an exercise."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.lessons import disk
from migration_lab.progress import store
from migration_lab.progress.record import COLUMNS, Record, fault

FIRST = "# Progress in the Migration Lab"
FORMAT = 1
ID = re.compile(r"\d\d\.\d{1,4}")
LARGEST = 1_000_000  # bytes of a file that is read


def text(records: Mapping[str, Record]) -> str:
    """Write records as text, in order of their ids; what says nothing is left out."""
    lines = [f"{FIRST}. `{LAB} progress --import FILE` reads it back; nothing is lost by that.", f"format = {FORMAT}"]
    for _, record in sorted(records.items()):
        lines += ["", f'["{record.id}"]']
        named = ((one.name, getattr(record, one.name), one.default) for one in fields(Record) if one.name != "id")
        lines += [f"{name} = {json.dumps(value)}" for name, value, default in named if value != default]
    return "\n".join(lines) + "\n"


def records(written: str) -> dict[str, Record]:
    """Read what `text` wrote, also after a person changed it.

    Raises:
        LabError: A line cannot be read; the message names it.
    """
    try:
        facts = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(str(error)) from error
    number = facts.pop("format", None)
    if type(number) is not int or number < 1:
        raise _unreadable("it has no line `format = 1`, so it is no export of progress")
    if number > FORMAT:
        raise LabError(
            f"The file has the format {number}, which a newer version of the lab wrote; this one reads up to {FORMAT}.",
            "Update the lab, then import the file.",
        )
    return {name: _record(name, values) for name, values in facts.items()}


def export(file: Path) -> str:
    """Write all progress to a file, whole or not at all; return the sentence to say.

    Raises:
        LabError: The file is there and is no earlier export, or it cannot be written.
    """
    kept = store.read()
    if file.is_dir() or (file.exists() and not _is_export(file)):
        raise LabError(
            f"`{file}` is there already and is no export of progress, so it was left alone.",
            f"Choose another name: `{LAB} progress --export progress.toml`.",
        )
    with disk.told(file.parent):
        draft = file.with_name(f".{file.name}.draft")
        try:
            draft.write_text(text(kept.records), encoding="utf-8")
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return f"{_exercises(len(kept.records))} written to `{file}`."


def take(file: Path) -> str:
    """Merge an export into the progress that is there; return the sentence to say.

    Raises:
        LabError: The file cannot be read, or the progress cannot be written.
    """
    found = records(_read(file))
    before: dict[str, Record] = {}

    def work(known: Mapping[str, Record]) -> dict[str, Record]:
        before.update(known)
        return store.merged(known, found)

    kept = store.change(work)
    new = sum(before.get(name) != kept.records[name] for name in found)
    return " ".join([*kept.said, f"{_exercises(len(found))} read from `{file}`; {new} of them told something new."])


def _record(name: str, values: Any) -> Record:
    if not ID.fullmatch(name) or not isinstance(values, dict):
        raise _unreadable(f"`{name}` is no exercise")
    for key in values:
        if key not in COLUMNS[1:]:
            raise _unreadable(f'["{name}"] has the unknown line `{key}`')
    if wrong := fault({"id": name, **values}):
        raise _unreadable(f'["{name}"]: {wrong}')
    return Record(name, **values)


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _unreadable("it is far too large")
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable("it is no text") from error
    except OSError as error:
        raise LabError(f"`{file}` cannot be read: {error.strerror}.", "Check its name and folder.") from error


def _is_export(file: Path) -> bool:
    try:
        return _read(file).startswith(FIRST)
    except LabError:
        return False


def _unreadable(words: str) -> LabError:
    return LabError(
        f"The progress in the file cannot be read: {words}. Nothing was changed.",
        "Correct that line, or export it again.",
    )


def _exercises(number: int) -> str:
    return "1 exercise was" if number == 1 else f"{number} exercises were"
