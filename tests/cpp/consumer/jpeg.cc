// SPDX-License-Identifier: Apache-2.0
// Uses the component jpeg, with neither libjpeg's headers nor the library of texts.
#include <dittograph/jpeg.h>

#include <cstdint>
#include <iostream>

int main() {
  constexpr std::uint8_t kFile[] = {'G', 'I', 'F'};
  const dittograph::JpegReader reader(kFile);
  std::cout << reader.message() << '\n';
}
