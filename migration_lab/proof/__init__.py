"""How the lessons prove themselves: notebooks run, recorded and compared, and the groups of `./lab test`."""
