// SPDX-License-Identifier: Apache-2.0
// Every function of the library on every SIMD target of this machine, without Python, and memchr
// for a byte that is not there beside it: one read of the memory. Run by benchmarks/targets.py.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dittograph/doubles.h"
#include "dittograph/doubles_utf8.h"
#include "dittograph/doubles_utf8_stream.h"
#include "dittograph/runs.h"
#include "dittograph/squeeze.h"
#include "dittograph/utf8.h"
#include "hwy/highway.h"

namespace {

constexpr std::size_t kSizes[] = {1'000, 32'000, 1'000'000, 16'000'000};
constexpr std::uint32_t kSeed = 2017;

template <class T>
std::vector<T> random_letters(std::size_t bytes) {
  std::mt19937 engine(kSeed);
  std::uniform_int_distribution<int> letter('A', 'Z');
  std::vector<T> letters(bytes / sizeof(T));
  for (T& element : letters) element = static_cast<T>(letter(engine));
  return letters;
}

// Cyrillic letters, two bytes each, and a space now and then: what Russian looks like to a kernel.
std::string random_russian(std::size_t bytes) {
  std::mt19937 engine(kSeed);
  std::uniform_int_distribution<int> letter(0, 36);
  std::string text;
  while (text.size() + 2 <= bytes) {
    const int drawn = letter(engine);
    if (drawn < 32) {
      const auto code_point = static_cast<unsigned>(0x430 + drawn);
      text += static_cast<char>(0xC0 | code_point >> 6);
      text += static_cast<char>(0x80 | (code_point & 0x3F));
    } else {
      text += ' ';
    }
  }
  return text;
}

using Body = std::function<void()>;

void add(const std::string& name, std::size_t bytes, std::int64_t target, const Body& body) {
  const std::string target_name = target == 0 ? "libc" : hwy::TargetName(target);
  const std::string full_name = name + "/" + target_name + "/" + std::to_string(bytes);
  benchmark::RegisterBenchmark(full_name.c_str(), [=](benchmark::State& state) {
    hwy::SetSupportedTargetsForTest(target);
    for (auto _ : state) body();
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
    hwy::SetSupportedTargetsForTest(0);
  });
}

// One memory for all targets, so that they differ in nothing else.
struct Inputs {
  explicit Inputs(std::size_t size) : bytes(size) {}

  std::size_t bytes;
  std::vector<std::uint8_t> letters = random_letters<std::uint8_t>(bytes);
  std::vector<std::uint16_t> letters_2 = random_letters<std::uint16_t>(bytes);
  std::vector<std::uint32_t> letters_4 = random_letters<std::uint32_t>(bytes);
  std::vector<std::uint64_t> letters_8 = random_letters<std::uint64_t>(bytes);
  std::string russian = random_russian(bytes);
  std::vector<std::int64_t> positions =
      std::vector<std::int64_t>(dittograph::count_doubles(letters));
  std::vector<char> room = std::vector<char>(bytes + dittograph::Utf8Squeezer::kMostCarried);
};

void add_target(Inputs& in, std::int64_t target) {
  using benchmark::DoNotOptimize;
  const auto add_one = [&](const char* name, const Body& body) {
    add(name, in.bytes, target, body);
  };
  add_one("count_doubles, 1-byte", [&] { DoNotOptimize(dittograph::count_doubles(in.letters)); });
  add_one("count_doubles, 2-byte", [&] { DoNotOptimize(dittograph::count_doubles(in.letters_2)); });
  add_one("count_doubles, 4-byte", [&] { DoNotOptimize(dittograph::count_doubles(in.letters_4)); });
  add_one("count_doubles, 8-byte", [&] { DoNotOptimize(dittograph::count_doubles(in.letters_8)); });
  add_one("find_doubles, 1-byte",
          [&] { DoNotOptimize(dittograph::find_doubles(in.letters, in.positions)); });
  add_one("tally_doubles, 1-byte", [&] { DoNotOptimize(dittograph::tally_doubles(in.letters)); });
  add_one("validate_utf8", [&] { DoNotOptimize(dittograph::validate_utf8(in.russian)); });
  add_one("count_doubles_utf8", [&] { DoNotOptimize(dittograph::count_doubles_utf8(in.russian)); });
  add_one("Utf8DoublesCounter", [&] {
    dittograph::Utf8DoublesCounter counter;
    counter.update(in.russian);
    DoNotOptimize(counter.finish());
  });
  add_one("longest_run, 1-byte", [&] { DoNotOptimize(dittograph::longest_run(in.letters)); });
  add_one("squeeze, 1-byte", [&] {
    const auto room = std::as_writable_bytes(std::span(in.room));
    DoNotOptimize(dittograph::squeeze(dittograph::view_elements(in.letters), 1, room));
  });
  add_one("Utf8RunsCounter", [&] {
    dittograph::Utf8RunsCounter counter;
    counter.update(in.russian);
    DoNotOptimize(counter.count());
  });
  add_one("Utf8Squeezer", [&] {
    dittograph::Utf8Squeezer squeezer;
    DoNotOptimize(squeezer.update(in.russian, in.room));
  });
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  std::deque<Inputs> inputs;  // does not move what it holds
  for (const std::size_t bytes : kSizes) {
    Inputs& in = inputs.emplace_back(bytes);
    add("memchr", bytes, 0, [&in] {
      benchmark::DoNotOptimize(std::memchr(in.letters.data(), '!', in.letters.size()));
    });
    for (const std::int64_t target : targets) add_target(in, target);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
