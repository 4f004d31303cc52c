// The configuration, changed while the daemon runs.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/watchlist_file.h"
#include "runtime/clock.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

// config::Problems of what is good in itself, but cannot be put in force.
std::vector<std::string> refusals(const std::vector<std::string>& keys, const std::string& file) {
  std::vector<std::string> lines;
  for (const std::string& key : keys)
    lines.push_back(
        fmt::format("{}: {}: cannot change while presenced runs; restart it, or write back what it was", file, key));
  return lines;
}

}  // namespace

Reloaded Supervisor::reload() {
  if (stopping_) return {{}, {"presenced is stopping"}};
  auto fresh = config::load(config_file_, environment_);
  if (!fresh) return refuse(config_file_.string(), rendered(fresh.error()));
  const Changes changes = changes_between(loaded_, fresh.value());
  if (!changes.refused.empty()) return refuse(config_file_.string(), refusals(changes.refused, config_file_.string()));
  auto starts = starts_of(fresh.value());
  if (!starts) return refuse(config_file_.string(), rendered(starts.error()));
  apply(changes, std::move(fresh.value()), std::move(starts.value()));
  problems_.clear();  // all files have been read, and are good
  watch_files();
  Reloaded result{changes.words, {}};
  note(LogLevel::info, "reloaded", in_words(result, "the configuration"));
  return result;
}

Reloaded Supervisor::refuse(const std::string& source, std::vector<std::string> problems) {
  for (const std::string& line : problems)
    note(LogLevel::error, "configuration_rejected", line + "; the running configuration stays");
  auto& last = problems_[source];
  if (last.lines != problems) last = {problems, runtime::now().wall};
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
    if (change.tuning)
      workspaces_.set_tuning(change.name, {settings.appear_away, settings.audit_interval, settings.sample_interval,
                                           settings.resolve_interval, settings.plan.sets});
    if (change.access) workspaces_.set_access(change.name, std::move(start.access));
    // After a new token too: an attempt that waits is made at once.
    if (change.watchlist || change.access) workspaces_.set_watchlist(change.name, settings.watchlist);
  }
  loaded_ = std::move(next);
  for (const std::string& name : changes.added)
    if (const auto failure = workspaces_.add(std::move(starts[index_of(loaded_, name)]))) store_failed(*failure);
}

// ---- watchlists that are saved ----

void Supervisor::watch_files() {
  std::vector<std::filesystem::path> files;
  for (const config::Workspace& workspace : loaded_.settings.workspaces) files.push_back(workspace.watchlist);
  file_watch_.watch(std::move(files));
}

void Supervisor::watchlists_saved(const std::vector<std::filesystem::path>& files) {
  if (stopping_) return;
  for (const auto& file : files) reload_watchlist(file);
}

void Supervisor::reload_watchlist(const std::filesystem::path& file) {
  const auto& all = loaded_.settings.workspaces;
  if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.watchlist == file; })) return;
  const auto fresh = config::load_watchlist(file);
  if (!fresh) {
    static_cast<void>(refuse(file.string(), rendered(fresh.error())));
    return;
  }
  problems_.erase(file.string());
  Reloaded result;
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
