//! The wasm of the custom element. Its exports are in `src/element.rs`. It is a program of its own, because
//! an application chooses its allocator, not a library.

#![no_main]

use lol_alloc::{FreeListAllocator, LockedAllocator};
// Linked for what it exports to JavaScript.
use paddle_magic_links as _;

/// Small rather than fast: it walks the list of free blocks, which is short.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> =
    LockedAllocator::new(FreeListAllocator::new());
