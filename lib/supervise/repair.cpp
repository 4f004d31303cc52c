#include "supervise/repair.h"

#include <fmt/format.h>

#include <utility>

#include "base/counted.h"
#include "control/deletion_words.h"
#include "runtime/clock.h"
#include "service/workspace_status.h"

namespace presenced::supervise {

using base::LogLevel;

std::optional<control::Refusal> Repair::obstacle() const {
  if (workspaces_.stopping()) return control::Refusal{503, "presenced is stopping", {}};
  if (!recording_.trouble().empty())
    return control::Refusal{503, "the history cannot be written now: " + recording_.trouble(), {}};
  const base::WallTime now = runtime::now().wall;
  for (const engine::Snapshot& snapshot : workspaces_.snapshots())
    if (snapshot.clock.state == engine::ClockState::contradicts)
      return control::Refusal{
          409,
          control::trouble_of(service::workspace_status(snapshot, now).clock) + "; set it right first, then repair",
          {}};
  return std::nullopt;
}

// An engine that records the workspace gives the order itself, once it has ended its coverage.
void Repair::repair(const std::string& workspace, std::optional<uid_t> by, service::ControlCallbacks::Repairing done) {
  const auto by_uid = control::known_uid(by ? std::optional(std::int64_t{*by}) : std::nullopt);
  log_.write({LogLevel::info, "repair_asked", workspace,
              fmt::format("repair: moving records dated in the future aside; requested by {}",
                          by_uid ? fmt::format("user {}", *by_uid) : "an unknown user")});
  if (const auto refusal = obstacle()) return done(*refusal);
  if (!workspaces_.repair(workspace)) recording_.set_aside(workspace, runtime::now().wall);
  if (!recording_.setting_aside(workspace)) return done(control::Repaired{workspace, 0, 0, 0});
  waiting_[workspace].push_back(std::move(done));
}

void Repair::ended(const std::string& workspace, const base::Result<store::Rewound, store::Failure>& result) {
  const auto waiting = waiting_.extract(workspace);
  const auto answer = [&](const base::Result<control::Repaired, control::Refusal>& what) {
    if (waiting.empty()) return;
    for (const auto& done : waiting.mapped()) done(what);
  };
  if (!result) {
    workspaces_.set_aside_failed(workspace, result.error().message);
    return answer(control::Refusal{503, result.error().message, {}});
  }
  const store::Misdated& moved = result.value().moved;
  log_.write({LogLevel::warning, "rewound", workspace,
              fmt::format("moved aside: {}, {} of coverage, {}", base::counted(moved.transitions, "transition"),
                          base::counted(moved.spans, "span"), base::counted(moved.sessions, "session"))});
  workspaces_.rewound(workspace, result.value().resume);
  answer(control::Repaired{workspace, static_cast<std::size_t>(moved.transitions),
                           static_cast<std::size_t>(moved.spans), static_cast<std::size_t>(moved.sessions)});
}

}  // namespace presenced::supervise
