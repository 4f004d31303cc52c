// The wish that a hook ends: a descriptor that is readable from then on, such as a signalfd(2) of SIGTERM that nobody
// reads. Whoever waits for something else waits for it, too.
#pragma once

#include "base/time.h"

namespace presenced::hooks {

class Ending {
 public:
  // -1: nobody will wish it. The descriptor must outlive this.
  explicit Ending(int descriptor = -1) : descriptor_(descriptor) {}

  int descriptor() const { return descriptor_; }
  bool wished() const { return !sleep(base::Millis{0}); }
  // Waits that long. False: the end is wished, and it has not waited any longer.
  bool sleep(base::Millis span) const;

  // What a delivery under way may take from then on: a program that is about to exit is not made to do it all again.
  static constexpr base::Millis kGrace{5'000};

 private:
  int descriptor_;
};

}  // namespace presenced::hooks
