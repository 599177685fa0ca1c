"""Put a complete folder in the place of another, so that what is half done can be seen and repaired.

The workspace's own folder stays the same one: a terminal or a second kernel that stands in it is not cut off,
and Windows does not let anybody move a folder in which a process stands. Its children change by rename.
"""

from pathlib import Path

from migration_lab.lessons.attempts import discard


def swap(ready: Path, place: Path, *, aside: Path) -> None:
    """Move the children of `ready` to `place`, and what was there to `aside`; undo it all if one move is refused.

    Args:
        ready: The complete new folder, on the same disk. It stays, empty, for the caller to remove when all is done;
            after an undoing it is gone.
        place: The folder that gets its children. Anything that is no folder makes way first.
        aside: Where the old children go; it is empty or missing before.
    """
    aside.mkdir(parents=True, exist_ok=True)
    moves: list[tuple[Path, Path]] = []
    try:
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            _move(place, aside / place.name, moves)
        place.mkdir(exist_ok=True)
        for child in sorted(place.iterdir()):
            _move(child, aside / child.name, moves)
        for child in sorted(ready.iterdir()):
            _move(child, place / child.name, moves)
    except OSError:
        for source, target in reversed(moves):
            if source == place:
                place.rmdir()
            target.rename(source)
        discard(ready)
        raise


def _move(source: Path, target: Path, moves: list[tuple[Path, Path]]) -> None:
    source.rename(target)
    moves.append((source, target))
