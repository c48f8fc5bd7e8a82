// SPDX-License-Identifier: Apache-2.0
// JPEG files for tests, written by libjpeg, and what is wrong with some.
#ifndef DITTOGRAPH_TESTS_CPP_JPEG_FILES_H_
#define DITTOGRAPH_TESTS_CPP_JPEG_FILES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <span>
#include <vector>

#include <jpeglib.h>

namespace dittograph {

using Bytes = std::vector<std::uint8_t>;

struct JpegRecipe {
  unsigned width = 37;
  unsigned height = 29;
  J_COLOR_SPACE pixels = JCS_RGB;    ///< what goes in
  J_COLOR_SPACE file = JCS_YCbCr;    ///< what the file holds
  std::array<int, 2> luma = {2, 2};  ///< the sampling of the luma, across and down, to a colour's 1
  bool progressive = false;
  bool arithmetic = false;
  unsigned restart_interval = 0;
  int quality = 85;

  friend std::ostream& operator<<(std::ostream& out, const JpegRecipe& recipe) {
    return out << recipe.width << 'x' << recipe.height << ' ' << recipe.pixels << "->"
               << recipe.file << " luma " << recipe.luma[0] << 'x' << recipe.luma[1]
               << (recipe.progressive ? " progressive" : "")
               << (recipe.arithmetic ? " arithmetic" : "") << " restart "
               << recipe.restart_interval;
  }
};

// Smooth, with edges and some noise, so that each way to upsample or round gives other pixels.
[[nodiscard]] inline Bytes jpeg_row(const JpegRecipe& recipe, unsigned y, unsigned channels) {
  Bytes row(std::size_t{recipe.width} * channels);
  for (unsigned x = 0; x < recipe.width; ++x) {
    for (unsigned c = 0; c < channels; ++c) {
      const unsigned noise = (x * 2654435761U ^ y * 40503U ^ c * 977U) >> 7 & 31;
      const unsigned edge = (x / 5 + y / 7) % 3 == c % 3 ? 90 : 0;
      row[std::size_t{x} * channels + c] =
          static_cast<std::uint8_t>((x * (3 + c) + y * (5 - c) + noise + edge) & 255);
    }
  }
  return row;
}

[[nodiscard]] inline Bytes write_jpeg(const JpegRecipe& recipe) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};  // an error ends the program
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &memory, &size);
  info.image_width = recipe.width;
  info.image_height = recipe.height;
  info.in_color_space = recipe.pixels;
  info.input_components = recipe.pixels == JCS_GRAYSCALE ? 1 : recipe.pixels == JCS_CMYK ? 4 : 3;
  jpeg_set_defaults(&info);
  jpeg_set_colorspace(&info, recipe.file);
  jpeg_set_quality(&info, recipe.quality, TRUE);
  if (recipe.file == JCS_YCbCr) {
    info.comp_info[0].h_samp_factor = recipe.luma[0];
    info.comp_info[0].v_samp_factor = recipe.luma[1];
  }
  if (recipe.progressive) jpeg_simple_progression(&info);
  info.arith_code = static_cast<boolean>(recipe.arithmetic);
  info.restart_interval = recipe.restart_interval;
  jpeg_start_compress(&info, TRUE);
  for (unsigned y = 0; y < recipe.height; ++y) {
    Bytes row = jpeg_row(recipe, y, static_cast<unsigned>(info.input_components));
    JSAMPROW pointer = row.data();
    (void)jpeg_write_scanlines(&info, &pointer, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  const std::span<const std::uint8_t> written(memory, size);
  Bytes file(written.begin(), written.end());
  std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc): libjpeg's
  return file;
}

/// Where the marker 0xFF `code` is, of those before the first scan's data.
[[nodiscard]] inline std::size_t find_marker(const Bytes& file, std::uint8_t code) {
  for (std::size_t at = 2; at + 4 <= file.size() && file[at] == 0xFF;) {
    if (file[at + 1] == code) return at;
    at += 2U + (std::size_t{file[at + 2]} << 8 | file[at + 3]);
  }
  std::abort();
}

/// The same file with another size in its header. `start` is its start-of-frame marker.
[[nodiscard]] inline Bytes with_size(Bytes file, unsigned width, unsigned height,
                                     std::uint8_t start = 0xC0) {
  std::uint8_t* const frame = file.data() + find_marker(file, start);
  frame[5] = static_cast<std::uint8_t>(height >> 8);
  frame[6] = static_cast<std::uint8_t>(height);
  frame[7] = static_cast<std::uint8_t>(width >> 8);
  frame[8] = static_cast<std::uint8_t>(width);
  return file;
}

/// The same file with a segment in front.
[[nodiscard]] inline Bytes with_segment(const Bytes& file, std::uint8_t code,
                                        std::span<const std::uint8_t> content) {
  Bytes result = {0xFF, 0xD8, 0xFF, code};
  result.push_back(static_cast<std::uint8_t>((content.size() + 2) >> 8));
  result.push_back(static_cast<std::uint8_t>(content.size() + 2));
  result.insert(result.end(), content.begin(), content.end());
  result.insert(result.end(), file.begin() + 2, file.end());
  return result;
}

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_JPEG_FILES_H_
