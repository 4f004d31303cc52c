#include "network/own_resources.h"

#include <malloc.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

// Of the address and the thread sanitizer (sanitizer/allocator_interface.h); there only when one is linked.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes() __attribute__((weak));

namespace presenced::test {
namespace {

std::size_t heap_bytes() {
  if (heap_is_sanitized()) return __sanitizer_get_current_allocated_bytes();
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");  // in pages: the whole size, then what is resident
  std::size_t whole = 0;
  std::size_t resident = 0;
  if (!(statm >> whole >> resident)) throw std::runtime_error("/proc/self/statm cannot be read");
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t descriptors() {
  const std::filesystem::directory_iterator open("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(open), end(open))) - 1;  // without that of the iterator
}

}  // namespace

bool heap_is_sanitized() { return &__sanitizer_get_current_allocated_bytes != nullptr; }

OwnResources own_resources() { return {descriptors(), heap_bytes(), resident_bytes()}; }

}  // namespace presenced::test
