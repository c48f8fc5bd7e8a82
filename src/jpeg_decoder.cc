// SPDX-License-Identifier: Apache-2.0
#include "jpeg_decoder.h"

#include <jerror.h>

#include <algorithm>

namespace dittograph {
namespace {

[[nodiscard]] JpegDecoder& decoder_of(j_common_ptr info) noexcept {
  return *static_cast<JpegDecoder*>(info->client_data);
}
[[nodiscard]] JpegDecoder& decoder_of(j_decompress_ptr info) noexcept {
  return *static_cast<JpegDecoder*>(info->client_data);
}

[[nodiscard]] JpegStatus status_of(int error) noexcept {
  switch (error) {
    case JERR_NO_BACKING_STORE:  // memory is limited by $JPEGMEM
    case JERR_OUT_OF_MEMORY:
      return JpegStatus::kOutOfMemory;
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
      return JpegStatus::kTooLarge;
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_J_COLORSPACE:
    case JERR_BAD_PRECISION:
    case JERR_CCIR601_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED:
      return JpegStatus::kUnsupported;
    default:
      return JpegStatus::kCorrupt;
  }
}

// Goes back to guarded(). Between there and here are C functions, and ours that have nothing to
// destroy.
[[noreturn]] void go_back(JpegDecoder& decoder) noexcept {
  std::longjmp(decoder.back, 1);  // NOLINT(cert-err52-cpp,modernize-avoid-setjmp-longjmp): see .h
}

void fail_as_truncated(JpegDecoder& decoder) noexcept {
  const jpeg_decompress_struct& info = decoder.info;
  if (info.image_height == 0) {
    decoder.fail(JpegStatus::kTruncated, "the file ends after %zu bytes, in its header",
                 decoder.file.size());
  } else {
    decoder.fail(JpegStatus::kTruncated, "the file ends after %zu bytes, before the image does",
                 decoder.file.size());
  }
}

[[noreturn]] void on_error(j_common_ptr info) {
  JpegDecoder& decoder = decoder_of(info);
  if (decoder.has_ended) {
    fail_as_truncated(decoder);  // the markers that were put in its place fit nowhere
  } else {
    info->err->format_message(info, decoder.message.data());
    decoder.status = status_of(info->err->msg_code);
  }
  go_back(decoder);
}

void on_message(j_common_ptr info, int level) {
  if (level < 0) ++info->err->num_warnings;
}

void print_nothing(j_common_ptr /*info*/) {}

void do_nothing(j_decompress_ptr /*info*/) {}

// The file is in memory as a whole, so libjpeg asks for more only if there is none.
boolean on_end_of_file(j_decompress_ptr info) {
  // It cannot fail to understand this marker: the end of the image.
  static constexpr JOCTET kEnd[] = {0xFF, JPEG_EOI};
  JpegDecoder& decoder = decoder_of(info);
  decoder.has_ended = true;
  if (!decoder.is_partial_allowed) {
    fail_as_truncated(decoder);
    go_back(decoder);
  }
  info->src->next_input_byte = kEnd;
  info->src->bytes_in_buffer = sizeof(kEnd);
  return TRUE;
}

void skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  jpeg_source_mgr& source = *info->src;
  if (static_cast<unsigned long>(count) > source.bytes_in_buffer) {
    (void)on_end_of_file(info);
    return;
  }
  source.next_input_byte += count;
  source.bytes_in_buffer -= static_cast<std::size_t>(count);
}

void look_at_scans(j_common_ptr info) {
  JpegDecoder& decoder = decoder_of(info);
  if (decoder.info.input_scan_number <= decoder.max_scans) return;
  decoder.fail(JpegStatus::kTooLarge, "image must have at most %d scans, got more",
               decoder.max_scans);
  go_back(decoder);
}

// Calls `function(info)`; an error of libjpeg ends it.
template <class Function>
[[nodiscard]] bool guarded(JpegDecoder& decoder, const Function& function) noexcept {
  // NOLINTNEXTLINE(cert-err52-cpp,modernize-avoid-setjmp-longjmp): see jpeg_decoder.h
  if (setjmp(decoder.back) != 0) return false;
  function(decoder.info);
  return true;
}

}  // namespace

JpegDecoder::JpegDecoder(std::span<const std::uint8_t> data, const JpegLimits& limits,
                         bool partial) noexcept
    : file(data), max_scans(limits.max_scans), is_partial_allowed(partial) {
  info.err = jpeg_std_error(&errors);
  errors.error_exit = &on_error;
  errors.emit_message = &on_message;
  errors.output_message = &print_nothing;
  info.client_data = this;

  source.next_input_byte = file.data();
  source.bytes_in_buffer = file.size();
  source.init_source = &do_nothing;
  source.fill_input_buffer = &on_end_of_file;
  source.skip_input_data = &skip;
  source.resync_to_restart = &jpeg_resync_to_restart;
  source.term_source = &do_nothing;
  progress.progress_monitor = &look_at_scans;
}

// Does nothing if it has not been created.
JpegDecoder::~JpegDecoder() { jpeg_destroy_decompress(&info); }

bool JpegDecoder::read_header() noexcept {
  return guarded(*this, [](jpeg_decompress_struct& jpeg) {
    // Creating it clears all fields but two, client_data being one of them.
    jpeg_create_decompress(&jpeg);
    JpegDecoder& decoder = decoder_of(&jpeg);
    jpeg.src = &decoder.source;
    jpeg.progress = &decoder.progress;
    (void)jpeg_read_header(&jpeg, TRUE);
  });
}

bool JpegDecoder::set_output(J_COLOR_SPACE color_space, int scale_denominator) noexcept {
  info.out_color_space = color_space;
  info.scale_num = 1;
  info.scale_denom = static_cast<unsigned>(scale_denominator);
  // What Pillow leaves as it is, said once more: its pixels depend on it.
  info.dct_method = JDCT_ISLOW;
  info.do_fancy_upsampling = TRUE;
  info.do_block_smoothing = TRUE;
  return guarded(*this, [](jpeg_decompress_struct& jpeg) { jpeg_calc_output_dimensions(&jpeg); });
}

bool JpegDecoder::start() noexcept {
  return guarded(*this, [](jpeg_decompress_struct& jpeg) { (void)jpeg_start_decompress(&jpeg); });
}

bool JpegDecoder::read_rows(std::uint8_t* const* rows, std::size_t count) noexcept {
  return guarded(*this, [rows, count](jpeg_decompress_struct& jpeg) {
    JSAMPROW lines[kStripRows];
    std::copy_n(rows, count, lines);
    // It gives as many as it has at hand, and at least one, as the source never makes it wait.
    for (std::size_t done = 0; done < count;) {
      done += jpeg_read_scanlines(&jpeg, lines + done, static_cast<JDIMENSION>(count - done));
    }
  });
}

}  // namespace dittograph
