"""What tests of charts share: texts as drawn, and a reader for pictures."""

import os
import subprocess
import warnings
from io import BytesIO
from shutil import which

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from kit.chart import style

PLACES = pd.DataFrame(
    [
        ("دير الزور", 35.34, 40.14, 8),
        ("القائم", 34.37, 41.09, 9),
        ("البوكمال", 34.45, 40.92, 6),
        ("حصيبة", 34.38, 41.02, 1),
        ("راوة", 34.48, 41.91, 2),
    ],
    columns=["arabic", "latitude", "longitude", "count"],
)


@pytest.fixture
def strict_page():
    """Turn warnings into errors (a missing glyph only warns), and close all figures at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


def plain(text):
    return style._DIRECTION_MARKS.sub("", str(text))


def drawn(ax):
    """Draw a chart and return its visible texts with their boxes in pixels."""
    ax.figure.draw_without_rendering()
    texts = [*ax.get_yticklabels(), *ax.texts, ax.title, ax._left_title, ax._right_title]
    return [(text, text.get_window_extent()) for text in texts if text.get_text()]


def read_picture(text):
    """Return what tesseract reads in the part of a picture where a text stands."""
    if not which("tesseract"):
        pytest.skip("tesseract is not installed (Debian: tesseract-ocr, tesseract-ocr-ara)")
    figure = text.get_figure()
    figure.set_dpi(2900 / text.get_fontsize())  # The letters are about as high as in a scanned page.
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    left, bottom, right, top = (round(edge) for edge in text.get_window_extent().padded(6).extents)
    part = pixels[max(0, len(pixels) - top) : len(pixels) - bottom, max(0, left) : right]
    picture = BytesIO()
    plt.imsave(picture, np.pad(part[..., :3], ((40, 40), (40, 40), (0, 0)), constant_values=255))
    command = ["tesseract", "-", "-", "-l", "ara", "--psm", "7"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # This is faster on a short line.
    run = subprocess.run(command, input=picture.getvalue(), capture_output=True, env=one_thread, check=False)
    if b"Failed loading language" in run.stderr:
        pytest.skip("tesseract has no Arabic (Debian: tesseract-ocr-ara)")
    return plain(run.stdout.decode("utf-8")).strip()
