"""Where libraries come from: what a company set for pip is honoured by uv too, and nothing else of it is."""

import os
import re
from ast import literal_eval
from collections.abc import Mapping

# Where to fetch from and how to get there. Everything else that pip can be told (`user`, `target`, `constraint`,
# `require-virtualenv`, `no-binary` …) would put other files in other places.
PIP_SETTINGS = re.compile(
    r"(extra-)?index-url|find-links|no-index|proxy|(client-)?cert|trusted-host|keyring-provider|(default-)?timeout"
    r"|retries|cache-dir"
)
UV_SETTINGS = re.compile(
    r"UV_(INDEX|DEFAULT_INDEX|EXTRA_INDEX_URL|FIND_LINKS|INSECURE_HOST|KEYRING_PROVIDER|SYSTEM_CERTS|NATIVE_TLS|OFFLINE"
    r"|HTTP|CACHE_DIR|NO_CACHE|LINK_MODE|CONCURRENT|CREDENTIALS_DIR|CONFIG_FILE|NO_CONFIG)(_|$)"
)
LINE = re.compile(r"^(?P<section>[^.\s]+)\.(?P<name>[\w-]+)=(?P<value>.+)$", re.MULTILINE)
SECTIONS = ("global", "install", ":env:")  # the later one wins, as in pip


def read(listing: str, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the settings that say where libraries come from.

    Args:
        listing: What `pip config list` prints: files and environment together.
        variables: The environment; an index that is set for uv alone holds for pip too.
    """
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for section, name, value in LINE.findall(listing):
        if section in found and PIP_SETTINGS.fullmatch(name):
            found[section][name] = str(literal_eval(value))
    settings = found["global"] | found["install"] | found[":env:"]
    chosen = variables.get("UV_DEFAULT_INDEX") or variables.get("UV_INDEX_URL")
    if chosen:
        settings.setdefault("index-url", re.sub(r"^[\w-]+=", "", chosen))
    return settings


def for_pip(settings: Mapping[str, str], variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of pip: these settings and no other, from no file."""
    own = {f"PIP_{name.replace('-', '_').upper()}": value for name, value in settings.items()}
    quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    return {name: value for name, value in variables.items() if not name.startswith("PIP_")} | own | quiet


def for_uv(settings: Mapping[str, str], variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of uv with the same settings in its words; what is set for uv itself comes first."""
    kept = {name: value for name, value in variables.items() if not name.startswith("UV_") or UV_SETTINGS.match(name)}
    return _in_words_of_uv(settings) | kept


def uv_options(settings: Mapping[str, str]) -> list[str]:
    """Return what uv takes on its command line only."""
    return ["--no-index"] if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"} else []


def _in_words_of_uv(settings: Mapping[str, str]) -> dict[str, str]:
    """Translate names; lists are divided by spaces in pip, by commas in uv's find-links."""
    words = {
        "UV_DEFAULT_INDEX": settings.get("index-url"),
        "UV_INDEX": settings.get("extra-index-url"),
        "UV_FIND_LINKS": ",".join(settings.get("find-links", "").split()),
        "UV_INSECURE_HOST": settings.get("trusted-host"),
        "UV_KEYRING_PROVIDER": settings.get("keyring-provider") if _keyring(settings) else None,
        "UV_HTTP_TIMEOUT": settings.get("timeout") or settings.get("default-timeout"),
        "SSL_CERT_FILE": settings.get("cert"),
        "SSL_CLIENT_CERT": settings.get("client-cert"),
        "HTTPS_PROXY": settings.get("proxy"),
        "HTTP_PROXY": settings.get("proxy"),
        # like pip: a company's own certificate stands in the system's store
        "UV_SYSTEM_CERTS": "1",
        # like pip: all indexes are equal; the hashes of the lock say which file is right
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    return {name: " ".join(value.split()) for name, value in words.items() if value}


def _keyring(settings: Mapping[str, str]) -> bool:
    """Tell whether uv knows this kind of keyring: of pip's four it has two."""
    return settings.get("keyring-provider") in {"disabled", "subprocess"}
