// How a fuzzer says that a promise was broken: loudly, and then the process ends, so that libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace presenced::fuzz {

// `promise`: what should hold, as a sentence. `about`: what broke it.
inline void expect(bool holds, std::string_view promise, std::string_view about = {}) {
  if (holds) return;
  const auto write = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); };
  write("broken promise: ");
  write(promise);
  if (!about.empty()) write(": ");
  write(about);
  write("\n");
  std::abort();
}

}  // namespace presenced::fuzz
