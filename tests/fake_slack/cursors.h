// The cursors of lists that come in pages: opaque to the client, good for the list they were handed out for, and not
// for ever (Slack: "was not valid or is no longer valid").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace presenced::fake_slack {

class Cursors {
 public:
  explicit Cursors(base::Millis life) : life_(life) {}

  // `list`: which list it is of, in words of our own; `after`: the number of the last entry that was given.
  std::string issue(base::MonoTime now, std::string_view list, std::uint64_t after) const;
  // What comes after which number; 0 for an empty cursor. Nothing: it is not one of this list, or no longer valid.
  std::optional<std::uint64_t> read(base::MonoTime now, std::string_view list, std::string_view cursor) const;

  void expire_all() { ++generation_; }

 private:
  base::Millis life_;
  std::uint64_t generation_ = 1;
};

}  // namespace presenced::fake_slack
