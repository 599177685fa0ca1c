"""Guess first, then look: questions whose answers are found out by running them."""
