#include "supervise/supervisor.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/clock.h"

namespace presenced::supervise {

using base::LogLevel;

Supervisor::Supervisor(std::filesystem::path config_file, config::Environment environment, config::Loaded loaded,
                       std::string version, DaemonLog& log)
    : config_file_(std::move(config_file)),
      environment_(std::move(environment)),
      loaded_(std::move(loaded)),
      version_(std::move(version)),
      log_(log),
      manager_(recent_),
      notices_(manager_.watchdog()),
      writer_watch_(runtime::now().mono),
      workspaces_(loop_, recent_, outside_of_workspaces()),
      file_thread_(loop_, recent_, [this](const auto& files) { watchlists_saved(files); }) {}

Supervisor::~Supervisor() = default;

void Supervisor::note(LogLevel level, std::string_view event, std::string message, std::string_view workspace) {
  recent_.write({level, event, workspace, std::move(message)});
}

ExitStatus Supervisor::run() {
  started_at_ = runtime::now().wall;
  give_back_memory();
  await_signal();
  auto starts = starts_of(loaded_, config_file_);
  if (!starts) {
    for (const config::Problem& problem : starts.error())
      note(LogLevel::error, "configuration_rejected", config::render(problem));
    return ExitStatus::configuration;
  }
  if (!open_history()) return stopping_ ? status_ : ExitStatus::history_store;
  if (!add_workspaces(std::move(starts.value()))) return ExitStatus::history_store;
  if (!open_control() || !open_metrics()) return ExitStatus::configuration;
  watch_files();
  note(LogLevel::info, "started",
       fmt::format("presenced {}: {} {}, history in {}", version_, workspaces_.size(),
                   workspaces_.size() == 1 ? "workspace" : "workspaces", loaded_.settings.history.path.string()));
  workspaces_.begin();
  ready();
  turn();
  loop_.run();
  control_.reset();  // while what they ask is there
  metrics_.reset();
  manager_.tell(notices_.closing(runtime::now().mono));
  const bool clean = writer_->stop(base::Millis{1'000});
  note(LogLevel::info, "stopped", clean ? "the history is closed" : "the history could not be closed in time");
  return status_;
}

// ---- signals ----

void Supervisor::await_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    on_signal(signal);
    await_signal();
  });
}

void Supervisor::on_signal(int signal) {
  if (signal == SIGHUP) {
    if (writer_)
      reload([](const control::Reloaded&) {});  // it logs what it answers
    else
      note(LogLevel::warning, "starting", "not reloaded: the history is not open yet; restart presenced instead");
    return;
  }
  if (stopping_) {
    note(LogLevel::warning, "stopping", "asked a second time: ending at once");
    return loop_.stop();
  }
  note(LogLevel::info, "stopping", "asked to stop: closing the coverage and committing what is queued");
  stop(ExitStatus::stopped);
}

void Supervisor::stop(ExitStatus status) {
  if (stopping_) return;
  stopping_ = true;
  status_ = status;
  manager_.tell(notices_.stopping(runtime::now().mono));
  reload_requests_.answer_now(stopping_answer(config_file_));
  workspaces_.stop_all();
}

}  // namespace presenced::supervise
