// How often each Web API method may be called (docs/PROTOCOL.md): limits are per method, and so is a Retry-After. One
// for the whole workspace, whoever makes the calls. Pure.
#pragma once

#include <algorithm>
#include <map>

#include "base/time.h"
#include "slack/web_api.h"

namespace presenced::roster {

class MethodPace {
 public:
  // Slack's tiers as calls a minute, and never more than one call a second.
  static constexpr base::Millis spacing(slack::Method method) {
    switch (method) {
      case slack::Method::users_list:
      case slack::Method::usergroups_list:
      case slack::Method::usergroups_users_list:
      case slack::Method::conversations_list:
        return base::Millis{60'000 / 20};
      case slack::Method::users_lookup_by_email:
        return base::Millis{60'000 / 50};
      default:
        return base::Millis{1'000};
    }
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

 private:
  std::map<slack::Method, base::MonoTime> earliest_;
};

}  // namespace presenced::roster
