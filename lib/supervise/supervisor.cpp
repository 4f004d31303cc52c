#include "supervise/supervisor.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>

#include "runtime/clock.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

engine::Settings engine_settings(const config::Workspace& workspace, const watch::Watchlist& watchlist) {
  engine::Settings settings;
  settings.workspace = workspace.name;
  settings.watchlist = watchlist;
  settings.appear_away = workspace.appear_away;
  settings.audit_interval = workspace.audit_interval;
  settings.sample_interval = workspace.sample_interval;
  settings.resolve_interval = workspace.resolve_interval;
  settings.plan.sets = static_cast<std::size_t>(workspace.max_sockets);
  return settings;
}

// Whether anything differs that `apply` does not put in force.
bool needs_restart(const config::Settings& running, config::Settings next) {
  next.log.level = running.log.level;
  for (config::Workspace& workspace : next.workspaces) {
    const auto same = [&](const config::Workspace& other) { return other.name == workspace.name; };
    const auto found = std::find_if(running.workspaces.begin(), running.workspaces.end(), same);
    if (found == running.workspaces.end()) return true;
    workspace.token = found->token;
    workspace.cookie_file = found->cookie_file;
    workspace.watchlist = found->watchlist;
    workspace.api_url = found->api_url;
    workspace.ca_file = found->ca_file;
  }
  return !(next == running);
}

}  // namespace

Supervisor::Supervisor(std::filesystem::path config_file, config::Environment environment, config::Loaded loaded,
                       std::string version, DaemonLog& log)
    : config_file_(std::move(config_file)),
      environment_(std::move(environment)),
      loaded_(std::move(loaded)),
      version_(std::move(version)),
      log_(log) {}

Supervisor::~Supervisor() = default;

void Supervisor::note(LogLevel level, std::string_view event, std::string message, std::string_view workspace) {
  log_.write({level, event, workspace, std::move(message)});
}

