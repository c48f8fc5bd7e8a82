# SPDX-License-Identifier: Apache-2.0
"""The hash of an image, as a value."""

from __future__ import annotations

from typing import Any, Literal, Self, SupportsIndex

from dittograph.hamming import distance

Mode = Literal["exact", "fast"]

_BITS = {
    "average": 64,
    "difference": 64,
    "difference_vertical": 64,
    "perceptual": 64,
    "wavelet": 64,
    "pdq": 256,
}
_RULES = ("imagehash", "imagededup", "pdq")
_MODES = ("exact", "fast")


class ImageHash:
    """The perceptual hash of an image: bits, and how they came about.

    Hashes compare, and can be keys, by their value. ``a - b`` is the number of bits in which two of
    them differ, if they came about in the same way: hashes of different algorithms, thresholds or
    modes are refused, as their distance would mean nothing. It is an integer wherever Python asks
    for an index, so that `dittograph.hamming` takes it; it pickles.

    Args:
        value: The bits as an integer, the first row first: from 0 on, or with a sign, as databases
            keep 64 bits.
        algorithm: ``"average"``, ``"difference"``, ``"difference_vertical"``, ``"perceptual"``,
            ``"wavelet"`` (all of 64 bits) or ``"pdq"`` (256).
        rule: Whose thresholds: ``"imagehash"``, ``"imagededup"``; ``"pdq"`` for that algorithm.
        mode: As asked for: ``"exact"``, or ``"fast"``, of which JPEG files are reduced.
        quality: What PDQ says about the image; not part of the value.

    Raises:
        TypeError: ``value`` is no integer.
        ValueError: It does not fit; another argument is none of those.

    Example:
        >>> from dittograph.images import ImageHash
        >>> a = ImageHash.from_hex("ffd8a0c0e0f0f8fc", "average")
        >>> a - ImageHash(0xFFD8A0C0E0F0F8FF, "average")
        2
        >>> str(a), a.bits
        ('ffd8a0c0e0f0f8fc', 64)
    """

    __slots__ = ("_algorithm", "_mode", "_quality", "_rule", "_value")

    def __init__(
        self,
        value: SupportsIndex,
        algorithm: str = "perceptual",
        *,
        rule: str | None = None,
        mode: Mode = "exact",
        quality: int | None = None,
    ) -> None:
        if algorithm not in _BITS:
            msg = f"algorithm must be one of {', '.join(_BITS)}, got {algorithm!r}"
            raise ValueError(msg)
        if rule is None:
            rule = "pdq" if algorithm == "pdq" else "imagehash"
        if rule not in _RULES or (rule == "pdq") != (algorithm == "pdq"):
            allowed = "pdq" if algorithm == "pdq" else "imagehash or imagededup"
            msg = f"rule of a hash {algorithm!r} must be {allowed}, got {rule!r}"
            raise ValueError(msg)
        if mode not in _MODES:
            msg = f"mode must be 'exact' or 'fast', got {mode!r}"
            raise ValueError(msg)
        try:
            number = value.__index__()
        except AttributeError:
            msg = f"value must be an integer, not {type(value).__name__}"
            raise TypeError(msg) from None
        bits = _BITS[algorithm]
        if not -(1 << (bits - 1)) <= number < 1 << bits:
            got = str(number) if number.bit_length() < 1000 else f"{number.bit_length()} bits"
            msg = f"value must fit into {bits} bits, got {got}"
            raise ValueError(msg)
        self._value = number % (1 << bits)
        self._algorithm = algorithm
        self._rule = rule
        self._quality = quality
        self._mode = mode

    @classmethod
    def from_hex(
        cls,
        text: object,
        algorithm: str = "perceptual",
        *,
        rule: str | None = None,
        mode: Mode = "exact",
    ) -> Self:
        """Read what ``str()`` of a hash gives, here or in imagehash from 4.0 on.

        Raises:
            TypeError: ``text`` is no ``str``.
            ValueError: It has not as many hexadecimal digits as the hash; another argument is
                refused as by the class.
        """
        if not isinstance(text, str):
            msg = f"text must be a str, not {type(text).__name__}"
            raise TypeError(msg)
        digits = _BITS.get(algorithm, 64) // 4
        if len(text) != digits or not all(c in "0123456789abcdefABCDEF" for c in text):
            msg = f"text must have {digits} hexadecimal digits, got {text[:100]!r}"
            raise ValueError(msg)
        return cls(int(text, 16), algorithm, rule=rule, mode=mode)

    @property
    def algorithm(self) -> str:
        """Which hash it is."""
        return self._algorithm

    @property
    def bits(self) -> int:
        """How many bits it has, 64 or 256."""
        return _BITS[self._algorithm]

    @property
    def rule(self) -> str:
        """Whose thresholds have made its bits."""
        return self._rule

    @property
    def mode(self) -> Mode:
        """As it was asked for: exact, or fast, of which JPEG files are reduced."""
        return self._mode

    @property
    def quality(self) -> int | None:
        """Of PDQ, 0 to 100: below 50 there is little to tell images by. Otherwise None."""
        return self._quality

    @property
    def tag(self) -> str:
        """How it came about, as a text: hashes with the same tag can be compared."""
        return f"{self._algorithm}-{self.bits}-{self._rule}-{self._mode}"

    def hex(self) -> str:
        """The bits as hexadecimal digits, as imagehash writes them."""
        return f"{self._value:0{self.bits // 4}x}"

    def signed(self) -> int:
        """The bits as an integer with a sign, as databases keep 64 bits."""
        return self._value - (1 << self.bits) * (self._value >> (self.bits - 1))

    def __int__(self) -> int:
        return self._value

    def __index__(self) -> int:
        return self._value

    def __bytes__(self) -> bytes:
        return self._value.to_bytes(self.bits // 8, "big")

    def __str__(self) -> str:
        return self.hex()

    def __repr__(self) -> str:
        extra = "" if self._mode == "exact" else f", mode={self._mode!r}"
        if self._rule not in ("imagehash", "pdq"):
            extra += f", rule={self._rule!r}"
        return f"ImageHash(0x{self.hex()}, {self._algorithm!r}{extra})"

    def __sub__(self, other: object) -> int:
        if not isinstance(other, ImageHash):
            return NotImplemented
        if self.tag != other.tag:
            msg = f"hashes must be of the same kind, got {self.tag} and {other.tag}"
            raise ValueError(msg)
        return distance(self._value, other._value, bits=self.bits)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ImageHash):
            return self._value == other._value and self.tag == other.tag
        # Those of imagehash fail when they are asked about anything else.
        return False if type(other).__module__ == "imagehash" else NotImplemented

    def __hash__(self) -> int:
        return hash((self._value, self.tag))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (
            type(self),
            self._value,
            self._algorithm,
            self._rule,
            self._mode,
            self._quality,
        )

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_mode"):  # the last that is set
            msg = f"an ImageHash cannot be changed, got {name}"
            raise AttributeError(msg)
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        msg = f"an ImageHash cannot be changed, got {name}"
        raise AttributeError(msg)


def _restore(
    kind: type[ImageHash],
    value: int,
    algorithm: str,
    rule: str,
    mode: Mode,
    quality: int | None,
) -> ImageHash:
    return kind(value, algorithm, rule=rule, mode=mode, quality=quality)
