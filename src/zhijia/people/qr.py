"""QR codes for slips of paper and telephones."""

import base64

import segno


def qr(text: str) -> str:
    """A QR code as the address of a picture."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        border=2, scale=4, dark="#000", light="#fff"
    )
    drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
