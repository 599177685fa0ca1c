"""Folders of revision files for the tests."""

from pathlib import Path


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def step(identity: str, down: str = "None", more: str = "") -> str:
    return f'"""Message of {identity}."""\nrevision = "{identity}"\ndown_revision = {down}\n{more}\n'
