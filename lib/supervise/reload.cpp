// The configuration, changed while the daemon runs.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <utility>

#include "config/watchlist_file.h"
#include "runtime/clock.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

// What is good in itself, but cannot be put in force.
config::Problems refusals(const std::vector<std::string>& keys, const std::string& file) {
  config::Problems problems;
  for (const std::string& key : keys)
    problems.push_back({file, 0, 0, key, "cannot change while presenced runs; restart it, or write back what it was"});
  return problems;
}

// In the place of a file's name, among what is wrong.
constexpr const char* kHanging = "";

}  // namespace

// What a long list was read from, in small pieces, is of little use to the engine that works on the list next, and
// would stay beside what that one needs.
void Supervisor::give_back_memory() { ::malloc_trim(0); }

void Supervisor::reload(ReloadRequests::Answer done) {
  if (stopping_) return done(stopping_answer(config_file_));
  if (reload_requests_.ask(std::move(done))) read_again();
  if (!reading_hangs_) return;
  note(LogLevel::error, "configuration_rejected", config::render(reading_hangs_->problems.front()));
  reload_requests_.answer_now(*reading_hangs_);
}

void Supervisor::read_again() {
  manager_.tell(notices_.reloading(runtime::now().mono));
  const auto read = [file = config_file_, environment = environment_] {
    auto fresh = read_configuration(file, environment);
    give_back_memory();
    return fresh;
  };
  file_thread_.run(config_file_, read, [this](auto fresh) { reread(std::move(fresh)); });
}

void Supervisor::reread(base::Result<Configuration, config::Problems> fresh) {
  if (stopping_) return;
  check_reading(runtime::now().mono);
  const control::Reloaded result =
      fresh ? put_in_force(std::move(fresh.value())) : refuse(config_file_.string(), fresh.error());
  if (stopping_) return;
  ready();
  if (reload_requests_.over(result)) read_again();
}

// Files that are not read in time: whoever waits for them is told.
void Supervisor::check_reading(base::MonoTime now) {
  const std::filesystem::path* file = file_thread_.stuck(now);
  if (!file) {
    if (std::exchange(reading_hangs_, std::nullopt)) problems_.erase(kHanging);
    return;
  }
  if (reading_hangs_) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(FileThread::kPatience).count();
  reading_hangs_ = refuse(
      kHanging, {{file->string(), 0, 0, "",
                  fmt::format("has not been read after {} s, or a file that it names; check the file systems: the edit "
                              "counts as soon as they answer",
                              seconds)}});
  reload_requests_.answer_now(*reading_hangs_);
  ready();
}

control::Reloaded Supervisor::put_in_force(Configuration fresh) {
  const Changes changes = changes_between(loaded_, fresh.loaded);
  if (!changes.refused.empty()) return refuse(config_file_.string(), refusals(changes.refused, config_file_.string()));
  if (changes.metrics) {
    const std::string trouble = move_metrics(fresh.loaded.settings.metrics);
    if (!trouble.empty())
      return refuse(config_file_.string(), {{config_file_.string(), 0, 0, "metrics.listen", trouble}});
  }
  apply(changes, std::move(fresh.loaded), std::move(fresh.starts));
  problems_.clear();  // all files have been read, and are good
  watch_files();
  warn_of_old_credentials(changes);
  control::Reloaded result{changes.words, {}};
  note(LogLevel::info, "reloaded", in_words(result, "the configuration"));
  return result;
}

control::Reloaded Supervisor::refuse(const std::string& source, config::Problems problems) {
  for (const config::Problem& problem : problems)
    note(LogLevel::error, "configuration_rejected", config::render(problem) + "; the running configuration stays");
  auto& last = problems_[source];
  if (last.problems != problems) last = {problems, runtime::now().wall};
  return {{}, std::move(problems)};
}

std::optional<LastProblem> Supervisor::last_problem() const {
  const auto newest = std::max_element(problems_.begin(), problems_.end(),
                                       [](const auto& a, const auto& b) { return a.second.since < b.second.since; });
  if (newest == problems_.end()) return std::nullopt;
  return newest->second;
}

void Supervisor::apply(const Changes& changes, config::Loaded next, std::vector<WorkspaceStart> starts) {
  if (changes.log) log_.apply(next.settings.log);
  if (changes.retention) writer_->set_retention(next.settings.history.retention);
  for (const std::string& name : changes.removed) workspaces_.remove(name);
  for (const WorkspaceChange& change : changes.changed) {
    WorkspaceStart& start = starts[index_of(next, change.name)];
    const engine::Settings& settings = start.settings;
    if (change.tuning) workspaces_.set_tuning(change.name, settings.tuning);
    if (change.access) workspaces_.set_access(change.name, std::move(start.access));
    // After a new token too: an attempt that waits is made at once.
    if (change.watchlist || change.access) workspaces_.set_watchlist(change.name, settings.watchlist);
  }
  loaded_ = std::move(next);
  for (const std::string& name : changes.added) workspaces_.add(std::move(starts[index_of(loaded_, name)]));
}

// A reload after a new token was put in place is what one tries first, and systemd 252 gives a service its credentials
// at its start only (https://systemd.io/CREDENTIALS/).
void Supervisor::warn_of_old_credentials(const Changes& changes) {
  const auto refused = [](const engine::StreamSnapshot& stream) { return stream.credential_refused; };
  const auto renewed = [&](const std::string& name) {
    return std::any_of(changes.changed.begin(), changes.changed.end(),
                       [&](const WorkspaceChange& one) { return one.access && one.name == name; });
  };
  for (const engine::Snapshot& snapshot : workspaces_.snapshots()) {
    const std::size_t index = index_of(loaded_, snapshot.workspace);
    if (index == loaded_.settings.workspaces.size() || renewed(snapshot.workspace)) continue;
    const auto* credential = std::get_if<config::TokenCredential>(&loaded_.settings.workspaces[index].token);
    if (!credential || std::none_of(snapshot.streams.begin(), snapshot.streams.end(), refused)) continue;
    note(LogLevel::warning, "credential_not_renewed",
         fmt::format("Slack refuses the token, and the credential {} is the same as before the reload: systemd gives "
                     "credentials to a service at its start only; after putting a new token in place, run: systemctl "
                     "restart presenced",
                     credential->name),
         snapshot.workspace);
  }
}

// ---- watchlists that are saved ----

void Supervisor::watch_files() {
  std::vector<std::filesystem::path> files;
  for (const config::Workspace& workspace : loaded_.settings.workspaces) files.push_back(workspace.watchlist);
  file_thread_.watch(std::move(files));
}

void Supervisor::watchlists_saved(const std::vector<std::filesystem::path>& files) {
  if (stopping_) return;
  const auto& all = loaded_.settings.workspaces;
  for (const auto& file : files) {
    if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.watchlist == file; })) continue;
    const auto read = [file] {
      auto fresh = config::load_watchlist(file);
      give_back_memory();
      return fresh;
    };
    file_thread_.run(file, read, [this, file](auto fresh) { take_watchlist(file, std::move(fresh)); });
  }
}

void Supervisor::take_watchlist(const std::filesystem::path& file,
                                base::Result<watch::SharedWatchlist, config::Problems> fresh) {
  if (stopping_) return;
  check_reading(runtime::now().mono);
  const auto& all = loaded_.settings.workspaces;
  if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.watchlist == file; })) return;
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
    workspaces_.set_watchlist(workspace.name, fresh.value());
    result.changed.push_back(fmt::format("workspace {}: watchlist", workspace.name));
  }
  note(LogLevel::info, "reloaded", in_words(result, file.string()));
}

}  // namespace presenced::supervise
