"""The authors' proof: every exercise is shown to say what it must of right answers, wrong ones and mutants."""
