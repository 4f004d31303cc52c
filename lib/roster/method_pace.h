// How often each Web API method may be called (docs/PROTOCOL.md): limits are per method, and so is a Retry-After. One
// for the whole workspace, whoever makes the calls. Also which failures the log knows of. Pure.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/time.h"
#include "slack/methods.h"

namespace presenced::roster {

class MethodPace {
 public:
  // As many calls a minute as Slack allows, evenly spread, and never more than one call a second.
  static base::Millis spacing(slack::Method method) {
    return std::max(base::Millis{60'000 / slack::row_of(method).calls_a_minute}, base::Millis{1'000});
  }

  base::MonoTime earliest(slack::Method method) const {
    const auto found = earliest_.find(method);
    return found == earliest_.end() ? base::MonoTime::min() : found->second;
  }
  bool ready(slack::Method method, base::MonoTime now) const { return now >= earliest(method); }
  void made(slack::Method method, base::MonoTime now) { not_before(method, now + spacing(method)); }
  // Slack asked for a pause, or the call failed.
  void not_before(slack::Method method, base::MonoTime moment) {
    earliest_[method] = std::max(earliest(method), moment);
  }

  // Whether nobody has been told of this failure since the last answer: several feeds make the same calls.
  bool failure_is_news(slack::Method method, const std::string& error) {
    return std::exchange(failures_[method], error) != error;
  }
  void answered(slack::Method method) { failures_.erase(method); }
  // The configuration was read again: what still fails is news.
  void forget_failures() { failures_.clear(); }

 private:
  std::map<slack::Method, base::MonoTime> earliest_;
  std::map<slack::Method, std::string> failures_;
};

}  // namespace presenced::roster
