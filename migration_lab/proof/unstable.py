"""Find in an output what the next run, another day or another machine would show differently."""

import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

from migration_lab.places import ORIGIN

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_CLOCK = re.compile(r"\b\d{2}:\d{2}:\d{2}[.,]\d{3,}")
_PATH = re.compile(
    r"""(?:(?<=:///)|(?<![\w.:/~-]))/(?:Users|etc|home|mnt|opt|private|root|srv|tmp|usr|var|workspace)/[^\s'"`<>)]+"""
    r"""|\b[A-Za-z]:\\{1,2}\w[^\s'"`<>)]*"""
)


def unstable(text: str) -> str:
    """Name the first thing in the text that is not the same everywhere; nothing if there is none.

    A fixed date that a seed writes is stable; today's date and a time with fractions of a second are a clock.
    """
    if path := _PATH.search(text) or _here().search(text):
        return f"the absolute path `{path[0]}`"
    if clock := _CLOCK.search(text) or _today().search(text):
        return f"the clock's `{clock[0]}`"
    if address := _ADDRESS.search(text):
        return f"the memory address `{address[0]}`"
    return ""


def _here() -> re.Pattern[str]:
    """Match the folders of this machine, wherever they are."""
    return re.compile("|".join(re.escape(str(folder)) for folder in (ORIGIN, Path.home(), gettempdir())) + r"\b")


def _today() -> re.Pattern[str]:
    return re.compile(f"{datetime.now(UTC):%Y-%m-%d}|{datetime.now():%Y-%m-%d}")
