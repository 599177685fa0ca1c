import json
import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread

import httpx
import nbformat
import psutil
import pytest

from migration_lab.jupyter import server
from migration_lab.lessons import panes
from tests import visit
from tests.visit import Visit

FOREIGN_KERNEL = {"argv": ["false"], "display_name": "Mine", "language": "python"}
BROKEN_CONFIG = 'raise SystemExit("the user\'s own configuration was read")'
PRODUCTION = "postgresql://production"


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory whose Jupyter would disturb the lab."""
    home = tmp_path_factory.mktemp("own home")
    for name in ("python3", "ir"):
        folder = home / ".local" / "share" / "jupyter" / "kernels" / name
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps(FOREIGN_KERNEL))
    for folder, file in ((".jupyter", "jupyter_server_config.py"), (".ipython/profile_default/startup", "00.py")):
        (home / folder).mkdir(parents=True)
        (home / folder / file).write_text(BROKEN_CONFIG)
    return home


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, own_home: Path) -> Iterator[Visit]:
    desk = tmp_path_factory.mktemp("a room") / "my desk"
    variables = {"HOME": str(own_home), "USERPROFILE": str(own_home), "DATABASE_URL": PRODUCTION}
    with visit.running(desk, "--no-browser", variables=variables) as running:
        yield running


@pytest.fixture
def http(lab: Visit) -> Iterator[httpx.Client]:
    url = httpx.URL(lab.address)
    key = {"Authorization": f"token {url.params['token']}"}
    with httpx.Client(base_url=f"http://{url.host}:{url.port}", headers=key, timeout=30) as client:
        yield client


def test_a_saved_layout_comes_back_with_the_inspector_where_it_is_now(http: httpx.Client) -> None:
    cells = [nbformat.v4.new_code_cell(id=identity) for identity in ("new", "inspector")]
    notebook = {"type": "notebook", "format": "json", "content": nbformat.v4.new_notebook(cells=cells)}
    http.put("/api/contents/notebooks/98_layout.ipynb", json=notebook).raise_for_status()
    http.put("/lab/api/workspaces/98_layout", json=panes.fresh("98_layout", 0)).raise_for_status()

    found = http.get("/lab/api/workspaces/98_layout").json()

    assert found["data"] == panes.fresh("98_layout", 1)["data"]


def test_the_address_leads_to_the_welcome_notebook(lab: Visit) -> None:
    page = httpx.get(lab.address, follow_redirects=True, timeout=30)

    assert page.status_code == 200
    assert page.url.path == "/lab/tree/notebooks/00_welcome.ipynb"


def test_nobody_comes_in_without_the_key(lab: Visit) -> None:
    assert httpx.get(lab.address.split("?")[0] + "api/contents", timeout=30).status_code == 403


def test_the_labs_kernel_is_offered_and_no_other(http: httpx.Client, own_home: Path) -> None:
    offered = http.get("/api/kernelspecs").json()

    assert offered["default"] == "python3"
    assert list(offered["kernelspecs"]) == ["python3"]
    assert offered["kernelspecs"]["python3"]["spec"]["display_name"] != "Mine"


def test_a_kernel_runs_in_clean_surroundings(lab: Visit, http: httpx.Client) -> None:
    kernel = http.post("/api/kernels", json={}).json()

    commands = [
        child for child in psutil.Process(lab.process.pid).children() if kernel["id"] in " ".join(child.cmdline())
    ]
    variables, python = commands[0].environ(), commands[0].exe()
    http.delete(f"/api/kernels/{kernel['id']}")
    assert len(commands) == 1
    assert "DATABASE_URL" not in variables
    assert variables["PYTHONHASHSEED"] == "0"
    assert Path(variables["IPYTHONDIR"]).parts[-3:] == ("my desk", ".lab", "ipython")
    assert Path(python).samefile(sys.executable)


def test_the_users_own_home_is_left_as_it_was(http: httpx.Client, own_home: Path) -> None:
    http.put("/lab/api/settings/@jupyterlab/apputils-extension:themes", json={"raw": '{"theme": "JupyterLab Dark"}'})

    files = {path.name for path in own_home.rglob("*") if path.is_file()}
    assert files == {"kernel.json", "jupyter_server_config.py", "00.py"}


def test_no_news_updates_extensions_or_language_servers(http: httpx.Client) -> None:
    page = http.get("/lab").text
    config = json.loads(
        page.split('<script id="jupyter-config-data" type="application/json">')[1].split("</script>")[0]
    )

    assert config["news"] == {"disabled": True}
    assert config["extensionManager"]["can_install"] is False
    assert http.get("/lab/api/update").json()["notification"] is None
    assert http.get("/lsp/status").status_code == 404


def test_the_files_of_the_lab_itself_are_hidden(http: httpx.Client) -> None:
    listed = [entry["name"] for entry in http.get("/api/contents/").json()["content"]]

    assert sorted(listed) == ["docs", "notebooks"]
    assert http.get("/api/contents/.lab").status_code == 404


def test_ctrl_c_ends_kernels_and_lab_at_once_without_a_question(tmp_path: Path) -> None:
    with visit.running(tmp_path / "desk", "--no-browser") as lab:
        url = httpx.URL(lab.address)
        httpx.post(f"http://{url.host}:{url.port}/api/kernels?{url.query.decode()}", json={}, timeout=30)
        kernels = psutil.Process(lab.process.pid).children(recursive=True)
        code = lab.end(signal.SIGINT)

    assert kernels
    assert not [child for child in kernels if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert code == 0
    assert lab.lines[-1] == f"The lab has ended. Your work is kept in `{tmp_path / 'desk'}`."
    assert lab.ended_after < 5


def test_ctrl_c_ends_a_lab_that_is_answering(tmp_path: Path) -> None:
    with visit.running(tmp_path / "desk", "--no-browser") as lab:
        url, answered = httpx.URL(lab.address), Queue[int]()
        page = f"http://{url.host}:{url.port}/api/contents/notebooks?{url.query.decode()}"
        visitors = [Thread(target=_ask_until_gone, args=(page, answered), daemon=True) for _ in range(8)]
        for visitor in visitors:
            visitor.start()
        codes = [answered.get(timeout=30) for _ in range(20)]
        ended = lab.end(signal.SIGINT)

    assert codes == [200] * 20
    assert ended == 0
    assert lab.ended_after < 5


def _ask_until_gone(page: str, answered: "Queue[int]") -> None:
    with suppress(httpx.TransportError), httpx.Client(timeout=30) as client:
        while True:
            answered.put(client.get(page).status_code)


def test_a_second_lab_takes_the_next_port_and_ends_when_told_to(lab: Visit, tmp_path: Path) -> None:
    port = httpx.URL(lab.address).port
    with visit.running(tmp_path / "desk", "--no-browser", "--port", str(port)) as second:
        code = second.end(signal.SIGTERM)

    found = httpx.URL(second.address).port
    assert f"Port {port} is taken, so the lab uses {found}." in second.lines
    assert found != port
    assert code == 0


TAKEN_MEANWHILE = """
import socket, sys
from migration_lab.jupyter import server
from migration_lab.lessons import panes
find = server.free_port
def found_and_lost(*wanted):
    port = find(*wanted)
    listening.append(socket.create_server(("127.0.0.1", port)))
    return port
