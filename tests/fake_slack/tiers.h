// How often each method may be called by one app: a limit of its own for each, and a Retry-After that closes it
// (docs/PROTOCOL.md).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "fake_slack/options.h"
#include "fake_slack/pace.h"
#include "fake_slack/rulebook.h"

namespace presenced::fake_slack {

class Tiers {
 public:
  Tiers(const Options& options, Rulebook& rulebook) : options_(options), rulebook_(rulebook) {}

  // Nothing: the call may pass. Else it must be answered with 429, and the method be closed for so long.
  // A breach: to call while a Retry-After runs; to exceed the tier (but of what opens sockets, whose burst nobody
  // knows).
  std::optional<base::Millis> too_often(base::Instant now, const std::string& method);
  void close(const std::string& method, base::MonoTime now, base::MonoTime until);

  // A client that has just started knows neither what the one before it called nor what that one was told to wait: it
  // is refused as before, but to be refused is no breach of its own.
  void client_started();

  std::uint64_t calls(std::string_view method) const;  // how often it was called, refused calls included

 private:
  struct Limit {
    Pace slack;   // what Slack allows
    Pace client;  // the same, counted since the client started
    std::optional<base::MonoTime> closed_until;
    base::MonoTime closed_at{};
    bool told = false;  // it was this client that was told to wait
    std::uint64_t calls = 0;
  };
  Pace pace_of(std::string_view method) const;
  Limit& limit_of(const std::string& method);

  const Options& options_;
  Rulebook& rulebook_;
  std::map<std::string, Limit, std::less<>> limits_;
};

}  // namespace presenced::fake_slack
