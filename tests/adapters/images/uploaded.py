"""Pictures as people upload them."""

import io
import struct
import zlib

from PIL import Image


def drawing(size=(320, 200), mode="RGB", shift=0):
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    image.paste((200, 30, 30), (40 + shift, 40, 120 + shift, 90))
    return image.convert(mode)


def encoded(image, kind="PNG", **more):
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def png_header(width, height):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
