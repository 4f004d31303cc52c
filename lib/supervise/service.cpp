// The supervisor under a service manager: what it says of itself, and the watch on its own progress.
#include "runtime/clock.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

// The loop turns: this function runs on it, so it is what the watchdog hears of.
void Supervisor::turn() {
  const base::MonoTime now = runtime::now().mono;
  writer_watch_.observe(now, writer_->queued(), writer_->answers());
  manager_.tell(notices_.turn(now, writer_watch_.stuck_for(), [this] { return status_line(health()); }));
  turn_.expires_after(notices_.turn_interval());
  turn_.async_wait([this](const boost::system::error_code& error) {
    if (!error) turn();
  });
}

// Before the loop runs: nobody else says that we are alive.
void Supervisor::starting(std::string_view doing) {
  if (doing_ != doing) note(base::LogLevel::info, "starting", std::string(doing));
  doing_ = doing;
  manager_.tell(notices_.starting(runtime::now().mono, doing));
}

void Supervisor::ready() { manager_.tell(notices_.ready(runtime::now().mono, status_line(health()))); }

Health Supervisor::health() const {
  Health health;
  health.store_trouble = store_trouble_;
  health.stuck_for = writer_watch_.stuck_for();
  if (const auto problem = last_problem(); problem && !problem->problems.empty())
    health.rejected = config::render(problem->problems.front());
  const base::WallTime now = runtime::now().wall;
  for (const engine::Snapshot& snapshot : workspaces_.snapshots())
    health.workspaces.push_back(health_of(snapshot, now));
  return health;
}

}  // namespace presenced::supervise
