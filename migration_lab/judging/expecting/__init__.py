"""What a criterion can expect, ready made: each function returns None if it holds, else what was found instead."""
