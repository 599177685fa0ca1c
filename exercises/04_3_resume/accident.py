"""What 008_backfill_profiles had done when its process ended, and what two users have written since."""

import sqlite3

connection = sqlite3.connect("app.db")
connection.execute(
    "INSERT INTO user_profiles (user_id, created_at, updated_at) "
    "SELECT id, created_at, updated_at FROM users WHERE id > 400 AND id <= 700"
)
connection.execute("UPDATE user_profiles SET bio = 'Back from holiday.' WHERE user_id = 450")
connection.execute(
    "INSERT INTO user_profiles (user_id, bio, created_at, updated_at) "
    "VALUES (900, 'I could not wait.', '2025-03-01 08:00:00.000000', '2025-03-01 08:00:00.000000')"
)
connection.commit()
connection.close()
