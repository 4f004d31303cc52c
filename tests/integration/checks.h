// What several tests of an installation check at their end.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "integration/installation.h"

namespace presenced::test {

// The history is true, whole: each complaint fails the test. The daemon has ended.
inline void check_honest(Installation& here) {
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}
inline void stop_and_check(Installation& here) {
  CHECK(here.stop() == 0);
  check_honest(here);
}

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace presenced::test
