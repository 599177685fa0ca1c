"""How an exercise is judged: the migrations replayed on a copy, criteria on what came out, a verdict in words."""
