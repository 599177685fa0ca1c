import os

import pytest

from migration_lab.door import index

LISTING = """\
:env:.retries='7'
:env:.user='1'
global.index-url='https://mirror.example/simple'
global.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'
global.find-links='/wheels /more'
global.cert='/etc/company.pem'
global.target='/somewhere'
install.index-url='https://install.example/simple'
install.trusted-host='mirror.example'
download.index-url='https://download.example/simple'
"""


def test_only_where_libraries_come_from_is_read_and_the_closest_setting_wins() -> None:
    settings = index.read(LISTING, {})

    assert settings == {
        "retries": "7",
        "index-url": "https://install.example/simple",
        "extra-index-url": "\nhttps://one.example/simple\nhttps://two.example/simple",
        "find-links": "/wheels /more",
        "cert": "/etc/company.pem",
        "trusted-host": "mirror.example",
    }


def test_pip_gets_these_settings_and_no_other() -> None:
    personal = {"PATH": "/bin", "PIP_REQUIRE_VIRTUALENV": "1", "PIP_USER": "1", "PIP_CONSTRAINT": "mine.txt"}

    variables = index.for_pip({"index-url": "https://mirror.example/simple"}, personal)

    assert variables == {
        "PATH": "/bin",
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }


def test_uv_gets_the_same_settings_in_its_own_words() -> None:
    variables = index.for_uv(index.read(LISTING, {}), {"PATH": "/bin"})

    assert variables == {
        "PATH": "/bin",
        "UV_DEFAULT_INDEX": "https://install.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INSECURE_HOST": "mirror.example",
        "SSL_CERT_FILE": "/etc/company.pem",
        "UV_SYSTEM_CERTS": "1",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_what_is_set_for_uv_itself_comes_first_unless_it_puts_files_elsewhere() -> None:
    personal = {
        "UV_INDEX_URL": "https://uv.example/simple",
        "UV_INDEX_MINE_PASSWORD": "secret",
        "UV_CACHE_DIR": "/cache",
        "UV_HTTP_TIMEOUT": "5",
        "UV_SYSTEM_PYTHON": "1",
        "UV_PYTHON": "3.9",
        "UV_NO_VERIFY_HASHES": "1",
        "UV_CONSTRAINT": "mine.txt",
        "UV_PROJECT_ENVIRONMENT": "/elsewhere",
    }

    variables = index.for_uv({"timeout": "60"}, personal)

    assert variables == {
        "UV_INDEX_URL": "https://uv.example/simple",
        "UV_INDEX_MINE_PASSWORD": "secret",
        "UV_CACHE_DIR": "/cache",
        "UV_HTTP_TIMEOUT": "5",
        "UV_SYSTEM_CERTS": "1",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_an_index_that_is_set_for_uv_only_holds_for_pip_too(name: str) -> None:
    settings = index.read("", {name: "mirror=https://mirror.example/simple"})

    assert settings == {"index-url": "https://mirror.example/simple"}


@pytest.mark.parametrize(("value", "options"), [("1", ["--no-index"]), ("true", ["--no-index"]), ("0", [])])
def test_no_index_is_an_option_of_uv(value: str, options: list[str]) -> None:
    assert index.uv_options({"no-index": value}) == options
