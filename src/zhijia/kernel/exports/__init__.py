"""Exports: files made from rows, fetched by the one who asked. The list says what is in them (kernel/ledger/export.py)."""