ExitStatus Supervisor::run() {
  await_signal();
  if (!open_history()) return ExitStatus::history_store;
  for (std::size_t i = 0; i < loaded_.settings.workspaces.size(); ++i)
    if (const auto refused = add_workspace(loaded_.settings.workspaces[i], loaded_.files[i])) return *refused;
  start_writer();
  note(LogLevel::info, "started",
       fmt::format("presenced {}: {} workspace(s), history in {}", version_, drivers_.size(),
                   loaded_.settings.history.path.string()));
  for (const auto& [name, driver] : drivers_) driver->feed(engine::Started{});
  loop_.run();
  const bool clean = writer_->stop(base::Millis{1'000});
  note(LogLevel::info, "stopped", clean ? "the history is closed" : "the history could not be closed in time");
  return status_;
}

// ---- parts ----

bool Supervisor::open_history() {
  const config::History& history = loaded_.settings.history;
  const auto durability =
      history.durability == config::Durability::full ? store::Durability::full : store::Durability::normal;
  auto opened = store::HistoryDb::open({history.path, durability, version_, runtime::now().wall});
  if (!opened) {
    note(LogLevel::error, "history_refused", opened.error().message);
    return false;
  }
  history_ = std::move(opened.value());
  if (const store::Opening& opening = history_->opening(); opening.unclean)
    note(LogLevel::warning, "unclean_stop",
         fmt::format(
             "the last run did not end cleanly; the database is sound, {} spans of coverage and {} sessions were "
             "closed at the last mark of life",
             opening.spans_closed, opening.sessions_closed));
  return true;
}

void Supervisor::start_writer() {
  store::WriterOptions options;
  options.retention = loaded_.settings.history.retention;
  // The engines stop claiming coverage before this bound is reached (engine::Settings::max_uncommitted, records; the
  // writer counts batches as well): a batch is never refused while the writer lives.
  options.most_queued = 4 * engine::Settings{}.max_uncommitted * (drivers_.size() + 1);
  store::WriterEvents events;
  events.committed = [this](const std::string& workspace, base::BatchNumber last) {
    boost::asio::post(loop_, [this, workspace, last] { committed(workspace, last); });
  };
  events.failed = [this](const store::Failure& failure) {
    boost::asio::post(loop_, [this, failure] { store_failed(failure); });
  };
  writer_ = std::make_unique<store::Writer>(std::move(history_), options, std::move(events));
}

std::optional<runtime::Access> Supervisor::access_of(const config::Workspace& workspace,
                                                     const config::WorkspaceFiles& files) {
  auto tls = net::TlsContext::make(workspace.ca_file);
  if (tls) return runtime::Access{workspace.api_url, files.token, files.cookie, std::move(tls.value())};
  note(LogLevel::error, "configuration_rejected", tls.error(), workspace.name);
  return std::nullopt;
}

std::optional<ExitStatus> Supervisor::add_workspace(const config::Workspace& workspace,
                                                    const config::WorkspaceFiles& files) {
  auto access = access_of(workspace, files);
  if (!access) return ExitStatus::configuration;
  const auto resume = history_->resume(workspace.name);
  if (!resume) {
    note(LogLevel::error, "history_refused", resume.error().message, workspace.name);
    return ExitStatus::history_store;
  }
  const std::string name = workspace.name;
  runtime::DriverCallbacks callbacks;
  callbacks.append = [this](history::Batch batch) { append(std::move(batch)); };
  callbacks.stopped = [this] { boost::asio::post(loop_, [this] { workspace_stopped(); }); };
  drivers_[name] =
      std::make_unique<runtime::Driver>(loop_, engine_settings(workspace, files.watchlist), resume.value(),
                                        std::move(*access), std::random_device{}(), log_, std::move(callbacks));
  ++running_;
  return std::nullopt;
}

// ---- the history ----

void Supervisor::append(history::Batch batch) {
  if (writer_->submit(std::move(batch))) return;
  // Only a writer that is broken or stopped refuses, and then the daemon is on its way down.
  if (!stopping_) store_failed({store::FailureClass::broken, 0, "the history takes no more records"});
}

void Supervisor::committed(const std::string& workspace, base::BatchNumber batch) {
  if (const auto driver = drivers_.find(workspace); driver != drivers_.end())
    driver->second->feed(engine::Committed{batch});
}

void Supervisor::store_failed(const store::Failure& failure) {
  // `busy` (a foreign writer) passes like a full disk: the writer keeps what it has and tries again.
  const bool passes = failure.failure_class != store::FailureClass::broken;
  for (const auto& [name, driver] : drivers_)
    driver->feed(
        engine::StoreFailed{passes ? engine::StoreFailure::full : engine::StoreFailure::broken, failure.message});
  if (!passes) stop(ExitStatus::history_store);
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
  if (signal == SIGHUP) return reload();
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
  for (const auto& [name, driver] : drivers_) driver->feed(engine::StopRequested{});
}

void Supervisor::workspace_stopped() {
  if (--running_ == 0) loop_.stop();
}

void Supervisor::reload() {
  if (stopping_) return;
  auto fresh = config::load(config_file_, environment_);
  if (!fresh) {
    for (const config::Problem& problem : fresh.error())
      note(LogLevel::error, "configuration_rejected", config::render(problem) + "; the running configuration stays");
    return;
  }
  apply(fresh.value());
}

// What can change while it runs: the watchlists, the tokens, how Slack is reached, the log level.
void Supervisor::apply(const config::Loaded& next) {
  std::map<std::string, runtime::Access> fresh;
  for (std::size_t i = 0; i < next.settings.workspaces.size(); ++i) {
    auto access = access_of(next.settings.workspaces[i], next.files[i]);
    if (!access) return;
    fresh.emplace(next.settings.workspaces[i].name, std::move(*access));
  }
  for (std::size_t i = 0; i < next.settings.workspaces.size(); ++i) {
    const config::Workspace& workspace = next.settings.workspaces[i];
    const auto driver = drivers_.find(workspace.name);
    if (driver == drivers_.end()) continue;
    driver->second->set_access(std::move(fresh.at(workspace.name)));
    driver->second->feed(engine::WatchlistChanged{next.files[i].watchlist});
  }
  log_.set_level(next.settings.log.level);
  const bool more = needs_restart(loaded_.settings, next.settings);
  note(more ? LogLevel::warning : LogLevel::info, "reloaded",
       more ? "watchlists, tokens, addresses and the log level are in force; what else was changed needs a restart"
            : "the configuration is in force");
}

}  // namespace presenced::supervise
