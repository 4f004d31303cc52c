// Local time by the C library, for the oracle: lib/time is not asked.
#pragma once

#include <cstdint>
#include <ctime>

namespace presenced::commands::test {

// The calendar of the C library, in a zone. One at a time.
class Calendar {
 public:
  explicit Calendar(const char* zone);
  ~Calendar();
  std::tm at(std::int64_t second) const;
};

}  // namespace presenced::commands::test
