// How a fuzzer says that a promise was broken: loudly, and then the process ends, so that libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace presenced::fuzz {

// `promise`: what should hold, as a sentence. `about`: what broke it.
inline void expect(bool holds, std::string_view promise, std::string_view about = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s%s%.*s\n", static_cast<int>(promise.size()), promise.data(),
               about.empty() ? "" : ": ", static_cast<int>(about.size()), about.data());
  std::abort();
}

}  // namespace presenced::fuzz
