# SPDX-License-Identifier: Apache-2.0
"""Hashes of images, and all that comes with them in one reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from dittograph._core import image_fingerprint
from dittograph.images.errors import TruncatedImageError
from dittograph.images.image_hash import ImageHash
from dittograph.images.opening import Limits, open_image

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dittograph.images.image_hash import Mode
    from dittograph.images.opening import Compat, ImageInput

# In the order of their bits.
_ALGORITHMS: Final = ("average", "difference", "difference_vertical", "perceptual", "wavelet")
_DEFAULT_LIMITS: Final = Limits()

#: Below this quality hashes begin to miss copies of an image; docs/images.md has the figures.
FEATURELESS_BELOW: Final = 10


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """All that was computed of an image."""

    hashes: dict[str, ImageHash] = field(default_factory=dict)  #: By algorithm.
    #: As stored: before the image was turned upright. But TIFF, which Pillow turns as it decodes.
    width: int = 0
    height: int = 0
    orientation: int = 1  #: What Exif says, 1 to 8; 1 with compat, which does not turn.
    #: How much there is to see, 0 to 100, for all hashes alike; docs/images.md has the formula.
    quality: int = 0
    blurhash: str = ""  #: Empty if it was not asked for.
    thumbhash: bytes = b""
    partial: bool = False  #: Whether the file had ended before the image did.

    @property
    def featureless(self) -> bool:
        """Whether there is so little to see that hashes tell nothing: a plain colour, a fog."""
        return self.quality < FEATURELESS_BELOW


def average_hash(
    image: ImageInput,
    *,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> ImageHash:
    """Tell which of 8 x 8 pixels are brighter than their mean.

    Args:
        image: A path, the bytes of a file, a binary file, a Pillow image, or an array of uint8 of
            shape (height, width), (height, width, 3) or (height, width, 4).
        compat: Whose preprocessing. ``None``: the image is turned upright as Exif says, laid on
            white where it is transparent, 16 bits are scaled to 8; then imagehash's algorithm.
            ``"imagehash"``: the bits of imagehash 4.3 of that very image. ``"imagededup"``: those
            of imagededup 0.3.
        mode: ``"exact"``, or ``"fast"``: JPEG files are decoded at a reduced size, which changes a
            bit now and then. The hash says what was asked for.
        limits: What is read of a file at most, and whether a truncated one will do.

    Raises:
        OSError: The file cannot be read.
        ImageError: It is no image, damaged (`TruncatedImageError`, `CorruptImageError`), too large
            (`ImageTooLargeError`), or of a format that is not read (`UnsupportedImageError`).
        TypeError, ValueError, BufferError: An argument is none of those.
    """
    return _hash(image, "average", compat, mode, limits)


def difference_hash(
    image: ImageInput,
    *,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> ImageHash:
    """Tell which of 8 rows of 9 pixels are brighter than their left neighbour.

    Arguments and errors are those of `average_hash`.
    """
    return _hash(image, "difference", compat, mode, limits)


def difference_hash_vertical(
    image: ImageInput,
    *,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> ImageHash:
    """Tell which of 9 rows of 8 pixels are brighter than their upper neighbour.

    Arguments and errors are those of `average_hash`; imagededup does not have this hash.
    """
    return _hash(image, "difference_vertical", compat, mode, limits)


def perceptual_hash(
    image: ImageInput,
    *,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> ImageHash:
    """Tell which of the 8 x 8 lowest frequencies are above their median.

    Of all hashes of 64 bits this one bears compression, scaling and retouching best. Arguments and
    errors are those of `average_hash`.

    Example:
        >>> import numpy as np
        >>> from dittograph import images
        >>> stripes = np.tile(np.arange(256, dtype=np.uint8), (100, 1))
        >>> images.perceptual_hash(stripes)
        ImageHash(0xaa00000000000000, 'perceptual')
    """
    return _hash(image, "perceptual", compat, mode, limits)


def wavelet_hash(
    image: ImageInput,
    *,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> ImageHash:
    """Tell which of the coarsest 8 x 8 of Haar's wavelets are above their median.

    Arguments and errors are those of `average_hash`.
    """
    return _hash(image, "wavelet", compat, mode, limits)


def pdq_hash(
    image: ImageInput,
    *,
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> ImageHash:
    """Compute PDQ's hash of 256 bits, at full size, as pdqhash 0.2 does; `quality` comes with it.

    Arguments and errors are those of `average_hash`. imagededup does not have this hash, and there
    is none in mode ``"fast"``: reduced images have others.
    """
    return _hash(image, "pdq", compat, mode, limits)


def fingerprint(
    image: ImageInput,
    hashes: Collection[str] = ("average", "difference", "perceptual", "wavelet"),
    placeholders: Collection[str] = ("blurhash", "thumbhash"),
    *,
    blurhash_components: tuple[int, int] = (4, 3),
    compat: Compat = None,
    mode: Mode = "exact",
    limits: Limits = _DEFAULT_LIMITS,
) -> Fingerprint:
    """Compute several hashes, the size, the quality and placeholders of an image, read once.

    Args:
        image: As for `average_hash`, as are the errors.
        hashes: Which: ``"average"``, ``"difference"``, ``"difference_vertical"``,
            ``"perceptual"``, ``"wavelet"``, ``"pdq"``.
        placeholders: Which: ``"blurhash"``, ``"thumbhash"``.
        blurhash_components: Across and down, 1 to 9 each.
        compat: Whose preprocessing, as for `average_hash`.
        mode: ``"exact"`` or ``"fast"``, as there; fast placeholders of JPEG files are gray.
        limits: What is read of a file at most, as there.
    """
    return _read(image, hashes, placeholders, blurhash_components, compat, mode, limits)


class _Choices(NamedTuple):
    argument: str
    allowed: tuple[str, ...]

    def check(self, values: Iterable[str]) -> tuple[str, ...]:
        if isinstance(values, str):
            msg = f"{self.argument} must be a collection of names, not a str: ({values!r},)"
            raise TypeError(msg)
        names = tuple(values)
        for value in names:
            if value not in self.allowed:
                msg = f"{self.argument} must be of {', '.join(self.allowed)}, got {value!r}"
                raise ValueError(msg)
        return names


_HASHES = _Choices("hashes", (*_ALGORITHMS, "pdq"))
_PLACEHOLDERS = _Choices("placeholders", ("blurhash", "thumbhash"))


def _are_components(numbers: object) -> bool:
    return (
        isinstance(numbers, tuple)
        and len(numbers) == 2
        and all(isinstance(number, int) and number in range(1, 10) for number in numbers)
    )


def _hash(
    image: ImageInput, algorithm: str, compat: Compat, mode: Mode, limits: Limits
) -> ImageHash:
    read = _read(image, (algorithm,), (), (0, 0), compat, mode, limits, quality=False)
    return read.hashes[algorithm]


def _read(
    image: ImageInput,
    hashes: Collection[str],
    placeholders: Collection[str],
    components: tuple[int, int],
    compat: Compat,
    mode: Mode,
    limits: Limits,
    *,
    quality: bool = True,
) -> Fingerprint:
    hashes = _HASHES.check(hashes)
    placeholders = _PLACEHOLDERS.check(placeholders)
    if mode not in ("exact", "fast"):
        msg = f"mode must be 'exact' or 'fast', got {mode!r}"
        raise ValueError(msg)
    if compat not in (None, "imagehash", "imagededup"):
        msg = f"compat must be None, 'imagehash' or 'imagededup', got {compat!r}"
        raise ValueError(msg)
    missing = [name for name in hashes if name in ("difference_vertical", "pdq")]
    if compat == "imagededup" and missing:
        msg = f"compat='imagededup' has no hash {' or '.join(map(repr, missing))}"
        raise ValueError(msg)
    if mode == "fast" and "pdq" in hashes:
        msg = "mode must be 'exact' for pdq, which sees the size at which an image is decoded"
        raise ValueError(msg)
    if "blurhash" in placeholders and not _are_components(components):
        msg = f"blurhash_components must be two integers from 1 to 9, got {components!r}"
        raise ValueError(msg)

    opened = open_image(image, compat, mode, limits)
    result = image_fingerprint(
        opened.rows,
        orientation=opened.orientation,
        on_white=opened.on_white,
        hashes=sum(1 << i for i, name in enumerate(_ALGORITHMS) if name in hashes),
        rules=compat or "imagehash",
        quality=quality,
        pdq="pdq" in hashes,
        blurhash=components if "blurhash" in placeholders else (0, 0),
        thumbhash="thumbhash" in placeholders,
    )
    try:
        opened.check()
    except TruncatedImageError as error:
        if not limits.partial:
            error.add_note("limits=Limits(partial=True) hashes what there is of it")
        raise
    if result is None:
        msg = "rows ended before the image did"
        raise RuntimeError(msg)
    bits, found_quality, pdq, pdq_quality, blurhash, thumbhash = result
    values = dict(zip(_ALGORITHMS, bits, strict=True), pdq=int.from_bytes(pdq, "big"))
    rule = "imagededup" if compat == "imagededup" else None
    return Fingerprint(
        {
            name: ImageHash(
                values[name],
                name,
                rule=rule,
                mode=mode,
                quality=pdq_quality if name == "pdq" else None,
            )
            for name in hashes
        },
        opened.width,
        opened.height,
        opened.orientation,
        found_quality,
        blurhash,
        thumbhash,
        opened.partial,
    )
