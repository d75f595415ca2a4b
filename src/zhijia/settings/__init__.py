"""Django settings: `base` for every installation, `demo` for the town on one machine, `test` for pytest."""
