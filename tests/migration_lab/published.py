"""A lab that publishes one small notebook, and what is then on a learner's desk."""

import json
from pathlib import Path
from typing import Any

NAME = "02_autogenerate.ipynb"


def notebook(*sources: str, output: str = "") -> str:
    cells: list[dict[str, Any]] = [{"cell_type": "code", "source": [source], "outputs": [output]} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4})


def blank(*sources: str) -> str:
    cells = [{"cell_type": "code", "source": [source], "outputs": [], "execution_count": None} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4}, indent=1) + "\n"


def publish(origin: Path, *sources: str, output: str = "") -> None:
    (origin / "notebooks" / NAME).write_text(notebook(*sources, output=output), encoding="utf-8")


def beside(copy: Path) -> list[str]:
    return sorted(file.name for file in copy.parent.iterdir() if file != copy)
