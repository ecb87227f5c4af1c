"""Decode uploads with Pillow.

Size check before decoding, then re-encode the pixels.
"""

import asyncio
import io
from typing import Final

import dhash
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from bot.messages.errors import BadArgument, TooMuch
from bot.ports.pictures import Picture

BYTES: Final = 8 * 1024 * 1024
PIXELS: Final = 40_000_000  # an 8K screen has 33 million
SIDE: Final = 16_384
KEPT_SIDE: Final = 2_560  # longer sides are scaled down; a picker stays readable
FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "GIF")

ImageFile.LOAD_TRUNCATED_IMAGES = False


class PillowPictures:
    """`bot.ports.pictures.Pictures` on a thread, for the console.

    `serve` uses `workers.worker_pool`.
    """

    async def read(self, content: bytes, name: str = "") -> Picture:
        """Decode the picture in a file; see the port for what is refused."""
        return await asyncio.to_thread(decode, content, name)


def decode(content: bytes, name: str = "") -> Picture:
    """Check size and header, decode the pixels, and encode them again as PNG or JPEG."""
    if len(content) > BYTES:
        raise TooMuch(
            f"That file is {len(content) / 1024 / 1024:.0f} MB; the limit is 8.",
            todo="Crop it, or give a link instead.",
        )
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _look(image)
            if image.mode in ("RGB", "RGBA", "CMYK"):
                image.thumbnail((KEPT_SIDE, KEPT_SIDE))  # before anything else: a copy of the largest takes 160 MB
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            lossy = image.format in ("JPEG", "WEBP")
            pixels = image.convert("RGB") if lossy or image.mode in ("CMYK", "YCbCr", "I", "F") else _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _large() from None
    except UnidentifiedImageError:
        raise BadArgument(
            "That is not a picture I can open.",
            why=f"{name or 'It'} was not stored.",
            todo="Send a PNG, JPEG or WebP, or a link.",
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError):
        raise BadArgument(
            "I could not read that picture to its end, so I cannot strip its metadata.",
            why="It was not stored.",
            todo="Save it again, or send a link.",
        ) from None
    pixels.thumbnail((KEPT_SIDE, KEPT_SIDE))
    pixels.info.clear()  # a JPEG's comment is written again from here
    out = io.BytesIO()
    pixels.save(out, "JPEG" if lossy else "PNG", **({"quality": 88} if lossy else {"optimize": False}))
    row, column = dhash.dhash_row_col(_grays(pixels), size=8)  # type: ignore[no-untyped-call]
    return Picture(
        out.getvalue(), "image/jpeg" if lossy else "image/png", pixels.width, pixels.height, row << 64 | column
    )


def _grays(pixels: Image.Image) -> list[int]:
    """Reduce the picture for dhash: nine by nine grey values, transparency on white."""
    opaque = pixels
    if pixels.mode == "RGBA":
        opaque = Image.new("RGB", pixels.size, "white")
        opaque.paste(pixels, mask=pixels.getchannel("A"))
    return list(opaque.convert("L").resize((9, 9), Image.Resampling.LANCZOS).tobytes())


def _look(image: Image.Image) -> None:
    width, height = image.size
    if width * height > PIXELS or max(width, height) > SIDE:
        raise _large()
    if width < 8 or height < 8:  # noqa: PLR2004 - the hash compares eight columns
        raise BadArgument("That picture is only a few pixels large.", todo="Send the screenshot itself.")
    if getattr(image, "is_animated", False):
        raise BadArgument("That picture is animated.", why="It was not stored.", todo="Send one frame of it.")


def _large() -> TooMuch:
    return TooMuch(
        "That picture has too many pixels.",
        why=f"The limit is {PIXELS // 1_000_000} million.",
        todo="Crop or scale it.",
    )


def _plain(image: Image.Image) -> Image.Image:
    """Convert the pixels to a mode that PNG supports, without palettes."""
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
