#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes imagehash_goldens.h: hashes of drawn images as imagehash makes them.

Needs imagehash 4.3.2 with numpy, Pillow 13.0.0, scipy 1.17.1 and PyWavelets 1.9.0:

    imagehash_goldens.py | clang-format > imagehash_goldens.h
"""

import imagehash
from image_drawings import DRAWINGS, draw
from PIL import Image

SIDES = [
    (1, 1), (1, 9), (9, 1), (2, 67), (5, 5), (8, 8), (9, 8), (16, 16), (31, 33), (32, 32), (47, 31),
    (64, 64), (40, 300), (63, 129), (211, 140),
]  # fmt: skip
HASHES = [
    imagehash.average_hash,
    imagehash.dhash,
    imagehash.dhash_vertical,
    imagehash.phash,
    imagehash.whash,
]

print("""// SPDX-License-Identifier: Apache-2.0
// Written by imagehash_goldens.py with imagehash 4.3.2, Pillow 13.0.0, scipy 1.17.1 and PyWavelets
// 1.9.0.
#ifndef DITTOGRAPH_TESTS_CPP_IMAGEHASH_GOLDENS_H_
#define DITTOGRAPH_TESTS_CPP_IMAGEHASH_GOLDENS_H_

#include <cstdint>

#include "dittograph/imagehash.h"
#include "drawn_images.h"

namespace dittograph {

struct ImageHashGolden {
  std::int32_t width;
  std::int32_t height;
  std::uint32_t seed;
  Drawing drawing;
  std::uint64_t bits[kImageHashKinds];
};

inline constexpr ImageHashGolden kImageHashGoldens[] = {""")
for seed, (width, height) in enumerate(SIDES):
    for drawing, name in enumerate(DRAWINGS):
        image = Image.fromarray(draw(width, height, 3, drawing, seed))
        bits = ", ".join(f"0x{function(image)}" for function in HASHES)
        print(f"    {{{width}, {height}, {seed}, Drawing::{name}, {{{bits}}}}},")
print("""};

}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_IMAGEHASH_GOLDENS_H_""")
