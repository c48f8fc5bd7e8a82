// SPDX-License-Identifier: Apache-2.0
// JPEG files that somebody has damaged, and bytes that are none: they are refused, or read as
// libjpeg reads them a row at a time.
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "cpp/jpeg_files.h"
#include "cpp/jpeg_rows.h"
#include "dittograph/jpeg.h"
#include "reference/jpeg.h"

namespace dittograph {
namespace {

[[noreturn]] void fail(const char* what) {
  (void)std::fprintf(stderr, "%s\n", what);
  std::abort();
}

// The fuzzer does not see into libjpeg: left to itself it would hardly ever find a valid file.
const std::vector<Bytes>& sound_files() {
  static const std::vector<Bytes> files = [] {
    const Bytes exif = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2, 1, 0x0F, 0, 2,
                        0,   0,   0,   4,   0, 0, 0,   0,   1, 18, 0, 3, 0, 0, 0, 1, 0, 6,    0, 0};
    std::vector<Bytes> made;
    for (const bool progressive : {false, true}) {
      made.push_back(write_jpeg({.width = 33, .height = 18, .progressive = progressive}));
      made.push_back(write_jpeg({.width = 9, .luma = {2, 1}, .progressive = progressive}));
      made.push_back(write_jpeg({.height = 17, .luma = {1, 1}, .progressive = progressive}));
      made.push_back(write_jpeg({.pixels = JCS_GRAYSCALE,
                                 .file = JCS_GRAYSCALE,
                                 .progressive = progressive,
                                 .restart_interval = 2}));
      made.push_back(write_jpeg({.progressive = progressive, .arithmetic = true}));
      made.push_back(with_segment(made.front(), 0xE1, exif));
    }
    made.push_back(write_jpeg({.width = 8, .height = 8, .pixels = JCS_CMYK, .file = JCS_YCCK}));
    return made;
  }();
  return files;
}

Bytes take_file(FuzzedDataProvider& input) {
  const std::vector<Bytes>& files = sound_files();
  const auto chosen = input.ConsumeIntegralInRange<std::size_t>(0, files.size());
  if (chosen == files.size()) return input.ConsumeRemainingBytes<std::uint8_t>();
  Bytes file = files[chosen];
  while (input.remaining_bytes() > 4 && !file.empty()) {
    const auto at = input.ConsumeIntegralInRange<std::size_t>(0, file.size() - 1);
    const auto place = file.begin() + static_cast<std::ptrdiff_t>(at);
    switch (input.ConsumeIntegralInRange(0, 15)) {
      case 0:
        file.resize(at);
        break;
      case 1: {  // a part of it once more, such as a segment or a scan
        const auto size = input.ConsumeIntegralInRange<std::size_t>(0, file.size() - at);
        const Bytes part(place, place + static_cast<std::ptrdiff_t>(size));
        if (file.size() < 100'000) file.insert(place, part.begin(), part.end());
        break;
      }
      case 2:
        file.erase(place);
        break;
      default:
        *place = input.ConsumeIntegral<std::uint8_t>();
    }
  }
  file.shrink_to_fit();  // what is behind its end is nobody's
  return file;
}

void check(FuzzedDataProvider& input) {
  const JpegLimits limits{.max_pixels = 1 << 18, .max_scans = 40};
  JpegOptions options;
  options.scale_denominator = input.PickValueInArray({kFastScale, 1, 2, 4, 8});
  options.luma_only = input.ConsumeBool();
  options.partial = input.ConsumeBool();
  const auto turn = input.ConsumeIntegralInRange<std::size_t>(1, 20);
  const Bytes file = take_file(input);

  JpegReader reader(file, limits, options);
  const JpegHeader& header = reader.header();
  if (header.orientation < 1 || header.orientation > 8) fail("orientation");
  if (reader.status() == JpegStatus::kOk && std::uint64_t{1} *
                                                    static_cast<std::uint64_t>(header.width) *
                                                    static_cast<std::uint64_t>(header.height) >
                                                limits.max_pixels) {
    fail("more pixels than allowed");
  }
  if (reader.status() != JpegStatus::kOk) {
    std::array<const std::uint8_t*, 1> rows{};
    if (reader.next_rows(rows) != 0) fail("rows after a failure");
    return;
  }
  const Bytes pixels = read_all(reader, {turn});
  if ((reader.status() == JpegStatus::kOk) != (*reader.message() == '\0')) fail("message");
  if (reader.status() != JpegStatus::kOk) return;
  if (reader.is_partial() && !options.partial) fail("partial");
  const auto expected = reference::read_jpeg(file, options.luma_only,
                                             static_cast<unsigned>(reader.scale_denominator()));
  if (!expected.is_complete || pixels != expected.bytes) fail("other pixels than libjpeg's");
}

}  // namespace
}  // namespace dittograph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  dittograph::check(input);
  return 0;
}
