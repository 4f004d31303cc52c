// The input of a fuzzer, taken apart from the front. When it is used up, everything taken is zero or empty.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace presenced::fuzz {

// Does not own the input.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : left_(data, size) {}

  bool empty() const { return left_.empty(); }
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const std::uint8_t first = left_.front();
    left_ = left_.subspan(1);
    return first;
  }
  bool flag() { return (byte() & 1u) != 0; }
  std::size_t below(std::size_t bound) { return byte() % bound; }  // bound: 1 to 256
  std::uint16_t word() {
    const unsigned high = byte();
    return static_cast<std::uint16_t>(high << 8u | byte());
  }
  // One of a fixed table.
  template <class Table>
  const auto& one_of(const Table& table) {
    return table[below(std::size(table))];
  }
  // At most `most` bytes.
  std::string_view text(std::size_t most) {
    const auto taken = left_.first(std::min(most, left_.size()));
    left_ = left_.subspan(taken.size());
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }
  std::string_view rest() { return text(left_.size()); }

 private:
  std::span<const std::uint8_t> left_;
};

}  // namespace presenced::fuzz
