#include "reload/reloader.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <utility>

#include "config/watchlist_file.h"
#include "runtime/clock.h"

namespace presenced::reload {

using base::LogLevel;

namespace {

// What is good in itself, but cannot be put in force.
config::Problems refusals(const std::vector<std::string>& keys, const std::string& file) {
  config::Problems problems;
  for (const std::string& key : keys)
    problems.push_back(
        {file, 0, 0, key, "cannot change while presenced runs; restart presenced, or restore the old value"});
  return problems;
}

// In the place of a file's name, among what is wrong.
constexpr const char* kHanging = "";

}  // namespace

Reloader::Reloader(std::filesystem::path file, config::Environment environment, config::Loaded loaded,
                   FileThread& files, base::LogSink& log, Target& target)
    : file_(std::move(file)),
      environment_(std::move(environment)),
      loaded_(std::move(loaded)),
      files_(files),
      log_(log),
      target_(target) {}

void Reloader::note(LogLevel level, std::string_view event, std::string message) {
  log_.write({level, event, {}, std::move(message)});
}

void Reloader::stop() {
  stopping_ = true;
  requests_.answer_now(stopping_answer(file_));
}

void Reloader::reload(ReloadRequests::Answer done) {
  if (stopping_) return done(stopping_answer(file_));
  if (requests_.ask(std::move(done))) read_again();
  if (!reading_hangs_) return;
  note(LogLevel::error, "configuration_rejected", config::render(reading_hangs_->problems.front()));
  requests_.answer_now(*reading_hangs_);
}

void Reloader::read_again() {
  target_.reading_begun();
  const auto read = [file = file_, environment = environment_] {
    auto fresh = read_configuration(file, environment);
    give_back_memory();
    return fresh;
  };
  files_.run(file_, read, [this](auto fresh) { take(std::move(fresh)); });
}

void Reloader::take(base::Result<Configuration, config::Problems> fresh) {
  if (stopping_) return;
  check_reading();
  const control::Reloaded result =
      fresh ? put_in_force(std::move(fresh.value())) : refuse(file_.string(), fresh.error());
  if (stopping_) return;
  target_.reading_ended();
  if (requests_.over(result)) read_again();
}

void Reloader::check_reading() {
  if (stopping_) return;
  const std::filesystem::path* file = files_.stuck(runtime::now().mono);
  if (!file) {
    if (std::exchange(reading_hangs_, std::nullopt)) problems_.erase(kHanging);
    return;
  }
  if (reading_hangs_) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(FileThread::kPatience).count();
  reading_hangs_ =
      refuse(kHanging,
             {{file->string(), 0, 0, "",
               fmt::format(
                   "could not be read within {} s, or a file that it names could not; check the file systems: the edit "
                   "takes effect as soon as they answer",
                   seconds)}});
  requests_.answer_now(*reading_hangs_);
  target_.reading_ended();
}

control::Reloaded Reloader::put_in_force(Configuration fresh) {
  const Changes changes = changes_between(loaded_, fresh.loaded);
  if (!changes.refused.empty()) return refuse(file_.string(), refusals(changes.refused, file_.string()));
  if (changes.metrics) {
    const std::string trouble = target_.move_metrics(fresh.loaded.settings.metrics);
    if (!trouble.empty()) return refuse(file_.string(), {{file_.string(), 0, 0, "metrics.listen", trouble}});
  }
  loaded_ = std::move(fresh.loaded);
  target_.apply(changes, loaded_, std::move(fresh.starts));
  problems_.clear();  // all files have been read, and are good
  watch_files();
  control::Reloaded result{changes.words, {}};
  note(LogLevel::info, "reloaded", in_words(result, "the configuration"));
  return result;
}

control::Reloaded Reloader::refuse(const std::string& source, config::Problems problems) {
  for (const config::Problem& problem : problems)
    note(LogLevel::error, "configuration_rejected", config::render(problem) + "; the running configuration stays");
  auto& last = problems_[source];
  if (last.problems != problems) last = {problems, runtime::now().wall};
  return {{}, std::move(problems)};
}

std::optional<LastProblem> Reloader::last_problem() const {
  const auto newest = std::max_element(problems_.begin(), problems_.end(),
                                       [](const auto& a, const auto& b) { return a.second.since < b.second.since; });
  if (newest == problems_.end()) return std::nullopt;
  return newest->second;
}

// ---- watchlists that are saved ----

void Reloader::watch_files() {
  std::vector<std::filesystem::path> files;
  for (const config::Workspace& workspace : loaded_.settings.workspaces) files.push_back(workspace.watchlist);
  files_.watch(std::move(files));
}

bool Reloader::is_watchlist(const std::filesystem::path& file) const {
  const auto& all = loaded_.settings.workspaces;
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.watchlist == file; });
}

void Reloader::watchlists_saved(const std::vector<std::filesystem::path>& files) {
  if (stopping_) return;
  for (const auto& file : files) {
    if (!is_watchlist(file)) continue;
    const auto read = [file] {
      auto fresh = config::load_watchlist(file);
      give_back_memory();
      return fresh;
    };
    files_.run(file, read, [this, file](auto fresh) { take_watchlist(file, std::move(fresh)); });
  }
}

void Reloader::take_watchlist(const std::filesystem::path& file,
                              base::Result<watch::SharedWatchlist, config::Problems> fresh) {
  if (stopping_) return;
  check_reading();
  if (!is_watchlist(file)) return;
  if (!fresh) {
    static_cast<void>(refuse(file.string(), fresh.error()));
    return;
  }
  problems_.erase(file.string());
  control::Reloaded result;
  for (std::size_t i = 0; i < loaded_.settings.workspaces.size(); ++i) {
    const config::Workspace& workspace = loaded_.settings.workspaces[i];
    if (workspace.watchlist != file || loaded_.files[i].watchlist == fresh.value()) continue;
    loaded_.files[i].watchlist = fresh.value();
    target_.set_watchlist(workspace.name, fresh.value());
    result.changed.push_back(fmt::format("workspace {}: watchlist", workspace.name));
  }
  note(LogLevel::info, "reloaded", in_words(result, file.string()));
}

}  // namespace presenced::reload
