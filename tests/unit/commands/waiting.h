// What the tests of `wait` share: a wait without a process and without waiting, in which what happens between two looks
// is the script of the test.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {

// Each step is what happens during one wait; when none is left, the wait is interrupted.
inline Answer wait_with(WrittenHistory& history, const Request& request, std::deque<std::function<void()>> steps = {}) {
  CapturedOutput output;
  const base::WallTime began = history.clock;
  CommandContext context{output, [&] { return history.clock; }, history.tz, history.style};
  context.monotonic = [&] { return base::MonoTime{history.clock - began}; };
  context.wait_for_change = [&] {
    if (steps.empty()) return false;
    steps.front()();
    steps.pop_front();
    return true;
  };
  output.answer.status = answer(command("wait"), request, context);
  return std::move(output.answer);
}

inline Request wait_for(const WrittenHistory& history, std::vector<std::string> who, const std::string& state,
                        const std::string& lasting = "5m") {
  Request request = history.request("wait", std::move(who));
  request.state = state;
  request.lasting = lasting;
  return request;
}

// A mark of life, at which the clock stands.
inline void mark_life(WrittenHistory& history, std::string_view at) {
  history.clock = moment(at);
  history.commit(at);
}

inline void turn_at(WrittenHistory& history, std::string_view at, const char* user, base::Presence to) {
  history.script.turn(user, ms(at), to, history::Source::push, -1, 2);
  mark_life(history, at);
}

inline constexpr const char* kInterrupted = "interrupted before it had lasted that long";

}  // namespace presenced::commands::test
