// What this process holds at the moment: to be compared with what it held before.
#pragma once

#include <cstddef>

namespace presenced::test {

struct OwnResources {
  std::size_t descriptors = 0;
  std::size_t heap_bytes = 0;      // allocated and not freed
  std::size_t resident_bytes = 0;  // what the kernel counts; with a sanitizer it is mostly that one's own
};

OwnResources own_resources();

// Whether a sanitizer keeps the heap of this program.
bool heap_is_sanitized();

}  // namespace presenced::test
