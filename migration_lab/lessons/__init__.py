"""The learner's desk: lessons opened, started again, and everything the learner made kept."""
