#include "supervise/check_loop.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace presenced::supervise {
namespace {

constexpr base::Millis kProgressInterval{1'000};

bool on_terminal() { return isatty(STDERR_FILENO) != 0; }

}  // namespace

void CheckLoop::run(std::function<void(const std::string& why)> cut_short) {
  signals_.async_wait([cut_short](const boost::system::error_code& error, int) {
    if (!error) cut_short("interrupted");
  });
  limit_.expires_after(kCheckLimit);
  limit_.async_wait([cut_short](const boost::system::error_code& error) {
    if (!error) cut_short(fmt::format("did not finish within {} minutes", kCheckLimit / std::chrono::minutes{1}));
  });
  loop_.run();
}

void CheckLoop::show_progress(std::function<std::string()> line) {
  if (!on_terminal()) return;
  progress_ = std::move(line);
  tick();
}

void CheckLoop::tick() {
  fmt::print(stderr, "\r\x1b[K{}", progress_());
  std::fflush(stderr);
  ticker_.expires_after(kProgressInterval);
  ticker_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void CheckLoop::clear_progress() {
  ticker_.cancel();
  if (on_terminal()) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace presenced::supervise
