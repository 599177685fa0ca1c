"""The small experiments behind the closing table of each lesson, one module a lesson."""
