"""The admin side of an API gateway: users, the endpoints they own, and how much these are used."""
