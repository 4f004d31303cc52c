#include "sim/faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presenced::sim {
namespace {

using base::Millis;
using base::Random;
using namespace std::chrono_literals;

struct Named {
  FaultKind kind;
  std::string_view name;
};

constexpr std::array<Named, 54> kNames{{{FaultKind::reset, "reset"},
                                        {FaultKind::truncate, "truncate"},
                                        {FaultKind::deaf, "deaf"},
                                        {FaultKind::mute, "mute"},
                                        {FaultKind::slow, "slow"},
                                        {FaultKind::black_hole, "black_hole"},
                                        {FaultKind::unreachable, "unreachable"},
                                        {FaultKind::twice, "twice"},
                                        {FaultKind::goodbye, "goodbye"},
                                        {FaultKind::goodbye_only, "goodbye_only"},
                                        {FaultKind::slack_closes, "slack_closes"},
                                        {FaultKind::lingers, "lingers"},
                                        {FaultKind::slack_silent, "slack_silent"},
                                        {FaultKind::strange_frame, "strange_frame"},
                                        {FaultKind::error_frame, "error_frame"},
                                        {FaultKind::migration, "migration"},
                                        {FaultKind::call_fails, "call_fails"},
                                        {FaultKind::connect_fails, "connect_fails"},
                                        {FaultKind::upgrade_fails, "upgrade_fails"},
                                        {FaultKind::token_revoked, "token_revoked"},
                                        {FaultKind::lost_presence, "lost_presence"},
                                        {FaultKind::silent_expiry, "silent_expiry"},
                                        {FaultKind::undated, "undated"},
                                        {FaultKind::app_rotation, "app_rotation"},
                                        {FaultKind::app_disabled, "app_disabled"},
                                        {FaultKind::app_late, "app_late"},
                                        {FaultKind::app_drops, "app_drops"},
                                        {FaultKind::app_limited, "app_limited"},
                                        {FaultKind::app_ghost, "app_ghost"},
                                        {FaultKind::app_foreign, "app_foreign"},
                                        {FaultKind::app_removed, "app_removed"},
                                        {FaultKind::poll_fails, "poll_fails"},
                                        {FaultKind::hidden, "hidden"},
                                        {FaultKind::rtm_refused, "rtm_refused"},
                                        {FaultKind::disk_full, "disk_full"},
                                        {FaultKind::disk_slow, "disk_slow"},
                                        {FaultKind::disk_crawl, "disk_crawl"},
                                        {FaultKind::disk_stall, "disk_stall"},
                                        {FaultKind::disk_ambiguous, "disk_ambiguous"},
                                        {FaultKind::clock_step, "clock_step"},
                                        {FaultKind::clock_slew, "clock_slew"},
                                        {FaultKind::clock_ahead, "clock_ahead"},
                                        {FaultKind::clock_back, "clock_back"},
                                        {FaultKind::clock_crawl, "clock_crawl"},
                                        {FaultKind::boot_ahead, "boot_ahead"},
                                        {FaultKind::boot_1970, "boot_1970"},
                                        {FaultKind::stall, "stall"},
                                        {FaultKind::crash, "crash"},
                                        {FaultKind::restart, "restart"},
                                        {FaultKind::watchlist, "watchlist"},
                                        {FaultKind::tuning, "tuning"},
                                        {FaultKind::token, "token"},
                                        {FaultKind::purge, "purge"},
                                        {FaultKind::flurry, "flurry"}}};

// Most are short; now and then one outlasts every time-out there is.
Millis draw_length(Random& random) {
  switch (random.below(6)) {
    case 0:
      return between(random, 100ms, 2s);
    case 1:
    case 2:
      return between(random, 2s, 20s);
    case 3:
    case 4:
      return between(random, 20s, 3min);
    default:
      return between(random, 3min, 20min);
  }
}

Millis draw_step(Random& random) {
  const Millis size = one_in(random, 3)   ? between(random, 1001ms, 5s)
                      : one_in(random, 2) ? between(random, 5s, 2min)
                                          : between(random, 2min, 60min);
  return one_in(random, 2) ? size : -size;
}

// A clock that nobody can take for slewed, up to one that is decades off.
Millis draw_error(Random& random) {
  constexpr Millis kDay = 24h;
  switch (random.below(4)) {
    case 0:
      return between(random, 61s, 10min);
    case 1:
      return between(random, 10min, 2 * kDay);
    case 2:
      return between(random, 2 * kDay, 400 * kDay);
    default:
      return between(random, 400 * kDay, 50 * 365 * kDay);
  }
}

Fault draw_fault(Random& random, Millis at, FaultKind kind) {
  Fault fault{at, kind, draw_length(random), {}, random.next()};
  if (kind == FaultKind::slow) fault.size = between(random, 50ms, one_in(random, 3) ? 8s : 1s);
  if (kind == FaultKind::clock_step) fault.size = draw_step(random);
  if (kind == FaultKind::clock_slew) fault.size = between(random, -1s, 1s);
  if (kind == FaultKind::clock_ahead || kind == FaultKind::boot_ahead) fault.size = draw_error(random);
  if (kind == FaultKind::clock_back) fault.size = -draw_error(random);
  if (kind == FaultKind::clock_crawl) fault.size = between(random, -900ms, 900ms);  // in each second
  if (kind == FaultKind::stall) fault.lasts = std::min(fault.lasts, Millis{4min});
  if (kind == FaultKind::disk_slow) fault.size = between(random, 100ms, 15s);
  if (kind == FaultKind::disk_crawl) fault.size = between(random, 1ms, one_in(random, 2) ? 50ms : 2s);
  if (kind == FaultKind::app_late) fault.size = between(random, 1s, one_in(random, 2) ? 20s : 8min);
  if (kind == FaultKind::hidden) fault.lasts = between(random, 10s, 40min);
  if (kind == FaultKind::rtm_refused || kind == FaultKind::token) fault.lasts = between(random, 1min, 5h);
  if (kind == FaultKind::flurry) fault.lasts = between(random, 20s, 90s);
  return fault;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  for (const Named& entry : kNames)
    if (entry.kind == kind) return entry.name;
  return "unknown";
}

std::optional<FaultKind> fault_named(std::string_view name) {
  for (const Named& entry : kNames)
    if (entry.name == name) return entry.kind;
  return std::nullopt;
}

std::vector<FaultKind> all_faults() {
  std::vector<FaultKind> kinds;
  for (const Named& entry : kNames) kinds.push_back(entry.kind);
  return kinds;
}

std::string describe(const Fault& fault) {
  std::string text = fmt::format("{} at {} ms", name_of(fault.kind), fault.at.count());
  if (fault.size.count() != 0) text += fmt::format(", size {} ms", fault.size.count());
  return text + fmt::format(", lasts {} ms", fault.lasts.count());
}

std::vector<Fault> draw_plan(const Draws& draws, Millis span, const std::vector<FaultKind>& kinds) {
  std::vector<Fault> plan;
  if (kinds.empty()) return plan;
  Random random = draws.of(Concern::plan);
  std::vector<FaultKind> chosen = kinds;
  if (!one_in(random, 3) && chosen.size() > 4) {  // only a few kinds, so that they meet each other
    const std::size_t few = 2 + random.below(4);
    for (std::size_t i = 0; i < few; ++i) std::swap(chosen[i], chosen[i + random.below(chosen.size() - i)]);
    chosen.resize(few);
  }
  const Millis every = std::array{5min, 12min, 30min, 90min}[random.below(4)];
  const bool flurries = one_in(random, 2) && std::find(kinds.begin(), kinds.end(), FaultKind::flurry) != kinds.end();
  for (Millis at = between(random, 1s, every); at < span;) {
    const FaultKind kind = chosen[random.below(chosen.size())];
    const Fault fault = draw_fault(random, at, kind);
    plan.push_back(fault);
    if (flurries && one_in(random, 2)) {  // the interesting moments are those in which something changes
      Fault flurry = draw_fault(random, std::max(0ms, at - between(random, 0ms, 20s)), FaultKind::flurry);
      plan.push_back(flurry);
    }
    // A second trouble often comes while the first is not over.
    at += one_in(random, 4) ? between(random, 10ms, 30s) : between(random, 30s, 2 * every);
  }
  std::stable_sort(plan.begin(), plan.end(), [](const Fault& a, const Fault& b) { return a.at < b.at; });
  return plan;
}

}  // namespace presenced::sim
