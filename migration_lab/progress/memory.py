"""Progress that is never in the way: what the file does not take is remembered here, and written when it does."""

from collections.abc import Callable
from dataclasses import dataclass

from migration_lab.errors import LabError
from migration_lab.progress import store
from migration_lab.progress.record import Record

_unwritten: dict[tuple[str, str], Record] = {}  # by the desk's file and the exercise


@dataclass(frozen=True)
class Known:
    """One exercise's record, and what there is to say about the file; empty: all is well."""

    record: Record
    said: str = ""


def change(exercise: str, work: Callable[[Record], Record]) -> Known:
    """Change the record of an exercise; never raises for a file that cannot be used."""
    key = _key(exercise)
    try:
        kept = store.change(lambda records: {exercise: work(_whole(exercise, records, key))})
    except LabError as error:
        return _remembered(exercise, work, error)
    _unwritten.pop(key, None)
    return Known(kept.records[exercise], " ".join(kept.said))


def read(exercise: str) -> Known:
    """Give the record of an exercise; never raises for a file that cannot be used."""
    key = _key(exercise)
    try:
        kept = store.read()
    except LabError as error:
        return _remembered(exercise, lambda record: record, error)
    return Known(_whole(exercise, kept.records, key), " ".join(kept.said))


def _whole(exercise: str, records: store.Records, key: tuple[str, str]) -> Record:
    known, waiting = records.get(exercise, Record(exercise)), _unwritten.get(key)
    return known.merged(waiting) if waiting else known


def _remembered(exercise: str, work: Callable[[Record], Record], error: LabError) -> Known:
    key, records = _key(exercise), _readable()
    _unwritten[key] = work(_whole(exercise, records, key))
    return Known(_unwritten[key], f"{error.message} {error.hint}")


def _readable() -> store.Records:
    try:
        return store.read().records
    except LabError:
        return {}


def _key(exercise: str) -> tuple[str, str]:
    try:
        return str(store.place()), exercise
    except LabError:  # there is no desk
        return "", exercise
