"""What is kept of a timeline beside its database files, so that the second visit reads one small file."""

import json
from pathlib import Path
from typing import Any

from migration_lab.values.timeline import Stop, Timeline


def write(timeline: Timeline, note: Path) -> None:
    """Write all of a timeline but the databases; they lie in the same folder."""
    facts = {"name": timeline.name, "note": timeline.note, "stops": [_facts(stop) for stop in timeline]}
    note.write_text(json.dumps(facts), encoding="utf-8")


def read(note: Path) -> Timeline | None:
    """Read what `write` wrote; None when it is damaged, or a database file is missing."""
    try:
        facts = json.loads(note.read_text(encoding="utf-8"))
        stops = tuple(_stop(one, note.parent) for one in facts["stops"])
        there = all(stop.file is None or stop.file.is_file() for stop in stops)
        return Timeline(stops, facts["name"], facts["note"]) if there else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _facts(stop: Stop) -> dict[str, Any]:
    return {
        "revision": stop.revision,
        "message": stop.message,
        "file": stop.file.name if stop.file else "",
        "error": stop.error,
        "hint": stop.hint,
        "counts": stop.counts,
        "changes": stop.changes,
    }


def _stop(facts: dict[str, Any], folder: Path) -> Stop:
    counts = tuple((str(name), int(count)) for name, count in facts["counts"])
    named = facts | {"counts": counts, "changes": tuple(facts["changes"])}
    return Stop(**(named | {"file": folder / facts["file"] if facts["file"] else None}))
