// Brings changes to a receiver, each at least once and in the order of their numbers, and keeps the cursor. All rules
// of the cursor are here and in cursor.h. Pure but for what it is given.
//
// 1. The cursor moves over a change only when the receiver has acknowledged it, nobody wants it, or it is deleted.
// 2. It never moves back, and a change that it has passed is not delivered again.
// 3. After a failure nothing follows until the same change is acknowledged; or until it is found to be deleted.
// 4. It is saved before the next change is delivered, so that at most one change is delivered twice after a crash.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/random.h"
#include "base/time.h"
#include "hooks/cursor.h"
#include "hooks/receiver.h"
#include "hooks/retry.h"

namespace presenced::hooks {

struct Change {
  std::int64_t seq = 0;
  base::WallTime at;
  std::string object = {};  // empty: nobody wants it
};

class Courier {
 public:
  struct World {
    Receiver& receiver;
    std::function<void(const Cursor&)> save;      // durable when it returns; may throw, and then all ends
    std::function<bool(base::Millis)> sleep;      // false: the end is wished
    std::function<void(const std::string&)> say;  // a sentence for the person who runs the hook
  };

  // Goes on after `saved`. `world.receiver` must outlive it.
  Courier(Cursor saved, World world, base::Random random);

  // Every change up to this one is done: what is read next comes after it.
  std::int64_t position() const { return position_.seq; }

  enum class Then : std::uint8_t {
    next,   // go on with the next change
    again,  // it failed and the wait is over: read from position() again, as the change may be deleted by now
    end,    // the end is wished
  };
  // The changes after position(), wanted or not, without leaving one out that is in the history.
  Then give(const Change& change);

  // All changes up to `last_seq` were given: what is missing was deleted. Saves what give() passed over.
  void read_up_to(std::int64_t last_seq);

 private:
  void pass(Cursor to);
  void save();
  void say_missing();

  World world_;
  base::Random random_;
  Retry retry_;
  Cursor position_;
  std::int64_t saved_seq_;
  std::int64_t missing_ = 0;  // deleted changes that were passed over and not spoken of yet
};

}  // namespace presenced::hooks
