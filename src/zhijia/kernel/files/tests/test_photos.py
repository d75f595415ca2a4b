"""What is kept of a photo: upright, small, and nothing in it but the picture."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from zhijia.kernel.files.intake import Unfit, checked, photo

ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825
SECRETS = [
    b"Exif",
    b"http://ns.adobe.com",
    b"GPSMAP",
    b"ICC_PROFILE",
    b"iCCP",
    b"hidden note",
    b"eXIf",
    b"after the end",
]


def saved(image: Image.Image, form: str = "JPEG", **how) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **how)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def camera_notes(orientation: int = 1) -> Image.Exif:
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[ARTIST] = "GPSMAP 张三"
    notes[GPS] = {1: "N", 2: (30.0, 15.0, 20.0), 3: "E", 4: (120.0, 10.0, 5.0)}
    return notes


def from_a_phone(form: str) -> bytes:
    image = Image.linear_gradient("L").resize((900, 600)).convert("RGB")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    how: dict[str, object] = {"exif": camera_notes(), "icc_profile": profile}
    if form == "JPEG":
        how |= {"comment": b"hidden note", "xmp": b"<x xmlns='http://ns.adobe.com/xap/1.0/'/>"}
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "hidden note")
        how["pnginfo"] = notes
    return saved(image, form, **how) + b"after the end"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_no_place_no_owner_no_profile_is_left(form):
    came = from_a_phone(form)
    assert opened(came).getexif().get_ifd(GPS)[2] == (30.0, 15.0, 20.0)
    assert [secret for secret in SECRETS if secret in came]
    kept = photo(came)
    for written in (kept.bytes, kept.thumbnail):
        assert not [secret for secret in SECRETS if secret in written]
        image = opened(written)
        assert not image.getexif()
        assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment", "Comment", "gps"}


def test_a_photo_is_turned_upright():
    lying = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(lying).rectangle((0, 0, 60, 60), fill="black")
    kept = photo(saved(lying, exif=camera_notes(orientation=6), quality=95))
    assert (kept.width, kept.height) == (200, 400)
    upright = opened(kept.bytes)
    assert upright.size == (200, 400)
    corner = upright.getpixel((180, 20))
    assert isinstance(corner, tuple)
    assert max(corner) < 40


def test_a_large_photo_is_shrunk_to_two_megabytes():
    kept = photo(saved(Image.effect_noise((4000, 3000), 90).convert("RGB"), quality=90))
    assert len(kept.bytes) <= 2 * 1024 * 1024
    assert max(kept.width, kept.height) <= 2560
    assert kept.width / kept.height == pytest.approx(4 / 3, rel=0.01)
    assert kept.content_type == "image/jpeg"
    assert opened(kept.bytes).size == (kept.width, kept.height)
    assert max(opened(kept.thumbnail).size) == 400


def test_a_small_photo_is_not_blown_up():
    kept = photo(saved(Image.new("RGB", (30, 20), "red")))
    assert (kept.width, kept.height) == (30, 20)
    assert opened(kept.thumbnail).size == (30, 20)


def test_a_screenshot_stays_png_and_a_photograph_does_not():
    screen = Image.new("RGB", (1200, 800), "white")
    pen = ImageDraw.Draw(screen)
    for line in range(0, 800, 20):
        pen.line((0, line, 1200, line), fill="black")
    kept = photo(saved(screen, "PNG"))
    assert kept.content_type == "image/png"
    assert opened(kept.bytes).format == "PNG"
    assert opened(kept.thumbnail).format == "JPEG"
    assert photo(saved(Image.effect_noise((300, 200), 90).convert("RGB"), "PNG")).content_type == "image/jpeg"
    assert photo(saved(screen)).content_type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_becomes_a_plain_picture(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    kept = photo(saved(Image.new(mode, (40, 30)), form))
    assert opened(kept.bytes).mode == "RGB"


def test_a_grey_scan_of_sixteen_bits_stays_grey():
    kept = photo(saved(Image.new("I;16", (40, 30), 128 * 256), "PNG"))
    assert opened(kept.bytes).getpixel((5, 5)) == pytest.approx((128, 128, 128), abs=2)


def test_see_through_parts_become_white():
    kept = photo(saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG"))
    assert opened(kept.bytes).getpixel((5, 5)) == (255, 255, 255)


def test_a_damaged_profile_does_no_harm():
    kept = photo(saved(Image.new("RGB", (40, 30), "red"), icc_profile=b"no profile at all"))
    assert opened(kept.bytes).size == (40, 30)


def test_a_photo_of_fifty_million_pixels_is_taken():
    came = saved(Image.new("RGB", (8160, 6144), "grey"))
    assert checked(io.BytesIO(came), "大.jpg").kind == "photo"
    assert max(photo(came)[2:4]) == 2560


@given(st.binary())
def test_random_bytes_are_refused_with_a_sentence(data):
    with pytest.raises(Unfit):
        photo(data)
