"""Uploaded pictures: read, scaled down, freed of metadata, refused where they are bombs."""

import io

import pytest
from PIL import Image, PngImagePlugin

from adapters.images.uploads import BYTES, PillowPictures
from bot.domain.sightings.sightings import same_picture
from bot.messages.errors import BadArgument, TooMuch, UserError
from tests.adapters.images.uploaded import drawing, encoded, png_header


async def read(content, name="shot.png"):
    return await PillowPictures().read(content, name)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
        ("BMP", "RGB"),
        ("GIF", "P"),
        ("PNG", "1"),
        ("PNG", "L"),
    ],
)
async def test_pictures_of_every_kind_are_read_and_encoded_again(kind, mode):
    picture = await read(encoded(drawing(mode=mode), kind))
    assert (picture.width, picture.height) == (320, 200)
    assert Image.open(io.BytesIO(picture.content)).format in ("PNG", "JPEG")
    assert len(picture.drawn_text) == 32


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK"])
async def test_a_large_picture_is_scaled_down_and_is_still_the_same_one(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    large = await read(encoded(drawing((6_000, 3_000), mode), kind))
    small = await read(encoded(drawing((6_000, 3_000)).resize((600, 300))))
    assert (large.width, large.height) == (2_560, 1_280)
    assert same_picture(large.drawn, small.drawn)


async def test_metadata_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "canary-description"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 0.0)}
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "canary-author")
    for content in (
        encoded(drawing(), "JPEG", exif=exif),
        encoded(drawing(), "JPEG", comment=b"canary-comment"),
        encoded(drawing(mode="CMYK"), "JPEG", comment=b"canary-comment"),
        encoded(drawing(), "GIF", comment=b"canary-comment"),
        encoded(drawing(), "WEBP", exif=exif, icc_profile=b"canary-profile"),
        encoded(drawing(), pnginfo=text, exif=exif, icc_profile=b"canary-profile"),
    ):
        assert b"canary" in content or b"iCCP" in content
        picture = await read(content)
        assert b"canary" not in picture.content
        assert not Image.open(io.BytesIO(picture.content)).getexif()
        assert not Image.open(io.BytesIO(picture.content)).info.get("Author")


async def test_what_follows_the_picture_in_its_file_is_gone():
    picture = await read(encoded(drawing()) + b"<script>alert(1)</script>PK\x03\x04canary")
    assert b"canary" not in picture.content
    assert b"<script>" not in picture.content


async def test_a_turned_photo_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = await read(encoded(drawing(), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (200, 320)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"MZ" + b"\0" * 500,
        b"%PDF-1.7 x",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
    ],
)
async def test_what_is_no_picture_is_refused(content):
    with pytest.raises(BadArgument) as refused:
        await read(content)
    assert refused.value.todo


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.95])
async def test_a_picture_that_is_cut_off_is_refused(kind, part):
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    content = encoded(noise, kind)
    with pytest.raises(UserError):
        await read(content[: int(len(content) * part)])


async def test_eighty_megabytes_are_refused_unread():
    with pytest.raises(TooMuch, match="80 MB"):
        await read(b"\0" * (BYTES * 10))


@pytest.mark.parametrize(
    "size", [(60_000, 60_000), (60_000, 10), (7_000, 6_000), (10_000, 10_000), (2**31 - 1, 2**31 - 1)]
)
async def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(size):
    with pytest.raises(TooMuch):
        await read(png_header(*size))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
async def test_an_animation_is_refused(kind):
    frames = [drawing(shift=n * 30) for n in range(3)]
    with pytest.raises(BadArgument, match="animated"):
        await read(encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50))


async def test_a_few_pixels_are_no_screenshot():
    with pytest.raises(BadArgument):
        await read(encoded(drawing((4, 4))))


async def test_a_large_screenshot_is_scaled_down():
    picture = await read(encoded(drawing((5_000, 1_000)), "JPEG"))
    assert max(picture.width, picture.height) == 2_560


async def test_the_same_picture_is_known_again_and_another_is_not():
    one = (await read(encoded(drawing()))).drawn
    smaller = (await read(encoded(drawing().resize((160, 100)), "JPEG", quality=60))).drawn
    other = (await read(encoded(Image.linear_gradient("L").resize((320, 200)).convert("RGB")))).drawn
    assert same_picture(one, smaller)
    assert not same_picture(one, other)
