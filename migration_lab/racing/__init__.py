"""Five styles of one backfill, measured side by side on a file of their own, against raw `sqlite3`."""
