"""Find in an output what the next run, another day or another machine would show differently."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import gettempdir

from migration_lab.places import ORIGIN

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_RANDOM = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")
_CLOCK = re.compile(
    r"(?<!\d{4}-\d{2}-\d{2}[ T])\b"  # after a fixed date it is one a seed writes
    r"(?:\d{2}:\d{2}:\d{2}[.,]\d{3,}|(?!00:00:00)\d{2}:\d{2}:\d{2}\b)"
)
_DURATION = re.compile(
    r"\b\d+\.\d+ ?(?:ns|us|µs|ms|s|sec|secs|seconds|min|minutes)\b"
    r"|\b(?:took|elapsed|[Ww]all time|finished in)\b:? \d+ ?(?:ns|us|µs|ms|s|sec|secs|seconds?|min|minutes?)\b"
)
_END = r"[^\s'\"`<>)]"
_START = r"(?:(?<=:///)|(?<![\w.:/~<*})-]))"
_PAGE = "".join(f"(?<!{method} )" for method in ("GET", "PUT", "POST", "PATCH", "DELETE"))
_PATH = re.compile(
    rf"{_START}/(?:Users|etc|home|mnt|opt|private|proc|root"
    rf"|srv|tmp|usr|var|workspaces?|Volumes|data|media)/{_END}+"
    # any other folder and what is in it; `GET /orders/latest` is the address of a page
    rf"|{_START}{_PAGE}/[\w.@+-]+/[A-Za-z_.]{_END}*"
    rf"|\b[A-Za-z]:(?:\\{{1,2}}|/(?!/))\w{_END}*"
)


def unstable(text: str) -> str:
    """Name the first thing in the text that is not the same everywhere; nothing if there is none.

    A fixed date that a seed writes is stable; today's date, a time without a date and a measured duration are a clock.
    """
    kinds = (
        ("the absolute path", (_PATH, _here())),
        ("the clock's", (_CLOCK, _today(), _DURATION)),
        ("the memory address", (_ADDRESS,)),
        ("the random id", (_RANDOM,)),
    )
    found = (f"{what} `{match[0]}`" for what, patterns in kinds for each in patterns if (match := each.search(text)))
    return next(found, "")


def written(day: date) -> Iterator[str]:
    """Write a day in the forms that programs and people use."""
    year, month, name, short = day.year, f"{day.month:02}", MONTHS[day.month - 1], MONTHS[day.month - 1][:3]
    for number in dict.fromkeys((f"{day.day:02}", str(day.day))):
        for word in (name, short):
            yield from (f"{number} {word} {year}", f"{number}-{word}-{year}", f"{word} {number}, {year}")
            yield from (f"{word} {number} {year}", f"{number}. {word} {year}")
    for mark in "-./":
        for parts in ((year, month, f"{day.day:02}"), (f"{day.day:02}", month, year), (month, f"{day.day:02}", year)):
            yield mark.join(map(str, parts))
    yield f"{year}{month}{day.day:02}"


def _here() -> re.Pattern[str]:
    """Match the folders of this machine, wherever they are."""
    return re.compile("|".join(re.escape(str(folder)) for folder in (ORIGIN, Path.home(), gettempdir())) + r"\b")


def _today() -> re.Pattern[str]:
    days = (datetime.now(UTC).date(), datetime.now().date())
    forms = "|".join(re.escape(form) for day in days for form in written(day))
    return re.compile(rf"(?<!\d)(?:{forms})(?!\d)", re.IGNORECASE)