listening, server.free_port = [], found_and_lost
server.serve(int(sys.argv[1]))
"""


def test_the_address_is_true_even_if_the_port_was_taken_meanwhile(lab: Visit, tmp_path: Path) -> None:
    wanted = (httpx.URL(lab.address).port or 0) + 1
    with visit.running(tmp_path / "desk", str(wanted), program=("-c", TAKEN_MEANWHILE)) as late:
        page = httpx.get(late.address, follow_redirects=True, timeout=10)

    assert page.status_code == 200
    assert f"so the lab uses {httpx.URL(late.address).port}." in "\n".join(late.lines)
    assert httpx.URL(late.address).port not in {wanted, httpx.URL(lab.address).port}


def test_the_terminal_stays_quiet(lab: Visit) -> None:
    expected = (
        "You are root, ",
        "Port 8888 is taken, ",
        "Open http://127.0.0.1:",
        "Ctrl-C in this window ends the lab.",
    )

    assert [line for line in lab.lines if not line.startswith(expected)] == []


@pytest.mark.parametrize(
    ("variables", "system"),
    [
        ({}, "linux"),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}, "linux"),
        ({"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}, "darwin"),
    ],
)
def test_no_browser_opens_where_nobody_would_see_it(variables: dict[str, str], system: str) -> None:
    assert server.screen(variables, system) is False


@pytest.mark.parametrize(
    ("browser", "opens"),
    [(webbrowser.BackgroundBrowser("chromium"), True), (webbrowser.GenericBrowser("w3m"), False)],
)
def test_a_text_browser_does_not_take_the_terminal(
    browser: webbrowser.BaseBrowser, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: browser)

    assert server.screen({"DISPLAY": ":0"}, "linux") is opens
