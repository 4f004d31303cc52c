#include "hooks/program.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "base/escape.h"
#include "hooks/child.h"
#include "time/durations.h"

namespace presenced::hooks {
namespace {

using Steady = std::chrono::steady_clock;

// How one run came to its end.
struct Run {
  int status = 0;
  int start_error = 0;
  bool too_long = false;  // it was made to end
  bool end_wished = false;
};

base::Millis left_until(Steady::time_point moment) { return std::chrono::ceil<base::Millis>(moment - Steady::now()); }

Run run(const std::string& name, std::string_view text, base::Millis limit, const Ending& ending) {
  Child child(name);
  Run run;
  int next_signal = SIGTERM;
  auto deadline = Steady::now() + limit;
  while (true) {
    const auto event = child.wait(text, run.end_wished ? -1 : ending.descriptor(), left_until(deadline));
    if (event == Child::Event::ended) break;
    if (event == Child::Event::end_is_wished) {
      run.end_wished = true;
      deadline = std::min(deadline, Steady::now() + Ending::kGrace);
    }
    if (Steady::now() < deadline) continue;
    child.signal(std::exchange(next_signal, SIGKILL));
    run.too_long = true;
    deadline = Steady::now() + kFromTermToKill;
  }
  run.status = child.status();
  run.start_error = child.start_error();
  // Its children do not outlive a program that was made to end.
  if (run.too_long) child.signal(SIGKILL);
  return run;
}

std::string why_failed(const Run& run, base::Millis limit) {
  if (run.start_error != 0) return fmt::format("cannot be started: {}", std::strerror(run.start_error));
  if (run.too_long && run.end_wished) return "was ended, as presencectl was told to end";
  if (run.too_long) return fmt::format("did not exit within {} and was ended", time::readable(limit));
  if (WIFSIGNALED(run.status))
    return fmt::format("ended by signal {} ({})", WTERMSIG(run.status), strsignal(WTERMSIG(run.status)));
  return fmt::format("exited with status {}", WEXITSTATUS(run.status));
}

}  // namespace

Program::Program(std::string name, base::Millis limit, Ending ending)
    : name_(std::move(name)), limit_(limit), ending_(ending) {
  std::signal(SIGPIPE, SIG_IGN);
}

Outcome Program::deliver(std::string_view object) {
  try {
    const Run ended = run(name_, object, limit_, ending_);
    if (!ended.too_long && ended.status == 0) return {true};
    return {false, base::printable(name_) + " " + why_failed(ended, limit_)};
  } catch (const std::system_error& error) {  // no more processes, no more descriptors
    return {false, error.what()};
  }
}

}  // namespace presenced::hooks
