#include "supervise/supervisor.h"

#include <fmt/format.h>

#include <utility>

#include "reload/old_credentials.h"
#include "runtime/clock.h"
#include "supervise/opening.h"
#include "supervise/reconnect.h"

namespace presenced::supervise {

using base::LogLevel;

Supervisor::Supervisor(std::filesystem::path config_file, config::Environment environment, config::Loaded loaded,
                       std::string version, logging::DaemonLog& log)
    : version_(std::move(version)),
      log_(log),
      files_(loop_, recent_, [this](const auto& files) { reloader_.watchlists_saved(files); }),
      reloader_(std::move(config_file), std::move(environment), std::move(loaded), files_, recent_, *this),
      recording_(loop_, recent_, files_, recording_events()),
      workspaces_(loop_, recent_, recording_, [this] { loop_.stop(); }),
      writer_watch_(runtime::now().mono),
      overview_(version_, reloader_, recording_, workspaces_, writer_watch_, recent_),
      metrics_(loop_, metrics_callbacks()) {}

Supervisor::~Supervisor() = default;

void Supervisor::note(LogLevel level, std::string_view event, std::string message, std::string_view workspace) {
  recent_.write({level, event, workspace, std::move(message)});
}

ExitStatus Supervisor::run() {
  reload::give_back_memory();
  await_signal();
  auto starts = reload::starts_of(reloader_.in_force(), reloader_.file());
  if (!starts) {
    for (const config::Problem& problem : starts.error())
      note(LogLevel::error, "configuration_rejected", config::render(problem));
    return ExitStatus::configuration;
  }
  auto database = open_history();
  if (!database) return workspaces_.stopping() ? status_ : ExitStatus::history_store;
  if (!add_workspaces(std::move(starts.value()), std::move(database))) return ExitStatus::history_store;
  if (!open_control() || !open_metrics()) return ExitStatus::configuration;
  reloader_.watch_files();
  note(LogLevel::info, "started",
       fmt::format("presenced {}: {} {}, history in {}", version_, workspaces_.size(),
                   workspaces_.size() == 1 ? "workspace" : "workspaces", settings().history.path.string()));
  workspaces_.begin();
  manager_.ready(overview_.status_line());
  turn();
  loop_.run();
  control_.reset();  // while what they ask is there
  status_control_.reset();
  metrics_.close();
  manager_.closing();
  const bool clean = recording_.stop(base::Millis{1'000});
  note(LogLevel::info, "stopped", clean ? "the history is closed" : "the history could not be closed in time");
  return status_;
}

// ---- the start ----

std::unique_ptr<store::HistoryDb> Supervisor::open_history() {
  return supervise::open_history(settings().history, version_, manager_, recent_,
                                 [this](base::Millis span) { return pause(span); });
}

// Before the loop runs. False: a signal says to stop.
bool Supervisor::pause(base::Millis span) {
  bool over = false;
  turn_.expires_after(span);
  turn_.async_wait([&over](const boost::system::error_code&) { over = true; });
  while (!over && !workspaces_.stopping()) loop_.run_one();
  return !workspaces_.stopping();
}

// The configured workspaces, and the end of those that the history knows from an earlier configuration. Then the writer
// takes the history over.
bool Supervisor::add_workspaces(std::vector<reload::WorkspaceStart> starts,
                                std::unique_ptr<store::HistoryDb> database) {
  const auto refuse = [this](const store::Failure& failure, std::string_view workspace) {
    note(LogLevel::error, "history_refused", failure.message, workspace);
    return false;
  };
  for (reload::WorkspaceStart& one : starts) {
    const std::string name = one.settings.workspace;
    const auto resume = database->resume(name);
    if (!resume) return refuse(resume.error(), name);
    workspaces_.add(std::move(one), resume.value());
  }
  std::vector<std::pair<std::string, history::Resume>> former;
  for (const std::string& name : database->opening().workspaces) {
    if (reload::index_of(reloader_.in_force(), name) < settings().workspaces.size()) continue;
    auto resume = database->resume(name);
    if (!resume) return refuse(resume.error(), name);
    former.emplace_back(name, std::move(resume.value()));
  }
  recording_.begin(std::move(database), settings().history);
  for (const auto& [name, resume] : former) workspaces_.unwatch(name, resume);
  return true;
}

// The default path is the service's: whoever runs presenced by hand and does not configure a socket gets on without
// one.
bool Supervisor::open_control() {
  const config::Control& control = settings().control;
  using Scope = service::ControlSocket::Scope;
  if (!control.status_socket.empty()) {
    auto opened = service::ControlSocket::open(loop_, control.status_socket, control.status_access, Scope::status,
                                               control_callbacks());
    if (!opened) {
      note(LogLevel::error, "control_refused", opened.error());
      return false;
    }
    status_control_ = std::move(opened.value());
  }
  auto opened =
      service::ControlSocket::open(loop_, control.socket, control.access, Scope::everything, control_callbacks());
  if (opened) {
    control_ = std::move(opened.value());
    return true;
  }
  if (control.configured) {
    note(LogLevel::error, "control_refused", opened.error());
    return false;
  }
  note(LogLevel::warning, "no_control",
       opened.error() + "; running without a control socket; set another path with `control: { socket: PATH }`");
  return true;
}

bool Supervisor::open_metrics() {
  const std::string trouble = metrics_.serve(settings().metrics);
  if (!trouble.empty()) note(LogLevel::error, "metrics_refused", trouble + " (metrics.listen)");
  return trouble.empty();
}

// ---- who asks whom ----

RecordingEvents Supervisor::recording_events() {
  RecordingEvents events;
  events.committed = [this](const std::string& workspace, base::BatchNumber last) {
    workspaces_.committed(workspace, last);
  };
  events.failed = [this](const store::Failure& failure) {
    const bool broken = failure.failure_class == store::FailureClass::broken;
    workspaces_.store_failed({broken ? engine::StoreFailure::broken : engine::StoreFailure::full, failure.message});
    if (broken) stop(ExitStatus::history_store);
  };
  events.set_aside_ended = [this](const std::string& workspace, const auto& result) {
    repair_.ended(workspace, result);
  };
  return events;
}

service::ControlCallbacks Supervisor::control_callbacks() {
  using service::ControlCallbacks;
  ControlCallbacks callbacks;
  callbacks.status = [this] { return overview_.status(); };
  callbacks.reload = [this](reload::ReloadRequests::Answer done) { reloader_.reload(std::move(done)); };
  callbacks.purge = [this](const base::UserId& user, bool forget, std::optional<uid_t> by,
                           ControlCallbacks::Purging done) { deletion_.purge(user, forget, by, std::move(done)); };
  callbacks.undo_forget = [this](const base::UserId& user, std::optional<uid_t> by, ControlCallbacks::Undoing done) {
    deletion_.undo_forget(user, by, std::move(done));
  };
  callbacks.repair = [this](const std::string& workspace, std::optional<uid_t> by, ControlCallbacks::Repairing done) {
    repair_.repair(workspace, by, std::move(done));
  };
  callbacks.reconnect = [this](std::optional<uid_t> by) {
    return reconnect(workspaces_, reloader_.in_force(), by, recent_);
  };
  return callbacks;
}

service::MetricsCallbacks Supervisor::metrics_callbacks() {
  service::MetricsCallbacks callbacks;
  callbacks.metrics = [this] { return overview_.metrics(); };
  callbacks.health = [this] { return overview_.health(); };
  callbacks.patience = service::WriterWatch::kPatience;
  return callbacks;
}

// ---- while it runs ----

// The loop turns: this function runs on it, so it is what the watchdog hears of.
void Supervisor::turn() {
  writer_watch_.observe(runtime::now().mono, recording_.busy(), recording_.answers());
  reloader_.check_reading();
  recording_.pass_on(workspaces_.clocks());
  manager_.turn(writer_watch_.stuck_for(), [this] { return overview_.status_line(); });
  turn_.expires_after(manager_.turn_interval());
  turn_.async_wait([this](const boost::system::error_code& error) {
    if (!error) turn();
  });
}

void Supervisor::await_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    on_signal(signal);
    await_signal();
  });
}

