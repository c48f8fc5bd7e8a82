// SPDX-License-Identifier: Apache-2.0
#include "dittograph/imagehash.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>         // IWYU pragma: keep
#include <nanobind/stl/string_view.h>  // IWYU pragma: keep

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "arguments.h"
#include "dittograph/fingerprint.h"
#include "dittograph/placeholder.h"
#include "gil.h"
#include "image_source.h"
#include "register.h"

namespace nb = nanobind;

namespace dittograph::python {
namespace {

constexpr const char* kFingerprintDoc = R"(Compute the hashes of an image; for `dittograph.images`.

Args:
    source: An array of uint8, (height, width) or (height, width, channels) with 1, 3 or 4 channels;
        or a capsule ``dittograph.RowSource``.
    orientation: That of Exif, 1 to 8: how to turn the image before.
    on_white: Whether to lay four channels on white, or not to look at the fourth.
    hashes: Which, a bit each: average, difference, vertical difference, perceptual, wavelet.
    rules: ``"imagehash"`` or ``"imagededup"``.
    quality, pdq, thumbhash: Whether to compute them.
    blurhash: The components of a BlurHash across and down, 1 to 9 each; 0 for none.

Returns:
    The bits of each hash; the quality, 0 to 100; PDQ's bits, 32 bytes, and its quality; the
    BlurHash; the ThumbHash. What was not asked for is 0 or empty. ``None`` if the rows ended early.

Raises:
    TypeError, ValueError, BufferError: The array is none of those.
)";

[[nodiscard]] nb::bytes to_bytes(const PdqHash& hash) {
  std::array<char, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(hash.words[i / 8] >> (56 - i % 8 * 8) & 0xFF);
  }
  return nb::bytes(bytes.data(), bytes.size());
}

[[nodiscard]] ImageHashRules to_rules(std::string_view rules) {
  if (rules == "imagehash") return ImageHashRules::kImagehash;
  if (rules == "imagededup") return ImageHashRules::kImagededup;
  raise(PyExc_ValueError, "rules must be 'imagehash' or 'imagededup', got '%.50s'",
        std::string(rules).c_str());
}

[[nodiscard]] std::pair<int, int> to_components(std::pair<int, int> numbers) {
  const auto is_allowed = [](int number) {
    return number >= 1 && number <= kMaxBlurHashComponents;
  };
  if (numbers != std::pair(0, 0) && !(is_allowed(numbers.first) && is_allowed(numbers.second))) {
    raise(PyExc_ValueError, "blurhash must be two numbers from 1 to %d, or 0 and 0, got %d and %d",
          kMaxBlurHashComponents, numbers.first, numbers.second);
  }
  return numbers;
}

[[nodiscard]] nb::object fingerprint(nb::handle source, int orientation, bool on_white,
                                     std::uint32_t hashes, std::string_view rules, bool quality,
                                     bool pdq, std::pair<int, int> blurhash, bool thumbhash) {
  ImageSource image(source);
  FingerprintParts parts;
  parts.orientation = std::clamp(orientation, 1, 8);
  parts.hashes = hashes & kAllImageHashes;
  parts.rules = to_rules(rules);
  parts.quality = quality;
  parts.pdq = pdq;
  std::tie(parts.blurhash_x, parts.blurhash_y) = to_components(blurhash);
  parts.thumbhash = thumbhash;
  parts.on_white = on_white;
  std::optional<Fingerprint> result;
  {
    const ReleasedGil released;
    result = read_fingerprint(image.rows(), parts);
  }
  if (!result) {
    if (PyErr_Occurred() != nullptr) throw nb::python_error();  // of rows that Python gives
    return nb::none();
  }
  const std::array<std::uint64_t, kImageHashKinds>& bits = result->hashes.bits;
  return nb::make_tuple(nb::make_tuple(bits[0], bits[1], bits[2], bits[3], bits[4]),
                        result->hashes.quality, to_bytes(result->pdq), result->pdq.quality,
                        nb::str(result->blurhash.data(), result->blurhash.size()),
                        nb::bytes(result->thumbhash.data(), result->thumbhash.size()));
}

}  // namespace

void register_imagehash(nb::module_& module) {
  module.def(
      "image_fingerprint", &fingerprint, kFingerprintDoc, nb::arg("source"), nb::kw_only(),
      nb::arg("orientation") = 1, nb::arg("on_white") = false, nb::arg("hashes") = kAllImageHashes,
      nb::arg("rules") = "imagehash", nb::arg("quality") = true, nb::arg("pdq") = false,
      nb::arg("blurhash") = std::pair(0, 0), nb::arg("thumbhash") = false,
      nb::sig("def image_fingerprint(source: object, *, orientation: int = 1, "
              "on_white: bool = False, hashes: int = 31, rules: str = 'imagehash', "
              "quality: bool = True, pdq: bool = False, blurhash: tuple[int, int] = (0, 0), "
              "thumbhash: bool = False) "
              "-> tuple[tuple[int, int, int, int, int], int, bytes, int, str, bytes] | None"));
}

}  // namespace dittograph::python
