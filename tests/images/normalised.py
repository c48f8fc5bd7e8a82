# SPDX-License-Identifier: Apache-2.0
"""What a viewer shows of an image, as the page of dittograph.images defines it, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

# How to turn what is stored into what is shown, by the tag Orientation of EXIF.
_SHOWN = {
    1: lambda pixels: pixels,
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels[::-1].swapaxes(0, 1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: pixels[:, ::-1].swapaxes(0, 1),
}
_ORIENTATION = 0x0112


def on_white(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put colours and opacity on white, each channel rounded to the nearest."""
    values = pixels.astype(np.int64)
    opacity = values[:, :, -1:]
    return ((values[:, :, :-1] * opacity + 255 * (255 - opacity) + 127) // 255).astype(np.uint8)


def normalised(image: Image.Image) -> Image.Image:
    """Return the image as it is shown, gray or RGB (or in a mode without opacity, as it is)."""
    orientation = image.getexif().get(_ORIENTATION, 1)
    shown: Any = image
    if image.mode == "P":
        shown = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if shown.mode == "I;16":
        wide = np.frombuffer(shown.tobytes(), "<u2").astype(np.int64)
        pixels = ((wide + 128) // 257).astype(np.uint8).reshape(shown.height, shown.width)
        shown = Image.fromarray(pixels)
    elif shown.mode in ("RGBA", "LA"):
        pixels = on_white(np.asarray(shown))
        shown = Image.fromarray(pixels.squeeze(axis=2) if shown.mode == "LA" else pixels)
    if orientation not in range(2, 9):
        return shown  # type: ignore[no-any-return] # it is an image of Pillow's
    return Image.fromarray(np.ascontiguousarray(_SHOWN[orientation](np.asarray(shown))))
