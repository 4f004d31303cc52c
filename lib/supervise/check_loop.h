// What the checks that ask Slack have in common: a loop of their own, an end on Ctrl-C or after a limit, and a line of
// progress on a terminal. One thread: the caller's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <functional>
#include <string>

#include "base/time.h"

namespace presenced::supervise {

inline constexpr base::Millis kCheckLimit = std::chrono::minutes{20};  // some 80,000 members at Slack's pace

class CheckLoop {
 public:
  boost::asio::io_context& io() { return loop_; }

  // Until `stop`. `cut_short` is called with the reason on Ctrl-C and after kCheckLimit; it calls `stop`.
  void run(std::function<void(const std::string& why)> cut_short);
  void stop() { loop_.stop(); }

  // On stderr, if that is a terminal: `line` now and every second, until it is cleared.
  void show_progress(std::function<std::string()> line);
  void clear_progress();

 private:
  void tick();

  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_, SIGINT, SIGTERM};
  boost::asio::steady_timer limit_{loop_};
  boost::asio::steady_timer ticker_{loop_};
  std::function<std::string()> progress_;
};

}  // namespace presenced::supervise
