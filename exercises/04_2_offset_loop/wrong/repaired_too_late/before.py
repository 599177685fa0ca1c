"""Do what the broken 008 had done: every second page of fifty."""

import sqlite3

connection = sqlite3.connect("app.db")
offset = 0
PAGE = "SELECT id FROM users WHERE email <> lower(email) ORDER BY id LIMIT 50 OFFSET ?"
while ids := connection.execute(PAGE, (offset,)).fetchall():
    connection.executemany("UPDATE users SET email = lower(email) WHERE id = ?", ids)
    offset += 50
connection.execute("UPDATE alembic_version SET version_num = '008_lower_addresses'")
connection.commit()
connection.close()
