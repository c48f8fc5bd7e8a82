#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes image_goldens.h: hashes of drawn images as their first implementations make them.

Needs numpy, pdqhash 0.2.8, blurhash 1.1.4, node, and the directory of npm's thumbhash 0.1.1:

    image_goldens.py node_modules/thumbhash | clang-format > image_goldens.h
"""

import json
import subprocess
import sys
from pathlib import Path

import blurhash
import pdqhash
from image_drawings import DRAWINGS, draw


def rows_of(name: str, kind: str, rows: list[str]) -> None:
    print(f"\ninline constexpr {kind} {name}[] = {{")
    print("".join(f"    {{{row}}},\n" for row in rows), end="")
    print("};")


def case(width: int, height: int, drawing: int, seed: int) -> str:
    return f"{width}, {height}, {seed}, Drawing::{DRAWINGS[drawing]}"


def pdq() -> list[str]:
    rows = []
    sides = [
        (1, 1),
        (4, 9),
        (5, 5),
        (9, 70),
        (64, 64),
        (63, 65),
        (127, 129),
        (130, 257),
        (300, 200),
    ]
    for seed, (width, height) in enumerate(sides):
        for drawing in range(5):
            bits, quality = pdqhash.compute(draw(width, height, 3, drawing, seed))
            number = int("".join(str(int(bit)) for bit in bits), 2)
            words = ", ".join(
                f"0x{number >> shift & 2**64 - 1:016x}" for shift in (192, 128, 64, 0)
            )
            rows.append(f"{case(width, height, drawing, seed)}, {{{{{words}}}, {quality}}}")
    return rows


def blurhashes() -> list[str]:
    rows = []
    sides = [
        (1, 1, 4, 3),
        (1, 9, 1, 9),
        (3, 5, 2, 2),
        (17, 4, 9, 1),
        (40, 30, 4, 3),
        (31, 47, 9, 9),
    ]
    for seed, (width, height, nx, ny) in enumerate(sides):
        for drawing in range(5):
            image = draw(width, height, 3, drawing, seed).tolist()
            text = blurhash.encode(image, nx, ny)
            rows.append(f"{case(width, height, drawing, seed)}, {nx}, {ny}, {json.dumps(text)}")
    return rows


def thumbhashes(package: Path) -> list[str]:
    cases = []
    sides = [(1, 1), (1, 100), (3, 2), (100, 7), (31, 64), (64, 64), (100, 100)]
    for seed, (width, height) in enumerate(sides):
        cases += [(width, height, drawing, seed) for drawing in range(5)]
    drawn = [(w, h, list(draw(w, h, 4, d, s).tobytes())) for w, h, d, s in cases]
    # With opacity as it is drawn, then without.
    images = drawn + [
        (w, h, [byte if i % 4 != 3 else 255 for i, byte in enumerate(rgba)]) for w, h, rgba in drawn
    ]
    script = f"""
      import {{rgbaToThumbHash}} from "{package.resolve()}/thumbhash.js";
      import {{readFileSync}} from "node:fs";
      for (const [w, h, rgba] of JSON.parse(readFileSync(0)))
        console.log(Buffer.from(rgbaToThumbHash(w, h, rgba)).toString("hex"));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=json.dumps(images).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    hashes = done.stdout.decode().split()
    opaque = [False] * len(cases) + [True] * len(cases)
    return [
        f'{case(*one)}, {str(is_opaque).lower()}, "{text}"'
        for one, is_opaque, text in zip(cases + cases, opaque, hashes, strict=True)
    ]


print("""// SPDX-License-Identifier: Apache-2.0
// Written by image_goldens.py with pdqhash 0.2.8, blurhash 1.1.4 and thumbhash 0.1.1.
#ifndef DITTOGRAPH_TESTS_CPP_IMAGE_GOLDENS_H_
#define DITTOGRAPH_TESTS_CPP_IMAGE_GOLDENS_H_

#include <cstdint>

#include "dittograph/pdq.h"
#include "drawn_images.h"

namespace dittograph {

struct PdqGolden {
  std::int32_t width;
  std::int32_t height;
  std::uint32_t seed;
  Drawing drawing;
  PdqHash hash;
};

struct BlurHashGolden {
  std::int32_t width;
  std::int32_t height;
  std::uint32_t seed;
  Drawing drawing;
  int x_components;
  int y_components;
  const char* hash;
};

struct ThumbHashGolden {
  std::int32_t width;
  std::int32_t height;
  std::uint32_t seed;
  Drawing drawing;
  bool is_opaque;
  const char* hash;
};""")
rows_of("kPdqGoldens", "PdqGolden", pdq())
rows_of("kBlurHashGoldens", "BlurHashGolden", blurhashes())
rows_of("kThumbHashGoldens", "ThumbHashGolden", thumbhashes(Path(sys.argv[1])))
print("""
}  // namespace dittograph

#endif  // DITTOGRAPH_TESTS_CPP_IMAGE_GOLDENS_H_""")
