import os
import subprocess
import sys
from pathlib import Path

from lab_app.settings import Settings
from migration_lab.running import environment

ECHO = "import os, sys; print(os.environ.get('DATABASE_URL'), hash('alembic'))"


def test_clean_drops_every_setting_of_the_application_however_it_is_written() -> None:
    given = {name.upper(): "sqlite:///real.db" for name in Settings.model_fields} | {
        "database_url": "sqlite:///real.db",
        "Analytics_Database_Url": "sqlite:///real.db",
        "HOME": "/home/ada",
    }

    cleaned = environment.clean(given)

    assert [value for value in cleaned.values() if "real.db" in value] == []
    assert cleaned["HOME"] == "/home/ada"


def test_the_list_of_settings_is_the_application_s_own() -> None:
    assert {name.upper() for name in Settings.model_fields} == environment.SETTINGS


def test_clean_drops_what_changes_words_or_files() -> None:
    given = {"ALEMBIC_CONFIG": "/other/alembic.ini", "FORCE_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}

    cleaned = environment.clean(given)

    assert given.keys() & cleaned.keys() == set()


def test_clean_fixes_hash_seed_and_width() -> None:
    cleaned = environment.clean({"PYTHONHASHSEED": "17", "COLUMNS": "300"})

    assert (cleaned["PYTHONHASHSEED"], cleaned["COLUMNS"], cleaned["NO_COLOR"]) == ("0", "100", "1")


def test_clean_puts_the_programs_of_this_python_first_and_once() -> None:
    ours = str(Path(sys.executable).parent)

    cleaned = environment.clean({"PATH": os.pathsep.join(["/usr/bin", ours])})

    folders = cleaned["PATH"].split(os.pathsep)
    assert folders[:2] == [str(Path(environment.__file__).parent / "bin"), ours]
    assert folders.count(ours) == 1
    assert "/usr/bin" in folders


def test_cleaning_twice_changes_nothing_more() -> None:
    cleaned = environment.clean({"PATH": "/usr/bin"})

    assert environment.clean(cleaned) == cleaned


def test_clean_leaves_the_environment_it_was_given_alone() -> None:
    given = {"DATABASE_URL": "sqlite:///real.db"}

    environment.clean(given)

    assert given == {"DATABASE_URL": "sqlite:///real.db"}


def test_adopt_cleans_in_place() -> None:
    given = {"DATABASE_URL": "sqlite:///real.db", "HOME": "/home/ada"}

    environment.adopt(given)

    assert given == environment.clean({"HOME": "/home/ada"})


def test_a_process_started_in_a_clean_environment_has_no_setting_and_a_fixed_hash_seed() -> None:
    given = {**os.environ, "DATABASE_URL": "sqlite:///real.db", "PYTHONHASHSEED": "random"}
    command = [sys.executable, "-c", ECHO]

    first, second = (
        subprocess.run(command, env=environment.clean(given), capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )

    assert first.startswith("None ")
    assert first == second
