"""Take only what was lost out of the table-by-table backup: the rules are still in the database."""

import sqlite3

with sqlite3.connect("app.db") as service:
    service.execute("ATTACH 'backups/tuesday.db' AS kept")
    service.execute("INSERT INTO endpoint_configs SELECT * FROM kept.endpoint_configs")
    service.execute("UPDATE users SET email = (SELECT email FROM kept.users AS old WHERE old.id = users.id)")
