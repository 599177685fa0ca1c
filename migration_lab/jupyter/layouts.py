"""JupyterLab's saved layouts: a lesson's inspector stays at its cell, and what a learner arranged stays too."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyterlab_server.workspaces_handler import WORKSPACE_EXTENSION, WorkspacesManager, slugify
from tornado.routing import ReversibleRuleRouter

from migration_lab.lessons import panes


class Layouts(WorkspacesManager):
    """Does what JupyterLab's own manager does, and looks the inspector's cell up again.

    Args:
        path: Where the layouts are saved.
        notebooks: The learner's notebooks.
    """

    def __init__(self, path: str | Path, notebooks: Path) -> None:
        super().__init__(str(path))
        self.notebooks = notebooks

    def load(self, space_name: str) -> dict[str, Any]:
        """Give a layout to the page that opens it."""
        return panes.steady(super().load(space_name), self.notebooks)

    def save(self, space_name: str, raw: str) -> Path:
        """Keep a layout; a lesson's file that is opened once more does not undo what a learner arranged."""
        file = self.workspaces_dir / f"{slugify(space_name)}{WORKSPACE_EXTENSION}"
        if file.exists() and _is_fresh(raw) and panes.has_inspector(self.load(space_name)):
            return file
        return super().save(space_name, raw)


def install(server: Any, notebooks: Path) -> None:
    """Let a server that was initialized use these layouts.

    Args:
        server: Jupyter's `ServerApp`.
        notebooks: The learner's notebooks.
    """
    for settings in _settings(server.web_app.default_router):
        if isinstance(settings.get("manager"), WorkspacesManager):
            settings["manager"] = Layouts(settings["manager"].workspaces_dir, notebooks)


def _settings(router: ReversibleRuleRouter) -> Iterator[dict[str, Any]]:
    """List what each address of a server hands to its answer."""
    for rule in router.rules:
        if isinstance(rule.target, ReversibleRuleRouter):
            yield from _settings(rule.target)
        else:
            yield rule.target_kwargs


def _is_fresh(raw: str) -> bool:
    try:
        return panes.is_fresh(json.loads(raw))
    except (ValueError, AttributeError, KeyError, TypeError):
        return False
