// SPDX-License-Identifier: Apache-2.0
#include "resize_weights.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <numbers>
#include <utility>
#include <vector>

namespace dittograph {
namespace {

// Lobes on either side.
constexpr double kLobes = 3.0;

double sinc(double x) {
  if (x == 0.0) return 1.0;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

double lanczos(double x) { return -kLobes <= x && x < kLobes ? sinc(x) * sinc(x / kLobes) : 0.0; }

std::int32_t cut_off(double value) { return static_cast<std::int32_t>(value); }

std::int32_t to_fixed(double weight) {
  constexpr double kOne = 1 << kWeightBits;
  return cut_off(weight < 0 ? weight * kOne - 0.5 : weight * kOne + 0.5);
}

// The lower 16 bits, with sign; what is left is a multiple of 65536.
std::int16_t low_digit(std::int32_t weight) { return static_cast<std::int16_t>(weight & 0xFFFF); }
std::int16_t high_digit(std::int32_t weight) {
  return static_cast<std::int16_t>((weight - low_digit(weight)) >> 16);
}

void append(ResizeWeights& weights, const WeightWindow& from) {
  ResizeWeights::Window window;
  const auto first = static_cast<std::size_t>(from.first);
  window.first_group = first / kGroup;
  const std::size_t before = first % kGroup;
  window.groups = (before + from.weights.size() + kGroup - 1) / kGroup;
  std::vector<std::int32_t> padded(window.groups * kGroup);
  std::ranges::copy(from.weights, padded.begin() + static_cast<std::ptrdiff_t>(before));

  window.low = weights.low.size();
  for (const std::int32_t weight : padded) weights.low.push_back(low_digit(weight));

  std::size_t begin = padded.size();
  std::size_t end = 0;
  for (std::size_t i = 0; i < padded.size(); ++i) {
    if (high_digit(padded[i]) == 0) continue;
    begin = std::min(begin, i / kGroup);
    end = i / kGroup + 1;
  }
  window.high = weights.high.size();
  if (begin < end) {
    window.high_first = begin;
    window.high_groups = end - begin;
    for (std::size_t i = begin * kGroup; i < end * kGroup; ++i) {
      weights.high.push_back(high_digit(padded[i]));
    }
  }
  weights.windows.push_back(window);
}

// The latest weights, the last used first.
class Cache {
 public:
  std::shared_ptr<const ResizeWeights> find(std::int32_t from, std::int32_t to) {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.from == from && entry.to == to; });
    if (found == entries_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found);
    return found->weights;
  }

  void add(std::int32_t from, std::int32_t to, std::shared_ptr<const ResizeWeights> weights) {
    // The sizes of pictures from a few cameras, for all hashes.
    constexpr std::size_t kEntries = 64;
    constexpr std::size_t kBytes = std::size_t{8} << 20;
    if (weights->bytes() > kBytes / 4) return;
    const std::scoped_lock lock(mutex_);
    bytes_ += weights->bytes();
    entries_.push_front({from, to, std::move(weights)});
    while (entries_.size() > kEntries || bytes_ > kBytes) {
      bytes_ -= entries_.back().weights->bytes();
      entries_.pop_back();
    }
  }

 private:
  struct Entry {
    std::int32_t from;
    std::int32_t to;
    std::shared_ptr<const ResizeWeights> weights;
  };

  std::mutex mutex_;
  std::list<Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace

WeightWindow lanczos_window(std::int32_t from, std::int32_t to, std::int32_t index) {
  // The order of these operations decides about the last bits: this file is compiled without
  // contraction to fused operations.
  const double scale = static_cast<double>(from) / to;
  const double stretch = std::max(scale, 1.0);
  const double support = kLobes * stretch;
  const double center = (index + 0.5) * scale;
  const double shrink = 1.0 / stretch;
  // Cut off, not rounded, where it is negative: that is how Pillow does it.
  const std::int32_t begin = std::max(cut_off(center - support + 0.5), 0);
  const std::int32_t end = std::min(cut_off(center + support + 0.5), from);

  std::vector<double> weights(static_cast<std::size_t>(end - begin));
  double sum = 0.0;
  for (std::int32_t i = begin; i < end; ++i) {
    const double weight = lanczos((i - center + 0.5) * shrink);
    weights[static_cast<std::size_t>(i - begin)] = weight;
    sum += weight;
  }
  WeightWindow window{begin, {}};
  window.weights.reserve(weights.size());
  for (const double weight : weights) {
    window.weights.push_back(to_fixed(sum == 0.0 ? weight : weight / sum));
  }
  return window;
}

std::shared_ptr<const ResizeWeights> resize_weights(std::int32_t from, std::int32_t to) {
  // Never destroyed: another thread may hash an image while the process ends.
  static Cache& cache = *new Cache;
  if (auto found = cache.find(from, to)) return found;
  const auto weights = std::make_shared<ResizeWeights>();
  weights->windows.reserve(static_cast<std::size_t>(to));
  for (std::int32_t i = 0; i < to; ++i) append(*weights, lanczos_window(from, to, i));
  cache.add(from, to, weights);
  return weights;
}

}  // namespace dittograph
