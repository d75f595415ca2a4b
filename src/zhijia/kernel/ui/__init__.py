"""The page frame and the components every chapter draws with (docs: README.md beside this file)."""
