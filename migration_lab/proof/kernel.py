"""Run a notebook from top to bottom in a fresh kernel: the recorder and the comparison both run it this way."""

import asyncio
import os
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from migration_lab.command import LAB
from migration_lab.proof.notebook import PLANNED_FAILURE, code_cells, plain, settled
from migration_lab.running import environment

TIME_LIMIT = 60.0


@dataclass(frozen=True)
class Stop:
    """Why a run ended early: the number of the code cell, counted from 1, what happened, and the whole traceback."""

    number: int
    reason: str
    traceback: str = ""


@dataclass(frozen=True)
class Execution:
    """A notebook as one run left it, with settled outputs; cells after a stop have none."""

    notebook: NotebookNode
    stop: Stop | None = None


def execute(notebook: NotebookNode, folder: Path, *, home: Path, time_limit: float = TIME_LIMIT) -> Execution:
    """Run all code cells in a fresh kernel of this environment and keep what a reader would see at the end.

    Args:
        notebook: It is not changed.
        folder: The folder in which the kernel starts.
        home: The desk the lessons work on; nothing of the caller's own is touched.
        time_limit: Seconds for one cell.
    """
    played = deepcopy(notebook)
    for cell in code_cells(played):
        cell.outputs, cell.execution_count = [], None
    with TemporaryDirectory(prefix="migration-lab-", ignore_cleanup_errors=True) as private:
        variables = _variables(home, Path(private))
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            stop = runner.run(_play(played, folder, variables=variables, time_limit=time_limit))
    for cell in code_cells(played):
        cell.outputs = settled(cell.outputs)
    return Execution(played, stop)


def _variables(home: Path, private: Path) -> dict[str, str]:
    """Give the kernel a clean environment: its own desk, and no start-up files or history of the person at the desk."""
    ours = {"MIGRATION_LAB_HOME": str(home), "IPYTHONDIR": str(private), "PYTHONSTARTUP": ""}
    return environment.clean(os.environ) | ours


async def _play(
    notebook: NotebookNode, folder: Path, *, variables: Mapping[str, str], time_limit: float
) -> Stop | None:
    specs = KernelSpecManager(kernel_dirs=[])  # no kernel installed elsewhere: this environment's Python
    manager = AsyncKernelManager(kernel_name=NATIVE_KERNEL_NAME, kernel_spec_manager=specs)
    manager.connection_file = str(Path(variables["IPYTHONDIR"], "kernel.json"))
    client = NotebookClient(notebook, km=manager, timeout=max(1, round(time_limit)))
    try:
        try:
            await client.async_start_new_kernel(cwd=str(folder), env=dict(variables), stderr=DEVNULL)
            await client.async_start_new_kernel_client()
        except (OSError, RuntimeError) as error:
            return Stop(
                1, f"The kernel did not start, so no cell was run: {error}. `{LAB} doctor` looks for the reason."
            )
        return await _play_cells(client, time_limit)
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        await manager.shutdown_kernel(now=True)


async def _play_cells(client: NotebookClient, time_limit: float) -> Stop | None:
    number = 0
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code":
            continue
        number += 1
        try:
            await client.async_execute_cell(cell, index)
        except CellExecutionError as error:
            return Stop(number, _unplanned(error), plain(error.traceback))
        except CellTimeoutError:
            return Stop(number, f"The cell did not finish within {time_limit:g} seconds.")
        except DeadKernelError:
            _leave_if_interrupted()
            return Stop(number, "The kernel died while this cell ran.")
    return None


def _unplanned(error: CellExecutionError) -> str:
    return f"The cell raised `{error.ename}` and does not carry the tag `{PLANNED_FAILURE}`."


def _leave_if_interrupted() -> None:
    """Tell Ctrl-C, which nbclient reports as a dead kernel, from a kernel that died."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
