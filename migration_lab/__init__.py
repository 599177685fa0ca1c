"""The instruments of the Migration Lab: what a lesson's notebook imports."""
