"""The ways in which a migration can come to a sudden end."""

EXCEPTION, SIGKILL, POWER_CUT = DEATHS = ("exception", "SIGKILL", "power cut")

MEANING = {
    EXCEPTION: "an error is raised: Python still runs, SQLAlchemy rolls back",
    SIGKILL: "the operating system ends the process: a full memory, an impatient deploy",
    POWER_CUT: "`os._exit`, not one more line of Python runs",
}
