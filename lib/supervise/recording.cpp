// The supervisor's history, and the workspaces that are recorded into it.
#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "runtime/clock.h"
#include "store/file_name.h"
#include "store/reader.h"
#include "supervise/access_of.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

// The writer's bound is set once, and workspaces may be added later; more than this would share it.
constexpr std::size_t kMostAddedLater = 8;

engine::Settings engine_settings(const config::Workspace& workspace, const watch::SharedWatchlist& watchlist) {
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

std::string log_trouble_in_words(const store::LogTrouble& trouble, const std::string& log) {
  const std::string who = trouble.reader.empty()
                              ? fmt::format("a reader that could not be found (as root: fuser -v {})", log)
                              : trouble.reader;
  return fmt::format(
      "{} has {} MB and grows until {} ends its query; for long reports read a copy, as `presencectl "
      "backup` makes it",
      log, trouble.bytes / 1'000'000, who);
}

}  // namespace

base::Result<std::unique_ptr<store::HistoryDb>, store::Failure> Supervisor::open_file() {
  const config::History& history = loaded_.settings.history;
  const auto durability =
      history.durability == config::Durability::full ? store::Durability::full : store::Durability::normal;
  store::OpenOptions options{history.path, durability, version_, runtime::now().wall};
  options.progress = [this](std::string_view doing) { starting(doing); };
  return store::HistoryDb::open(options);
}

// False: it cannot be opened, which has been logged, or presenced is told to stop meanwhile.
bool Supervisor::open_history() {
  auto opened = open_file();
  while (!opened && wait_for_room(opened.error())) opened = open_file();
  if (stopping_) return false;
  if (!opened) {
    note(LogLevel::error, "history_refused", opened.error().message);
    return false;
  }
  history_ = std::move(opened.value());
  if (!std::exchange(store_trouble_, {}).empty())
    note(LogLevel::info, "store_recovered", "there is room for the history");
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
  options.monotonic = [] { return runtime::now().mono; };
  // The engines stop claiming coverage before this bound is reached (engine::Settings::max_uncommitted, records; the
  // writer counts batches as well): a batch is never refused while the writer lives.
  options.most_queued = 4 * engine::Settings{}.max_uncommitted * (workspaces_.size() + kMostAddedLater);
  store::WriterEvents events;
  events.committed = [this](const std::string& workspace, base::BatchNumber last) {
    boost::asio::post(loop_, [this, workspace, last] {
      last_commit_ = runtime::now().wall;
      if (!store_trouble_.empty()) note(LogLevel::info, "store_recovered", "the history is being written again");
      store_trouble_.clear();
      tally_.committed(workspace, last);
      workspaces_.committed(workspace, last);
    });
  };
  events.failed = [this](const store::Failure& failure) {
    boost::asio::post(loop_, [this, failure] { store_failed(failure); });
  };
  events.log_grows = [this](const store::LogTrouble& trouble) {
    boost::asio::post(loop_, [this, trouble] { log_grows(trouble); });
  };
  writer_ = std::make_unique<store::Writer>(std::move(history_), options, std::move(events));
}

WorkspacesOutside Supervisor::outside_of_workspaces() {
  WorkspacesOutside outside;
  outside.append = [this](history::Batch batch) {
    tally_.handed_over(batch);
    return writer_->submit(std::move(batch));
  };
  outside.resume = [this](const std::string& workspace) { return resume(workspace); };
  outside.failed = [this](const store::Failure& failure) { store_failed(failure); };
  outside.ended = [this] { loop_.stop(); };
  return outside;
}

// Once the writer has the history, by a connection of its own: a few milliseconds, for a workspace that is added.
base::Result<history::Resume, store::Failure> Supervisor::resume(const std::string& workspace) {
  if (history_) return history_->resume(workspace);
  auto reader = store::Reader::open(loaded_.settings.history.path, store::Reader::Names::its_own);
  if (!reader) return reader.error();
  return reader.value()->resume(workspace);
}

void Supervisor::store_failed(const store::Failure& failure) {
  // `busy` (a foreign writer) passes like a full disk: the writer keeps what it has and tries again.
  store_trouble_ = failure.message;
  ++store_failures_;
  const bool passes = failure.failure_class != store::FailureClass::broken;
  workspaces_.store_failed({passes ? engine::StoreFailure::full : engine::StoreFailure::broken, failure.message});
  if (!passes) stop(ExitStatus::history_store);
}

void Supervisor::log_grows(const store::LogTrouble& trouble) {
  const std::string log = store::log_of(loaded_.settings.history.path).string();
  log_trouble_ = trouble.grows ? log_trouble_in_words(trouble, log) : "";
  if (trouble.grows)
    note(LogLevel::warning, "log_grows", log_trouble_);
  else
    note(LogLevel::info, "log_shrunk", fmt::format("{}: its reader has ended, and it is started over again", log));
}

base::Result<std::vector<WorkspaceStart>, config::Problems> Supervisor::starts_of(const config::Loaded& loaded) const {
  std::vector<WorkspaceStart> starts;
  config::Problems problems;
  for (std::size_t i = 0; i < loaded.settings.workspaces.size(); ++i) {
    auto access = access_of(loaded, i);
    if (access)
      starts.push_back(
          {engine_settings(loaded.settings.workspaces[i], loaded.files[i].watchlist), std::move(access.value())});
    else
      problems.push_back({config_file_.string(), 0, 0, fmt::format("workspaces[{}].ca_file", i), access.error()});
  }
  if (!problems.empty()) return problems;
  return starts;
}

}  // namespace presenced::supervise
