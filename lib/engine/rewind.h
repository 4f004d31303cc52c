// An order to move misdated records aside, from its giving to its answer. Nothing is appended meanwhile: what has been
// observed waits for times that fit the history as it will be.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "history/record.h"

namespace presenced::engine {

class Rewind {
 public:
  // After an order, whether it was done or failed, before the next: the disk may be full for hours.
  static constexpr base::Millis kPause{60'000};

  bool awaited() const { return awaited_; }
  bool may_begin(base::MonoTime now) const { return !awaited_ && now >= next_; }
  void begin(base::MonoTime now) {
    awaited_ = true;
    next_ = now + kPause;
    purged_.clear();
  }
  // The answer knows what the history said before this purge.
  void purged(const base::UserId& user) {
    if (awaited_) purged_.push_back(user);
  }
  // The people of the answer, as the engine may know them.
  std::vector<std::pair<base::UserId, history::PersonResume>> done(const history::Resume& resume) {
    awaited_ = false;
    auto people = resume.people;
    std::erase_if(people, [&](const auto& entry) {
      return std::find(purged_.begin(), purged_.end(), entry.first) != purged_.end();
    });
    return people;
  }
  void failed(base::MonoTime now) {
    awaited_ = false;
    next_ = now + kPause;
  }

 private:
  bool awaited_ = false;
  base::MonoTime next_{base::MonoTime::min()};
  std::vector<base::UserId> purged_;
};

}  // namespace presenced::engine
