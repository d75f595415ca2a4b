"""Which text of the notice is in force. Another text is another edition: everybody is shown it and asked anew."""

EDITION = "2026-11-28"
TEXT = "privacy/text.html"
DIGESTS = {"2026-11-28": "f3851df2bf3ea2b2"}
"""Of each edition's text; a test compares, so that nobody changes a text that people have agreed to."""
