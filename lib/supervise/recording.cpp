// The supervisor's history, and the workspaces that are recorded into it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "runtime/clock.h"
#include "store/file_name.h"
#include "store/reader.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

// The writer's bound is set once, and workspaces may be added later; more than this would share it.
constexpr std::size_t kMostAddedLater = 8;

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
  if (const std::size_t again = history_->opening().forgotten_again; again > 0)
    note(LogLevel::warning, "forgotten_again",
         fmt::format(
             "{}.forgotten lists people whom the history's own list lacked ({}), as after a backup was restored; "
             "what the history held of them is deleted, and they are not recorded",
             loaded_.settings.history.path.string(), again));
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
  outside.resume = [this](const std::string& workspace, auto done) { read_resume(workspace, std::move(done)); };
  outside.set_aside = [this](const std::string& workspace, base::WallTime after) { set_aside(workspace, after); };
  outside.failed = [this](const store::Failure& failure) { store_failed(failure); };
  outside.ended = [this] { loop_.stop(); };
  return outside;
}

// The configured workspaces, and the end of those that the history knows from an earlier configuration. Then the writer
// takes the history over.
bool Supervisor::add_workspaces(std::vector<WorkspaceStart> starts) {
  const auto refuse = [this](const store::Failure& failure, std::string_view workspace) {
    note(LogLevel::error, "history_refused", failure.message, workspace);
    return false;
  };
  for (WorkspaceStart& one : starts) {
    const std::string name = one.settings.workspace;
    const auto resume = history_->resume(name);
    if (!resume) return refuse(resume.error(), name);
    workspaces_.add(std::move(one), resume.value());
  }
  std::vector<std::pair<std::string, history::Resume>> former;
  for (const std::string& name : history_->opening().workspaces) {
    if (index_of(loaded_, name) < loaded_.settings.workspaces.size()) continue;
    auto resume = history_->resume(name);
    if (!resume) return refuse(resume.error(), name);
    former.emplace_back(name, std::move(resume.value()));
  }
  start_writer();
  for (const auto& [name, resume] : former) workspaces_.unwatch(name, resume);
  return true;
}

// Over a connection of its own, because the writer has the history.
void Supervisor::read_resume(const std::string& workspace, WorkspacesOutside::Resumed done) {
  const std::filesystem::path file = loaded_.settings.history.path;
  const auto read = [file, workspace]() -> base::Result<history::Resume, store::Failure> {
    auto reader = store::Reader::open(file, store::Reader::Names::its_own);
    if (!reader) return reader.error();
    return reader.value()->resume(workspace);
  };
  file_thread_.run(file, read,
                   [this, done = std::move(done)](const base::Result<history::Resume, store::Failure>& resume) {
                     if (!stopping_) done(resume);
                   });
}

// The clock of the retention is Slack's, and no workspace may contradict it.
void Supervisor::pass_clocks_on() {
  const auto clocks = workspaces_.clocks();
  const auto contradicts = [](const auto& clock) { return clock.state == engine::ClockState::contradicts; };
  if (std::any_of(clocks.begin(), clocks.end(), contradicts)) return writer_->doubt_clock();
  for (const engine::ClockSnapshot& clock : clocks)
    if (clock.state == engine::ClockState::agrees && clock.agreed)
      writer_->confirm_clock(clock.agreed->slack, clock.agreed->at);
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

}  // namespace presenced::supervise