void Supervisor::on_signal(int signal) {
  if (signal == SIGHUP) {
    if (recording_.begun())
      reloader_.reload([](const control::Reloaded&) {});  // it logs what it answers
    else
      note(LogLevel::warning, "starting", "not reloaded: the history is not open yet; restart presenced instead");
    return;
  }
  if (workspaces_.stopping()) {
    note(LogLevel::warning, "stopping", "second stop request: exiting at once");
    return loop_.stop();
  }
  note(LogLevel::info, "stopping", "stop requested: closing the coverage and committing queued records");
  stop(ExitStatus::stopped);
}

void Supervisor::stop(ExitStatus status) {
  if (workspaces_.stopping()) return;
  status_ = status;
  manager_.stopping();
  reloader_.stop();
  workspaces_.stop_all();
}

// ---- what a reload changes ----

void Supervisor::reading_begun() { manager_.reloading(); }
void Supervisor::reading_ended() { manager_.ready(overview_.status_line()); }

std::string Supervisor::move_metrics(const config::Metrics& where) { return metrics_.serve(where); }

void Supervisor::apply(const reload::Changes& changes, const config::Loaded& next,
                       std::vector<reload::WorkspaceStart> starts) {
  if (changes.log) log_.apply(next.settings.log);
  if (changes.retention) recording_.writer().set_retention(next.settings.history.retention);
  for (const std::string& name : changes.removed) workspaces_.remove(name);
  for (const reload::WorkspaceChange& change : changes.changed) {
    reload::WorkspaceStart& start = starts[reload::index_of(next, change.name)];
    if (change.tuning) workspaces_.set_tuning(change.name, start.settings.tuning);
    if (change.access) workspaces_.set_access(change.name, std::move(start.access));
    // After a new token too: an attempt that waits is made at once.
    if (change.watchlist || change.access) workspaces_.set_watchlist(change.name, start.settings.watchlist);
  }
  for (const std::string& name : changes.added) workspaces_.add(std::move(starts[reload::index_of(next, name)]));
  reload::warn_of_old_credentials(changes, next, workspaces_.snapshots(), recent_);
}

void Supervisor::set_watchlist(const std::string& workspace, watch::SharedWatchlist watchlist) {
  workspaces_.set_watchlist(workspace, std::move(watchlist));
}

}  // namespace presenced::supervise
