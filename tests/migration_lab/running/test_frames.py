from migration_lab.running import frames
from migration_lab.running.frames import Place

TRACEBACK = """\
Traceback (most recent call last):
  File "site-packages/alembic/config.py", line 1029, in main
    self.run_cmd(cfg, options)
  File "alembic/env.py", line 59, in <module>
    asyncio.run(main())
    ~~~~~~~~~~~^^^^^^^^
  File "<string>", line 8, in run_migrations
  File "python/asyncio/runners.py", line 190, in run
  File "alembic/versions/007_<b>.py", line 12, in upgrade
    op.execute("<script>")
  File "alembic/versions/007_<b>.py", line 12, in upgrade
    op.execute("<script>")
"""


def test_only_the_learner_s_lines_are_kept_each_once() -> None:
    assert frames.read(TRACEBACK).places == (
        Place("alembic/env.py", 59, "<module>", "asyncio.run(main())"),
        Place("alembic/versions/007_<b>.py", 12, "upgrade", 'op.execute("<script>")'),
    )


def test_a_dump_is_turned_round() -> None:
    dump = 'Thread (most recent call first):\n  File "a.py", line 1 in inner\n  File "b.py", line 2 in outer\n'

    assert frames.read(dump).places == (Place("b.py", 2, "outer"), Place("a.py", 1, "inner"))


def test_one_line_is_not_worth_folding() -> None:
    assert not frames.read('  File "a.py", line 1\n')
    assert not frames.read("")
    assert frames.read(TRACEBACK)


def test_the_two_faces() -> None:
    folded = frames.read(TRACEBACK)

    assert str(folded) == (
        "Your lines on the way to the error:\n"
        "  alembic/env.py, line 59: asyncio.run(main())\n"
        '  alembic/versions/007_<b>.py, line 12: op.execute("<script>")\n'
        "All of it: `print(_alembic.output)`"
    )
    assert folded._repr_html_() == (
        "<details><summary>Your lines on the way to the error</summary><pre>"
        "  alembic/env.py, line 59: asyncio.run(main())\n"
        "  alembic/versions/007_&lt;b&gt;.py, line 12: op.execute(&quot;&lt;script&gt;&quot;)</pre>"
        "All of it: <code>print(_alembic.output)</code></details>"
    )


def test_a_place_reads_as_words() -> None:
    assert (
        str(Place("alembic/versions/007_x.py", 12, "upgrade")) == "`alembic/versions/007_x.py`, line 12, in `upgrade`"
    )
    assert str(Place("alembic/env.py", 12, "upgrade")) == "`alembic/env.py`, line 12, in `upgrade`"
    assert str(Place("alembic/env.py", 12, "")) == "`alembic/env.py`, line 12"
