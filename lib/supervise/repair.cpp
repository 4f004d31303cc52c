// Rows from the future are set aside: an engine asks for it when Slack's clock has confirmed this machine's, or a
// person does (`presencectl repair`).
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "control/deletion_words.h"
#include "runtime/clock.h"
#include "supervise/supervisor.h"
#include "supervise/workspace_status.h"

namespace presenced::supervise {

using base::LogLevel;

// An engine that records the workspace gives the order itself, once it has ended its coverage.
void Supervisor::repair(const std::string& workspace, std::optional<uid_t> by, ControlCallbacks::Repairing done) {
  const auto by_uid = control::known_uid(by ? std::optional(std::int64_t{*by}) : std::nullopt);
  note(LogLevel::info, "repair_asked",
       fmt::format("what lies in the future is to be moved aside; asked by {}",
                   by_uid ? fmt::format("user {}", *by_uid) : "an unknown user"),
       workspace);
  if (stopping_) return done(control::Refusal{503, "presenced is stopping", {}});
  if (!store_trouble_.empty())
    return done(control::Refusal{503, "the history cannot be written now: " + store_trouble_, {}});
  const base::WallTime now = runtime::now().wall;
  for (const engine::Snapshot& snapshot : workspaces_.snapshots())
    if (snapshot.clock.state == engine::ClockState::contradicts)
      return done(control::Refusal{
          409, control::trouble_of(workspace_status(snapshot, now).clock) + "; set it right first, then repair", {}});
  if (!workspaces_.repair(workspace)) set_aside(workspace, now);
  const auto order = setting_aside_.find(workspace);
  if (order == setting_aside_.end()) return done(control::Repaired{workspace, 0, 0, 0});
  order->second.push_back(std::move(done));
}

// The answer comes from the writer's thread, or at once; it is passed on by the loop.
void Supervisor::set_aside(const std::string& workspace, base::WallTime after) {
  setting_aside_[workspace];
  const auto answer = [this, workspace](const base::Result<store::Rewound, store::Failure>& result) {
    boost::asio::post(loop_, [this, workspace, result] { set_aside_ended(workspace, result); });
  };
  if (!writer_->set_aside(workspace, after, answer))
    answer(store::Failure{store::FailureClass::broken, 0, "the history takes no more orders"});
}

void Supervisor::set_aside_ended(const std::string& workspace,
                                 const base::Result<store::Rewound, store::Failure>& result) {
  const auto waiting = std::move(setting_aside_[workspace]);
  setting_aside_.erase(workspace);
  if (!result) {
    workspaces_.set_aside_failed(workspace, result.error().message);
    for (const auto& done : waiting) done(control::Refusal{503, result.error().message, {}});
    return;
  }
  const store::Misdated& moved = result.value().moved;
  note(LogLevel::warning, "rewound",
       fmt::format("moved aside: {} transitions, {} spans of coverage, {} sessions", moved.transitions, moved.spans,
                   moved.sessions),
       workspace);
  workspaces_.rewound(workspace, result.value().resume);
  for (const auto& done : waiting)
    done(control::Repaired{workspace, static_cast<std::size_t>(moved.transitions),
                           static_cast<std::size_t>(moved.spans), static_cast<std::size_t>(moved.sessions)});
}

}  // namespace presenced::supervise
