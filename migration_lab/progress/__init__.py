"""What the learner has done: which exercises, with how many attempts and hints; kept in a small database of its own."""
