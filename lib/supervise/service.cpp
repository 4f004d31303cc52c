// The supervisor under a service manager: what it says of itself, and the watch on its own progress.
#include "runtime/clock.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

// The loop turns: this function runs on it, so it is what the watchdog hears of.
void Supervisor::turn() {
  const base::MonoTime now = runtime::now().mono;
  writer_watch_.observe(now, writer_->queued(), writer_->answers());
  if (!stopping_) check_reading(now);
  pass_clocks_on();
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

// A start on a full disk fails, and who has typed it makes room and starts it again. A service manager does not: of the
// failures of a history this is the only one that passes by itself, so the unit has no restarts for any. There it is
// waited for, as long as the manager lets a start take; then that begins anew. False: it is not to be tried again.
bool Supervisor::wait_for_room(const store::Failure& failure) {
  constexpr base::Millis kRetry{2'000};
  if (failure.failure_class != store::FailureClass::full || !manager_.present()) return false;
  if (store_trouble_.empty())
    note(base::LogLevel::error, "store_failed", failure.message + "; presenced begins as soon as there is room");
  store_trouble_ = failure.message;
  manager_.tell(notices_.waiting(runtime::now().mono, "waiting for room: " + failure.message));
  return pause(kRetry);
}

// Before the loop runs. False: a signal says to stop.
bool Supervisor::pause(base::Millis span) {
  bool over = false;
  turn_.expires_after(span);
  turn_.async_wait([&over](const boost::system::error_code&) { over = true; });
  while (!over && !stopping_) loop_.run_one();
  return !stopping_;
}

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
