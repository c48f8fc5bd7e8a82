# SPDX-License-Identifier: Apache-2.0
# In the place of the profile of that name in nixpkgs.
{ }
