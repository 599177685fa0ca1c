"""Where progress is kept: `progress.db` on the desk, brought to the newest form, one process at a time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from migration_lab import places
from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.lessons import disk
from migration_lab.lessons.attempts import discard
from migration_lab.progress import progress_file, updating
from migration_lab.progress.progress_file import Damaged
from migration_lab.progress.record import Record
from migration_lab.turn import turn

FILE = "progress.db"
DRAFT = ".progress.draft.db"
NEWER, DAMAGED, TAKEN = "newer", "damaged", "taken"
WAIT = 20.0  # seconds for another notebook or terminal that writes

Records = Mapping[str, Record]


@dataclass(frozen=True)
class Kept:
    """What is remembered, and what there is to say about its file."""

    records: Records
    said: tuple[str, ...] = ()


def read() -> Kept:
    """Read all records; a desk without any stays without a file.

    Raises:
        LabError: The file cannot be read now.
    """
    file = place()
    if not places.is_there(file) and not _newer(file):
        return Kept({})
    with _turn():
        return _ready(file)


def change(work: Callable[[Records], Mapping[str, Record]]) -> Kept:
    """Read all records, write those that `work` gives, and give all as they are now.

    Raises:
        LabError: The file cannot be written now; it is as it was.
    """
    file = place()
    with _turn():
        kept = _ready(file)
        changed = {name: one for name, one in work(kept.records).items() if kept.records.get(name) != one}
        if changed:
            progress_file.write(file, changed.values())
        return Kept({**kept.records, **changed}, kept.said)


def place() -> Path:
    """Name the file; a link is followed."""
    return (places.home() / FILE).resolve()


@contextmanager
def _turn() -> Iterator[None]:
    with disk.told(places.home()), turn(places.backstage(), "progress", wait=WAIT):
        yield


def _ready(file: Path) -> Kept:
    """Make sure of a whole file in the newest form; whatever is not ours to read is moved aside, never removed."""
    if file.is_dir():
        raise LabError(f"There is a folder where your progress is kept: `{FILE}`.", "Give it another name.")
    said = [_examined(file)]
    try:
        records = progress_file.read(file)
    except Damaged as damage:
        said.append(_aside(file, damage))
        _renew(file, "")
        records = {}
    said.append(_taken_back(file, records))
    return Kept(progress_file.read(file), tuple(one for one in said if one))


def _examined(file: Path) -> str:
    """Bring the file to the newest form, or make it; return what there is to say."""
    if not places.is_there(file):
        _renew(file, "")
        return ""
    try:
        stands = progress_file.revision(file)
        if stands in updating.known() | {""}:
            if stands != updating.HEAD:
                _renew(file, stands)
            return ""
    except Damaged as damage:
        said = _aside(file, damage)
    else:
        kept = progress_file.move(file, NEWER)
        said = (
            f"`{FILE}` was written by a newer lab (its form is {cell(stands)}), so a new one was begun. "
            f"The newer one is kept as `{kept.name}`; after the next update it is taken back."
        )
    _renew(file, "")
    return said


def _aside(file: Path, damage: Damaged) -> str:
    kept = progress_file.move(file, DAMAGED)
    return (
        f"`{FILE}` was damaged ({damage}), so a new one was begun. The damaged one is kept as `{kept.name}`; "
        f"`{LAB} progress --import FILE` reads what you exported"
    )


def _renew(file: Path, stands: str) -> None:
    """Put a file in the newest form in place, migrated on a copy; the old one is kept behind the scenes."""
    draft = file.with_name(DRAFT)
    for name in ("", *progress_file.SIDES):
        discard(draft.with_name(draft.name + name))
    try:
        if stands:
            progress_file.copy(file, draft)
        updating.update(draft)
        if stands:
            progress_file.copy(file, places.backstage() / f"progress.{stands}.db")
        draft.replace(file)
    finally:
        discard(draft)


def _newer(file: Path) -> list[Path]:
    return sorted(file.parent.glob(f"{file.stem}.{NEWER}*{file.suffix}"))


def _taken_back(file: Path, records: Records) -> str:
    """Merge files that a newer lab wrote once and that can be read now."""
    said = []
    for one in _newer(file):
        try:
            stands = progress_file.revision(one)
            if stands not in updating.known():
                continue
            if stands != updating.HEAD:
                _renew(one, stands)
            found = progress_file.read(one)
        except (Damaged, LabError):  # it stays as it is
            continue
        records = merged(records, found)
        progress_file.write(file, records.values())
        said.append(f"`{one.name}` was taken back; it is kept as `{progress_file.move(one, TAKEN).name}`.")
    return " ".join(said)


def merged(one: Records, other: Records) -> dict[str, Record]:
    """Give the records of both, and for an exercise that both know all that either tells."""
    both = {name: one[name].merged(other[name]) for name in one.keys() & other.keys()}
    return {**one, **other, **both}
