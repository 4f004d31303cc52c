// Runs an io_context until something is the case. The 30 s are for a test that hangs; no test waits for them to pass.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

namespace presenced::net::test {

class EventLoop {
 public:
  boost::asio::io_context io{1};

  // False: the condition did not come to hold, because nothing is left to do or after 30 s.
  template <class Condition>
  bool until(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
      if (io.stopped()) io.restart();
      io.run_one_for(std::chrono::milliseconds(100));
      if (io.stopped() || std::chrono::steady_clock::now() > end) return condition();  // stopped: out of work
    }
    return true;
  }

  // Runs until nothing is under way any more. False: something still was after 30 s.
  bool drain() {
    io.restart();
    io.run_for(std::chrono::seconds(30));
    return io.stopped();
  }
};

}  // namespace presenced::net::test
