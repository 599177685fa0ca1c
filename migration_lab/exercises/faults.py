"""What can be wrong in an `exercise.toml`, each fault in a sentence."""

import re
from collections.abc import Mapping
from typing import Any

from migration_lab.errors import LabError

# Key → what stands for it when it is missing; a text, number or list that is needed has an empty one here.
DEFAULTS: dict[str, Any] = {
    "id": "",
    "title": "",
    "lesson": "",
    "minutes": 0,
    "start_revision": "",
    "analytics_revision": "",
    "users": 0,
    "env": "safe",
    "keep_pending": False,
    "unversioned": False,
    "without": [],
    "aliases": [],
    "hints": [],
    "goals": {},
}
NEEDED = ("id", "title", "lesson", "minutes", "goals")
KINDS = {str: "text", int: "number", bool: "truth value (`true` or `false`)", list: "list of texts", dict: "table"}
ENVIRONMENTS = ("safe", "unsafe")
HINTS = 3
ID = re.compile(r"\d\d\.\d+")
GOAL = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9]*(-[a-z0-9]+)*")


def examine(facts: Mapping[str, Any], file: str, *, wanted_id: str) -> None:
    """Do nothing for the facts of an exercise that is complete.

    Args:
        facts: What stands in the file.
        file: Its name, for the message.
        wanted_id: The id that belongs to the folder; empty if the folder has no exercise's name.

    Raises:
        LabError: The first fault.
    """
    if not wanted_id:
        raise LabError(
            f"The folder of `{file}` has no name of an exercise.", "Call it `NN_n_slug`, such as `02_1_rename`."
        )
    _kinds(facts, file)
    for key in NEEDED:
        if not facts.get(key):
            raise LabError(f"`{file}` has no `{key}`.", f"Add it: {_example(key, wanted_id)}")
    _words(facts, file, wanted_id)
    _hints(facts, file)
    _goals(facts["goals"], file)


def _kinds(facts: Mapping[str, Any], file: str) -> None:
    for key, value in facts.items():
        if key not in DEFAULTS:
            raise LabError(f"`{file}` has the unknown key `{key}`.", f"Known keys are {', '.join(DEFAULTS)}.")
        texts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
        if type(value) is not type(DEFAULTS[key]) or not all(isinstance(text, str) for text in texts):
            kind = KINDS[type(DEFAULTS[key])]
            raise LabError(f"`{file}` has `{key} = {value!r}`, which is no {kind}.", f"Write `{key}` as a {kind}.")


def _words(facts: Mapping[str, Any], file: str, wanted_id: str) -> None:
    if facts["id"] != wanted_id:
        raise LabError(
            f"`{file}` has the id `{facts['id']}`, but its folder says `{wanted_id}`.",
            "Give the folder the number of the id. An id is never renamed; an old one is listed in `aliases`.",
        )
    if not facts["lesson"].startswith(f"{wanted_id[:2]}_"):
        raise LabError(
            f'`{file}` has `lesson = "{facts["lesson"]}"`, but its id belongs to lesson {wanted_id[:2]}.',
            "Name that lesson as its notebook is called: `NN_slug`.",
        )
    if facts.get("env", "safe") not in ENVIRONMENTS:
        raise LabError(f'`{file}` has `env = "{facts["env"]}"`.', "Choose `safe` or `unsafe`.")
    for alias in facts.get("aliases", []):
        if not ID.fullmatch(alias):
            raise LabError(f"`{file}` has the alias `{alias}`, which is no id.", 'Write an alias as "NN.n".')


def _hints(facts: Mapping[str, Any], file: str) -> None:
    number = len([hint for hint in facts.get("hints", []) if hint.strip()])
    if number != HINTS:
        raise LabError(
            f"`{file}` has {number} hints; every exercise has {HINTS}.",
            "Write where to look, which tool to take, and almost the answer, in this order.",
        )


def _goals(goals: Mapping[str, str], file: str) -> None:
    for name, sentence in goals.items():
        if not GOAL.fullmatch(name):
            raise LabError(
                f"`{file}` has a goal with the id `{name}`.", 'Write it as `"rename.rows-kept"`: a word, a dot, words.'
            )
        if not sentence.strip():
            raise LabError(f"`{file}` has no sentence for the goal `{name}`.", "Say what is true when it is reached.")
    if len({name.partition(".")[2] for name in goals}) != len(goals):
        raise LabError(f"`{file}` has two goals with the same words after the dot.", "Give each its own words.")


def _example(key: str, wanted_id: str) -> str:
    examples = {
        "id": f'`id = "{wanted_id}"`',
        "title": '`title = "Rename without losing data"`',
        "lesson": f'`lesson = "{wanted_id[:2]}_…"`',
        "minutes": "`minutes = 15`",
        "goals": '`[goals]` with a line such as `"rename.rows-kept" = "every user keeps their name"`',
    }
    return f"{examples[key]}."
