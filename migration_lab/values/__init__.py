"""What databases and histories are, as frozen values: read, compared and shown; they change nothing."""
