#include "runtime/clock.h"

namespace presenced::runtime {

base::Instant now() {
  const auto mono = std::chrono::steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return {base::MonoTime{std::chrono::duration_cast<base::Millis>(mono)},
          base::WallTime{std::chrono::duration_cast<base::Millis>(wall)}};
}

}  // namespace presenced::runtime
