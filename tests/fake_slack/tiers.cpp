#include "fake_slack/tiers.h"

#include <fmt/format.h>

#include <algorithm>

#include "slack/methods.h"

namespace presenced::fake_slack {
namespace {

// Two more than a minute's calls may come at once: the network, or a busy machine, can bring calls closer together than
// they were sent.
constexpr int kTolerance = 2;

// Of presenced's own table, whose figures the tests of lib/slack hold against docs/PROTOCOL.md; further methods are for
// other clients.
int calls_a_minute(std::string_view method) {
  for (const slack::MethodRow& row : slack::method_rows())
    if (row.name == method) return row.calls_a_minute;
  return method == "users.getPresence" ? 50 : 300;
}

bool opens_sockets(std::string_view method) { return method == "rtm.connect" || method == "apps.connections.open"; }

}  // namespace

Pace Tiers::pace_of(std::string_view method) const {
  if (method == "rtm.connect") return {options_.connect_burst, options_.connect_interval};
  if (method == "apps.connections.open") return {options_.modern.open_burst, options_.modern.open_interval};
  const int calls = calls_a_minute(method);
  return {calls + kTolerance, base::Millis{60'000 / calls}};
}

Tiers::Limit& Tiers::limit_of(const std::string& method) {
  const auto found = limits_.find(method);
  if (found != limits_.end()) return found->second;
  return limits_.emplace(method, Limit{pace_of(method), pace_of(method), {}, {}, false, 0}).first->second;
}

std::optional<base::Millis> Tiers::too_often(base::Instant now, const std::string& method) {
  Limit& limit = limit_of(method);
  ++limit.calls;
  const bool closed = limit.closed_until && now.mono < *limit.closed_until;
  if (closed && limit.told && now.mono - limit.closed_at >= options_.under_way)
    rulebook_.breach("retry-after", fmt::format("{} called {} ms before its Retry-After had passed", method,
                                                (*limit.closed_until - now.mono).count()));
  if (!closed) {
    limit.closed_until.reset();
    const bool within = limit.client.take(now.mono);
    if (limit.slack.take(now.mono)) return std::nullopt;
    if (!within && !opens_sockets(method))
      rulebook_.breach(
          "tier", fmt::format("{} called {} ms too early for its tier", method, limit.slack.wait(now.mono).count()));
  }
  const base::Millis wait = std::max(limit.slack.wait(now.mono), base::Millis{1});
  return std::max(limit.closed_until.value_or(now.mono), now.mono + wait) - now.mono;
}

void Tiers::close(const std::string& method, base::MonoTime now, base::MonoTime until) {
  Limit& limit = limit_of(method);
  if (!limit.closed_until) limit.closed_at = now;
  limit.closed_until = until;
  limit.told = true;
}

void Tiers::client_started() {
  for (auto& [method, limit] : limits_) {
    limit.client = pace_of(method);
    limit.told = false;
  }
}

std::uint64_t Tiers::calls(std::string_view method) const {
  const auto found = limits_.find(method);
  return found == limits_.end() ? 0 : found->second.calls;
}

}  // namespace presenced::fake_slack
