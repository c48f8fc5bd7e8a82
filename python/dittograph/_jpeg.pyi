"""JPEG files as rows of pixels; use it through dittograph.images."""

from typing import SupportsIndex

from typing_extensions import Buffer


libjpeg_version: str

class JpegRows:
    """The rows of a JPEG file, which can be read once."""

    @property
    def width(self) -> int:
        """As stored in the file: neither reduced nor turned."""

    @property
    def height(self) -> int:
        """As stored in the file: neither reduced nor turned."""

    @property
    def orientation(self) -> int:
        """
        The Exif tag, 1 to 8; 1, upright, if there is none or it makes no sense.
        """

    @property
    def progressive(self) -> bool:
        """Whether the file is progressive."""

    @property
    def scale_denominator(self) -> int:
        """What the sides of the rows are divided by, rounded up: 1, 2, 4 or 8."""

    @property
    def row_width(self) -> int:
        """The pixels of a row."""

    @property
    def row_height(self) -> int:
        """The number of rows."""

    @property
    def bytes_per_pixel(self) -> int:
        """1: gray; 4: red, green, blue and a byte without a meaning."""

    @property
    def is_partial(self) -> bool:
        """Whether rows were read behind the end of the file."""

    @property
    def warnings(self) -> int:
        """How often libjpeg has passed over damage so far."""

    @property
    def failure(self) -> str | None:
        """What reading has failed of, if it has."""

    @property
    def kind(self) -> str | None:
        """
        Of the failure: 'truncated', 'corrupt', 'too_large', 'unsupported' or 'out_of_memory'.
        """

    @property
    def row_source(self) -> object:
        """
        A capsule ``dittograph.RowSource`` with the C++ object of that name; it keeps this alive.
        """

    def check(self) -> None:
        """
        Raise what reading has failed of; do nothing if it has not.

        Raises:
            TruncatedImageError, CorruptImageError, ImageTooLargeError, MemoryError: It has.
        """

    def read(self) -> bytes:
        """
        Read the rows that are left, one behind the other.

        Raises:
            TruncatedImageError, CorruptImageError, ImageTooLargeError, MemoryError: As ``check``.
        """

def open(data: Buffer, /, *, max_pixels: SupportsIndex = 178956970, max_scans: SupportsIndex = 500, fast: bool = False, partial: bool = False) -> JpegRows:
    """
    Read the header of a JPEG file. Rows are decoded when asked for.

    Args:
        data: The file: a bytes-like object, read in place. It stays in use as long as the result lives.
        max_pixels: How many pixels the file may have.
        max_scans: How many scans, of which a progressive file has about ten.
        fast: Gray, and reduced as far as the shorter side keeps 128 pixels, by 2, 4 or 8. Otherwise the
            pixels are those of Pillow.
        partial: Read as much as there is of a truncated file.

    Raises:
        TypeError, ValueError, BufferError: An argument is none of these.
        TruncatedImageError, CorruptImageError, UnsupportedImageError, ImageTooLargeError: The header
            says so; all of ``dittograph.images.errors``.
        MemoryError: There is not enough.
    """
