"""Exports: files made from rows, fetched by the one who asked. Made in one go today, by the worker once it joins."""
