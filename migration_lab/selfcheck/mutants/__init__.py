"""Mutants: small damages of a solution, made by the lab itself, each of which some criterion must see."""
