"""Take away, while one is at it, the endpoints of the newest users."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute("DELETE FROM endpoint_configs WHERE owner_id > 900")
connection.commit()
connection.close()
