// A time limit that can be called off: what it was set for runs on the loop, later than `arm`, at most once, and never
// after `disarm`, a new `arm` or the end of this object. (A bare timer gives less: its handler may be queued already
// when it is cancelled.) Private to lib/net.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "base/time.h"

namespace presenced::net {

class Deadline {
 public:
  explicit Deadline(boost::asio::any_io_executor executor);

  void arm(base::Millis limit, std::function<void()> expired);
  void disarm();

 private:
  boost::asio::steady_timer timer_;
  std::shared_ptr<std::function<void()>> expired_;  // empty: not armed. Handlers of the timer look for it weakly.
};

}  // namespace presenced::net
