// Everything that goes wrong in a run, planned beforehand: the plan is data, so that it can be printed, and shrunk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sim/draws.h"

namespace presenced::sim {

enum class FaultKind : std::uint8_t {
  // the network
  reset,        // every connection is reset; what is in flight is lost
  truncate,     // every connection breaks off; the last thing in flight is lost
  deaf,         // half-open: nothing from Slack arrives any more on the sockets of now
  mute,         // half-open: nothing from us arrives any more on the sockets of now
  slow,         // everything takes up to `size` longer, for a while
  black_hole,   // nothing passes for a while; what was sent meanwhile comes after it, where TCP still lives
  unreachable,  // names are not resolved for a while: every call and dial fails
  twice,        // frames come twice in a row on one socket, for a while
  // Slack
  goodbye,        // a planned rotation
  goodbye_only,   // announced, but it does not come
  slack_closes,   // a close frame out of the blue, or the bare end of TCP
  lingers,        // a close frame, and TCP stays open
  slack_silent,   // a socket that takes everything and says nothing
  strange_frame,  // not JSON, cut off, nested, binary, not UTF-8, unknown
  error_frame,    // an error on the socket, with or without the close
  migration,      // team_migration_started
  call_fails,     // the next calls are answered with one of the failures of the Web API
  connect_fails,  // the same, of rtm.connect
  upgrade_fails,  // the next upgrades are refused, or accepted and never spoken on
  token_revoked,  // an administrator takes the token away for a while
  lost_presence,  // Slack tells nobody of somebody's next change
  silent_expiry,  // statuses run out unsaid for a while
  undated,        // replies have no Date for a while
  // Slack, to the modern app
  app_rotation,  // its sockets are told to go, in one of the ways that there are
  app_disabled,  // Socket Mode is switched off for a while
  app_late,      // the next events are sent up to minutes late, or twice
  app_drops,     // events are not sent at all for a while, and nothing looks wrong
  app_limited,   // app_rate_limited: the rest of the minute's events are lost
  app_ghost,     // a connection that is not ours: a second program's, or a dead one
  app_foreign,   // a lie about somebody, of another team; an envelope that is nothing to us
  app_removed,   // the app is removed from the workspace, or its token revoked, for a while
  poll_fails,    // the next calls of users.getPresence, or users.list, fail, often with 429
  hidden,        // users.getPresence does not know some of the people for a while
  rtm_refused,   // the token is not allowed to open RTM, for up to hours
  // the machine
  disk_full,       // no room for a while
  disk_slow,       // every commit takes seconds, for a while
  disk_crawl,      // every record takes its time, for a while
  disk_stall,      // a write does not return for a while, and everything waits for it
  disk_ambiguous,  // the next commits land, but are reported as failed
  clock_step,      // the daemon's wall clock is set, and after a while right again, as in all that follow
  clock_slew,      // it is set by less than is noticed, and stays so
  clock_ahead,     // it jumps ahead by a minute to fifty years
  clock_back,      // it is set back by a minute to fifty years
  clock_crawl,     // it runs too fast, or too slow
  boot_ahead,      // the machine comes up with a clock that is ahead
  boot_1970,       // or without one: it begins in 1970
  stall,           // the daemon's process is stopped for a while, and both clocks run on
  crash,           // the daemon dies, and comes back
  restart,         // an orderly one
  // people
  watchlist,  // an operator edits the watchlist
  tuning,     // or settings, while the daemon runs
  token,      // or puts the token of an app of the other kind in place, for up to hours
  purge,      // or has somebody's history deleted; now and then for good
  flurry,     // everybody changes every few seconds
};

std::string_view name_of(FaultKind kind);
std::optional<FaultKind> fault_named(std::string_view name);
std::vector<FaultKind> all_faults();

struct Fault {
  base::Millis at{};  // from the beginning of the run
  FaultKind kind{};
  base::Millis lasts{};    // where it has a length
  base::Millis size{};     // of a step or a delay
  std::uint64_t seed = 0;  // of whatever else it draws
};

std::string describe(const Fault& fault);

// In the order of time, all within `span`. A run has a character: some have few faults, some many; some see only a few
// kinds, over and over.
std::vector<Fault> draw_plan(const Draws& draws, base::Millis span, const std::vector<FaultKind>& kinds);

}  // namespace presenced::sim
