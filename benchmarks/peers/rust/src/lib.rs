// SPDX-License-Identifier: Apache-2.0
//! Counts doubles in Rust, in the ways of "Speed up your Python using Rust" (2017), written anew.

use pyo3::prelude::*;

#[pymodule]
mod doubles_rust {
    use super::*;

    /// Each character with the one behind it: the native function that article starts with.
    #[pyfunction]
    fn count_doubles(text: &str) -> u64 {
        let mut total = 0;
        for (current, next) in text.chars().zip(text.chars().skip(1)) {
            if current == next {
                total += 1;
            }
        }
        total
    }

    /// One pass that remembers the character before.
    #[pyfunction]
    fn count_doubles_once(text: &str) -> u64 {
        count_once(text.chars())
    }

    /// One pass over the bytes: right for ASCII alone. The fastest of the article.
    #[pyfunction]
    fn count_doubles_once_bytes(text: &str) -> u64 {
        count_once(text.bytes())
    }

    /// The slice beside itself: of this the compiler makes SIMD.
    #[pyfunction]
    fn count_doubles_slices(data: &[u8]) -> usize {
        let next = data.get(1..).unwrap_or_default();
        data.iter().zip(next).filter(|(a, b)| a == b).count()
    }

    fn count_once<T: PartialEq>(mut elements: impl Iterator<Item = T>) -> u64 {
        let mut total = 0;
        if let Some(mut previous) = elements.next() {
            for current in elements {
                if previous == current {
                    total += 1;
                }
                previous = current;
            }
        }
        total
    }
}
