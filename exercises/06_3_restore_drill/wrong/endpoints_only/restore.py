"""The endpoints were missed first."""

import sqlite3

with sqlite3.connect("app.db") as service:
    service.execute("ATTACH 'backups/wednesday.db' AS kept")
    service.execute("INSERT INTO endpoint_configs SELECT * FROM kept.endpoint_configs")
