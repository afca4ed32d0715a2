"""Pictures that would cost much to open: told from what they announce, or ended when they have cost enough."""

import io
import time
from typing import Any

import pytest
from PIL import Image

from orders.branding.announced import count_scans
from orders.branding.bitmaps import redraw
from orders.branding.images import LOGO_BOX, ImageKind, UnusableImage, make_safe
from orders.branding.redrawing import Limits, redraw_apart

SCAN, END = b"\xff\xda", b"\xff\xd9"


def jpeg(width: int, height: int, **save: Any) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (width, height), (200, 0, 0)).save(saved, format="JPEG", **save)
    return saved.getvalue()


def repeating_its_last_scan(content: bytes, times: int) -> bytes:
    """A progressive JPEG that refines the same pixels over and over."""
    last = content[content.rindex(SCAN) : -len(END)]
    return content[: -len(END)] + last * times + END


def test_a_usual_progressive_photograph_of_the_most_pixels_is_taken() -> None:
    content = jpeg(2800, 2800, progressive=True)
    assert 8 <= count_scans(content) <= 12
    assert redraw(content, box=LOGO_BOX).width == 96


@pytest.mark.parametrize("times", [100, 20_000])
def test_a_jpeg_of_very_many_scans_is_refused_before_it_is_opened(times: int) -> None:
    content = repeating_its_last_scan(jpeg(1400, 1400, progressive=True), times)[:2_000_000]
    before = time.process_time()
    with pytest.raises(UnusableImage, match="so many steps"):
        redraw(content, box=LOGO_BOX)
    assert time.process_time() - before < 1


def test_many_scans_of_few_pixels_are_no_harm() -> None:
    content = repeating_its_last_scan(jpeg(96, 96, progressive=True), 100)
    assert make_safe(content, kind=ImageKind.LOGO).width == 96


def test_the_scans_of_a_thumbnail_and_what_only_looks_like_a_scan_do_not_count() -> None:
    exif = Image.Exif()
    exif[0x010E] = "\u00ff\u00da" * 40
    content = jpeg(64, 64, exif=exif, comment=SCAN * 30, quality=95)
    assert content.count(SCAN) > 30
    assert count_scans(content) == 1
    assert count_scans(content[:10]) == 0
    assert count_scans(content + SCAN * 9) == 1


@pytest.mark.parametrize(
    "limits",
    [Limits(seconds=0.001), Limits(memory=30_000_000)],
    ids=["time", "memory"],
)
def test_a_picture_that_costs_more_than_it_may_is_given_up_with_a_sentence(limits: Limits) -> None:
    with pytest.raises(UnusableImage, match="more time or memory than a logo should"):
        redraw_apart(jpeg(2800, 2800), box=LOGO_BOX, limits=limits)


def test_processor_time_is_limited_too() -> None:
    noise = io.BytesIO()
    Image.effect_noise((2000, 2000), 90).convert("RGB").save(noise, format="PNG", compress_level=1)
    with pytest.raises(UnusableImage, match="more time or memory than a logo should"):
        redraw_apart(noise.getvalue(), box=LOGO_BOX, limits=Limits(cpu_seconds=0))


def test_a_refusal_in_the_other_process_reads_as_it_would_in_ours() -> None:
    with pytest.raises(UnusableImage, match="only 400 by 8 pixels"):
        redraw_apart(jpeg(400, 8), box=LOGO_BOX)


@pytest.mark.parametrize("as_format", ["GIF", "WEBP", "PNG"])
def test_of_a_picture_that_moves_only_the_first_costs_anything(as_format: str) -> None:
    saved = io.BytesIO()
    frames = [Image.new("RGB", (300, 300), (0, 0, blue)) for blue in range(60)]
    frames[0].save(saved, format=as_format, save_all=True, append_images=frames[1:], duration=40)
    still = io.BytesIO()
    frames[0].save(still, format=as_format)
    assert seconds_to_redraw(saved.getvalue()) < 5 * seconds_to_redraw(still.getvalue()) + 0.1


def seconds_to_redraw(content: bytes) -> float:
    before = time.process_time()
    redraw(content, box=LOGO_BOX)
    return time.process_time() - before
