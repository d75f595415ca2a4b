"""Small drawn pictures that stand for the photos an officer takes: the same bytes each time, no person in them.

No lettering: the fonts of the machine would change the bytes, so a banner carries strokes, not characters.
"""

import io
from collections.abc import Callable
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

from zhijia.demo.dice import stream

SIZE = (800, 600)
Drawing = Callable[[ImageDraw.ImageDraw, Random], None]


@lru_cache(maxsize=64)
def picture(name: str) -> bytes:
    """Return the JPEG of a name such as `meeting3`: what it shows and which drawing of it."""
    dice = stream(f"picture {name}")
    wall = dice.choice(((226, 221, 208), (214, 222, 226), (232, 228, 220), (222, 226, 212)))
    image = Image.new("RGB", SIZE, wall)
    _DRAWINGS[name.rstrip("0123456789")](ImageDraw.Draw(image), dice)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _floor(draw: ImageDraw.ImageDraw, dice: Random, top: int = 400) -> None:
    shade = dice.randint(150, 185)
    draw.rectangle((0, top, 800, 600), fill=(shade, shade - 12, shade - 28))
    for x in range(-400, 1200, 110):
        draw.line((400 + (x - 400) // 3, top, x, 600), fill=(shade - 18, shade - 28, shade - 44), width=2)


def _banner(draw: ImageDraw.ImageDraw, dice: Random, box: tuple[int, int, int, int]) -> None:
    """Draw a red banner with a row of stroke bundles, as lettering looks from across a hall."""
    draw.rectangle(box, fill=(186, 28, 38))
    left, top, right, bottom = box
    size = bottom - top - 20
    for x in range(left + 24, right - size, size + 12):
        for _ in range(5):
            if dice.random() < 0.5:
                y = top + 10 + dice.randint(0, size)
                draw.line((x, y, x + size, y), fill=(250, 226, 150), width=3)
            else:
                at = x + dice.randint(0, size)
                draw.line((at, top + 10, at, bottom - 10), fill=(250, 226, 150), width=3)


def _figure(
    draw: ImageDraw.ImageDraw, x: int, y: int, size: int, coat: tuple[int, int, int], standing: bool = False
) -> None:
    """Draw a person as a plain silhouette: nobody can be known by it."""
    if standing:
        for leg in (x - size * 2 // 5, x + size // 12):
            draw.rectangle((leg, y + size, leg + size // 3, y + size * 3), fill=(56, 56, 64))
    draw.ellipse((x - size // 3, y, x + size // 3, y + size * 2 // 3), fill=(92, 78, 70))
    body = (x - size * 3 // 5, y + size * 2 // 3, x + size * 3 // 5, y + size * 2)
    draw.rounded_rectangle(body, 10, fill=coat)


def _coat(dice: Random) -> tuple[int, int, int]:
    return dice.choice(
        ((58, 84, 124), (72, 96, 84), (110, 74, 70), (84, 84, 96), (36, 60, 92), (128, 108, 70))
    )


def _meeting(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    _floor(draw, dice)
    _banner(draw, dice, (120, 40, 680, 110))
    for x in range(110, 720, 88):
        _figure(draw, x + dice.randint(-8, 8), 220 + dice.randint(-6, 6), 46, _coat(dice))
    draw.polygon(((60, 330), (740, 330), (800, 460), (0, 460)), fill=(134, 92, 58))
    for x in range(90, 740, 80):
        draw.rectangle((x, 350, x + 34, 372), fill=(244, 242, 236))
        draw.ellipse((x + 42, 352, x + 56, 370), fill=(214, 224, 230))


def _visit(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    _floor(draw, dice, 420)
    draw.rectangle((520, 120, 740, 330), fill=(188, 208, 220), outline=(120, 120, 120), width=6)
    for n, x in enumerate((150, 250, 360, 460)[: dice.randint(3, 4)]):
        _figure(draw, x, 220 + 6 * n, 68, _coat(dice), standing=True)
    for n in range(dice.randint(2, 4)):
        left = 130 + n * 96
        colour = dice.choice(((196, 40, 44), (222, 176, 60), (70, 120, 66)))
        draw.rectangle((left, 450, left + 84, 530), fill=colour, outline=(90, 40, 30), width=3)
        draw.line((left + 20, 450, left + 42, 426, left + 64, 450), fill=(240, 220, 150), width=4)


def _training(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    _floor(draw, dice, 330)
    draw.rectangle((230, 50, 570, 230), fill=(246, 248, 250), outline=(80, 80, 80), width=6)
    for n in range(5):
        draw.line((262, 84 + n * 28, 262 + dice.randint(120, 270), 84 + n * 28), fill=(96, 120, 150), width=6)
    _figure(draw, 170, 150, 48, _coat(dice))
    for row, y in enumerate((330, 410, 500)):
        for x in range(70 + row * 14, 790, 116):
            if dice.random() < 0.88:
                _figure(draw, x, y, 40 + row * 8, _coat(dice))


def _sports(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    draw.rectangle((0, 0, 800, 260), fill=(184, 212, 234))
    draw.rectangle((0, 260, 800, 600), fill=(112, 150, 92))
    for x in range(-200, 1000, 160):
        draw.line((400 + (x - 400) // 3, 260, x, 600), fill=(232, 232, 226), width=4)
    _banner(draw, dice, (90, 130, 710, 200))
    for _ in range(dice.randint(9, 13)):
        _figure(draw, dice.randint(60, 740), dice.randint(270, 430), 36, _coat(dice), standing=True)


def _sign(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    """Draw a signed list on a desk: ruled lines, and scribbles where names would stand."""
    draw.rectangle((0, 0, 800, 600), fill=(146, 112, 78))
    tilt = dice.randint(-16, 16)
    paper = ((130 + tilt, 24), (690 + tilt, 24), (690 - tilt, 580), (130 - tilt, 580))
    draw.polygon(paper, fill=(250, 249, 244))
    for n in range(14):
        y = 90 + n * 34
        draw.line((160, y, 660, y), fill=(150, 150, 150), width=2)
        if n < dice.randint(9, 14):
            for column in (190, 360, 530):
                x = column + dice.randint(0, 16)
                points = [(x + i * 9, y - 18 + dice.randint(-9, 9)) for i in range(dice.randint(5, 9))]
                draw.line(points, fill=(36, 44, 96), width=3, joint="curve")
    for x in (160, 325, 495, 660):
        draw.line((x, 90, x, 532), fill=(150, 150, 150), width=2)


def _site(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    _floor(draw, dice, 440)
    draw.rectangle((110, 130, 690, 440), fill=(236, 236, 230), outline=(150, 150, 150), width=4)
    draw.rectangle((110, 130, 690, 180), fill=(186, 28, 38))
    for n in range(dice.randint(2, 3)):
        left = 150 + n * 170
        draw.rectangle((left, 230, left + 120, 330), fill=(176, 200, 216), outline=(90, 90, 90), width=4)
        draw.rectangle((left, 350, left + 120, 440), fill=dice.choice(((164, 120, 80), (120, 130, 140))))
    draw.rectangle((600, 240, 660, 440), fill=(96, 104, 112))
    draw.ellipse((610, 260, 650, 300), fill=(226, 240, 246))


_DRAWINGS: dict[str, Drawing] = {
    "meeting": _meeting,
    "visit": _visit,
    "training": _training,
    "banner": _sports,
    "goods": _visit,
    "sign": _sign,
    "site": _site,
}
