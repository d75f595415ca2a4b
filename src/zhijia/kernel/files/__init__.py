"""Files: evidence and documents attached to rows. Checked by content, kept by content, seen in their own union."""
