# SPDX-License-Identifier: Apache-2.0
# Every overlay of the set, in the order in which they apply.
[
  (import ./dittograph)
  (import ./nixos.nix)
]
