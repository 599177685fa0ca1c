"""The instruments of the Migration Lab: what a lesson's notebook imports.

Each name is loaded when it is first used: every child process of the runner and every verb of `./lab` passes
through this module, and SQLAlchemy alone takes longer to load than they need.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migration_lab.errors import LabError
    from migration_lab.exercises.doing import exercise
    from migration_lab.lessons.opening import continue_lesson, open_lesson
    from migration_lab.predicting.asking import predict
    from migration_lab.values.history import History
    from migration_lab.values.rows import Rows
    from migration_lab.values.schema import Schema

__all__ = ["History", "LabError", "Rows", "Schema", "continue_lesson", "exercise", "open_lesson", "predict"]

_ROOMS = {
    "History": "values.history",
    "LabError": "errors",
    "Rows": "values.rows",
    "Schema": "values.schema",
    "continue_lesson": "lessons.opening",
    "exercise": "exercises.doing",
    "open_lesson": "lessons.opening",
    "predict": "predicting.asking",
}


if not TYPE_CHECKING:  # a type checker would take every name for one of these

    def __getattr__(name: str) -> object:
        if name not in _ROOMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
