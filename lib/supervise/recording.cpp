#include "supervise/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <system_error>
#include <utility>

#include "runtime/clock.h"
#include "store/file_name.h"
#include "store/reader.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

std::string log_trouble_in_words(const store::LogTrouble& trouble, const std::string& log) {
  const std::string who = trouble.reader.empty()
                              ? fmt::format("a reader that could not be found (as root: fuser -v {})", log)
                              : trouble.reader;
  return fmt::format(
      "{} has {} MB and grows until {} finishes its query; for long reports, query a copy made with `presencectl "
      "backup`",
      log, trouble.bytes / 1'000'000, who);
}

// A file that is not there has no size.
std::size_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<std::size_t>(size);
}

}  // namespace

Recording::Recording(boost::asio::io_context& loop, base::LogSink& log, reload::FileThread& files,
                     RecordingEvents events)
    : loop_(loop), log_(log), files_(files), events_(std::move(events)) {}

void Recording::note(LogLevel level, std::string_view event, std::string message) {
  log_.write({level, event, {}, std::move(message)});
}

void Recording::begin(std::unique_ptr<store::HistoryDb> database, const config::History& history) {
  path_ = history.path;
  log_path_ = store::log_of(path_);
  sizes_ = measure();
  store::WriterOptions options;
  options.retention = history.retention;
  options.monotonic = [] { return runtime::now().mono; };
  writer_ = std::make_unique<store::Writer>(std::move(database), options, writer_events());
}

// From the writer's thread to the loop.
store::WriterEvents Recording::writer_events() {
  store::WriterEvents events;
  events.committed = [this](const std::vector<history::Batch>& group) {
    boost::asio::post(loop_, [this, commits = commits_of(group), sizes = measure()] { committed(commits, sizes); });
  };
  events.failed = [this](const store::Failure& failure) {
    boost::asio::post(loop_, [this, failure] { fail(failure); });
  };
  events.log_grows = [this](const store::LogTrouble& trouble) {
    boost::asio::post(loop_, [this, trouble] { log_grows(trouble); });
  };
  return events;
}

void Recording::append(history::Batch batch) {
  ledger_.handed_over(batch);
  // Only a writer that is broken or stopped refuses, and then the daemon is on its way down.
  if (writer_->submit(std::move(batch)) || std::exchange(refused_, true)) return;
  boost::asio::post(loop_, [this] { fail({store::FailureClass::broken, 0, "the writer of the history has stopped"}); });
}

HistorySizes Recording::measure() const { return {size_of(path_), size_of(log_path_)}; }

void Recording::committed(const std::map<std::string, Commit>& commits, HistorySizes sizes) {
  sizes_ = sizes;
  last_commit_ = runtime::now().wall;
  if (!trouble_.empty()) note(LogLevel::info, "store_recovered", "the history can be written again");
  trouble_.clear();
  for (const auto& [workspace, commit] : commits) ledger_.committed(workspace, commit);
  for (const auto& [workspace, commit] : commits) events_.committed(workspace, commit.last);
}

// `busy` (a foreign writer) passes like a full disk: the writer keeps what it has and tries again.
void Recording::fail(const store::Failure& failure) {
  trouble_ = failure.message;
  ++failures_;
  events_.failed(failure);
}

// The answer comes from the writer's thread, or at once; it is passed on by the loop.
void Recording::set_aside(const std::string& workspace, base::WallTime after) {
  setting_aside_.insert(workspace);
  const auto answer = [this, workspace](const base::Result<store::Rewound, store::Failure>& result) {
    boost::asio::post(loop_, [this, workspace, result] {
      setting_aside_.erase(workspace);
      events_.set_aside_ended(workspace, result);
    });
  };
  if (!writer_->set_aside(workspace, after, answer))
    answer(store::Failure{store::FailureClass::broken, 0, "the writer of the history has stopped"});
}

// Over a connection of its own, because the writer has the history.
void Recording::resume(const std::string& workspace, Resumed done) {
  const auto read = [file = path_, workspace]() -> base::Result<history::Resume, store::Failure> {
    auto reader = store::Reader::open(file, store::Reader::Names::its_own);
    if (!reader) return reader.error();
    return reader.value()->resume(workspace);
  };
  files_.run(path_, read, std::move(done));
}

// The clock of the retention is Slack's, and no workspace may contradict it.
void Recording::pass_on(const std::vector<engine::ClockSnapshot>& clocks) {
  const auto contradicts = [](const auto& clock) { return clock.state == engine::ClockState::contradicts; };
  if (std::any_of(clocks.begin(), clocks.end(), contradicts)) return writer_->doubt_clock();
  for (const engine::ClockSnapshot& clock : clocks)
    if (clock.state == engine::ClockState::agrees && clock.agreed)
      writer_->confirm_clock(clock.agreed->slack, clock.agreed->at);
}

void Recording::log_grows(const store::LogTrouble& trouble) {
  const std::string log = log_path_.string();
  log_trouble_ = trouble.grows ? log_trouble_in_words(trouble, log) : "";
  if (trouble.grows)
    note(LogLevel::warning, "log_grows", log_trouble_);
  else
    note(LogLevel::info, "log_shrunk",
         fmt::format("{}: the query has finished, and the log is reused from its start", log));
}

}  // namespace presenced::supervise
