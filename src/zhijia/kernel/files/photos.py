"""Photos: whole, of bearable size, and without the traces a phone leaves in them (place, time, owner)."""

import io
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

from zhijia.kernel.files.unfit import Unfit

CONTENT_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# A JPEG is decoded at a fraction of its size; the others whole, at four bytes a pixel.
MOST_PIXELS = {"image/jpeg": 70_000_000, "image/png": 30_000_000, "image/webp": 30_000_000}
LONGEST_SIDE = 2560
MOST_BYTES = 2 * 1024 * 1024
THUMBNAIL_SIDE = 400
FEW_COLOURS = 4096

CUT = "照片不完整，可能没有下载完。请打开看看，能完整显示再传。"
TOO_MANY_PIXELS = "照片的像素太多。请把照片的尺寸改小，或打开后截图再传。"


Content = bytes  # inside the class below, `bytes` is the field


class Photo(NamedTuple):
    bytes: Content
    thumbnail: Content
    width: int
    height: int
    content_type: str


def content_type_of_image(data: bytes) -> str:
    """JPEG, PNG or WebP, decoded to the end at least roughly; `Unfit` when it is cut or too large."""
    image = _opened(data)
    _load(image, (image.width // 8, image.height // 8))
    return CONTENT_TYPES[image.format or ""]


def photo(data: bytes) -> Photo:
    """Turn upright, shrink, and write anew with nothing but the picture in it. Keep this, not what came in."""
    image = _opened(data)
    was_png = image.format == "PNG"
    _load(image, (LONGEST_SIDE, LONGEST_SIDE))
    image = _shrunk(image)
    picture = _in_srgb(_upright(image))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)

    small = bare.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    thumbnail = _written(small, "JPEG", quality=75)
    bare, written = _small_enough(bare)
    content_type = "image/jpeg"
    if was_png and bare.getcolors(FEW_COLOURS):  # a screenshot: sharper as PNG, and often smaller
        as_png = _written(bare, "PNG", optimize=True)
        if len(as_png) <= len(written):
            written, content_type = as_png, "image/png"
    return Photo(written, thumbnail, bare.width, bare.height, content_type)


def _opened(data: bytes) -> Image.Image:
    """Header only: nothing of the picture is unpacked before its size is known."""
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 (on a damaged header Pillow raises whatever its parsers stumble over)
        raise Unfit(CUT) from None
    if image.width * image.height > MOST_PIXELS[CONTENT_TYPES[image.format or ""]]:
        raise Unfit(TOO_MANY_PIXELS)
    return image


def _load(image: Image.Image, enough: tuple[int, int]) -> None:
    try:
        image.draft(None, enough)  # None: leave the mode alone
        image.load()
    except Exception:  # noqa: BLE001 (as above)
        raise Unfit(CUT) from None


def _shrunk(image: Image.Image) -> Image.Image:
    """Before anything else is done to it: each full-size copy of a screenshot may cost 100 MB."""
    if image.mode.startswith("I"):  # 16-bit scans
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("1", "P", "PA"):  # can only be shrunk by dropping pixels
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 (damaged notes of the camera: the picture as it lies)
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as every screen expects them, so that no profile has to travel along."""
    profile = image.info.get("icc_profile")
    if image.mode != "CMYK":
        if image.has_transparency_data:
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image.convert("RGBA"))
        image = image.convert("RGB")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = changed or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile, or one for another kind of picture: the colours as they are
    return image.convert("RGB")


def _small_enough(image: Image.Image) -> tuple[Image.Image, bytes]:
    while True:
        for quality in (85, 75, 60):
            written = _written(image, "JPEG", quality=quality, optimize=True)
            if len(written) <= MOST_BYTES:
                return image, written
        image = image.resize((image.width * 4 // 5, image.height * 4 // 5), Image.Resampling.LANCZOS)


def _written(image: Image.Image, form: str, **how: object) -> bytes:
    saved = io.BytesIO()
    image.save(saved, form, **how)
    return saved.getvalue()
