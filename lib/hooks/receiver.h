// Whoever gets the changes: a program (program.h) or a web server (post.h).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace presenced::hooks {

struct Outcome {
  bool acknowledged = false;
  std::string why = {};                                  // it was not; for people, holds no secret
  std::optional<std::chrono::seconds> retry_after = {};  // not to be asked again before that, as it said itself
};

class Receiver {
 public:
  virtual ~Receiver() = default;
  // Hands over one change, a JSON object on one line, and waits until it is acknowledged or has failed: a bounded time.
  virtual Outcome deliver(std::string_view object) = 0;
};

}  // namespace presenced::hooks
