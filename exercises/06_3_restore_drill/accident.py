"""Three nights of backups, made in three ways; then the clean-up."""

import shutil
import sqlite3
from pathlib import Path

from alembic.config import main

NEWEST = "id > 960"
Path("backups").mkdir()

service = sqlite3.connect("app.db", isolation_level=None)
for table, rows in (("users", NEWEST), ("endpoint_configs", f"owner_{NEWEST}"), ("user_profiles", f"user_{NEWEST}")):
    service.execute(f"CREATE TEMPORARY TABLE late_{table} AS SELECT * FROM {table} WHERE {rows}")
    service.execute(f"DELETE FROM {table} WHERE {rows}")
service.execute("PRAGMA journal_mode = WAL")
for table in ("users", "endpoint_configs", "user_profiles"):
    service.execute(f"INSERT INTO {table} SELECT * FROM late_{table}")
shutil.copy("app.db", "backups/monday.db")  # the file, without the log beside it
service.execute("PRAGMA journal_mode = DELETE")

service.execute("ATTACH 'backups/tuesday.db' AS tuesday")
for table in ("users", "endpoint_configs", "user_profiles", "alembic_version"):
    service.execute(f"CREATE TABLE tuesday.{table} AS SELECT * FROM main.{table}")
service.execute("DETACH tuesday")
service.close()

main(["downgrade", "-1"])
with sqlite3.connect("app.db", isolation_level=None) as connection:
    connection.execute("VACUUM INTO 'backups/wednesday.db'")
main(["upgrade", "head"])

with sqlite3.connect("backups/monday.db", isolation_level=None) as connection:
    connection.execute("PRAGMA journal_mode = DELETE")
with sqlite3.connect("app.db") as connection:
    connection.execute("DELETE FROM endpoint_configs")
    connection.execute("UPDATE users SET email = NULL")
