"""Runs the program on one machine: private PostgreSQL, its two roles, the web server, the demo."""
