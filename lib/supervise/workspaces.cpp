#include "supervise/workspaces.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>
#include <set>
#include <utility>

namespace presenced::supervise {

Workspaces::Workspaces(boost::asio::io_context& loop, base::LogSink& log, Recording& recording,
                       std::function<void()> ended)
    : loop_(loop), log_(log), recording_(recording), ended_(std::move(ended)) {}

void Workspaces::add(reload::WorkspaceStart next, const history::Resume& resume) { start(std::move(next), resume); }

void Workspaces::add(reload::WorkspaceStart next) {
  const std::string name = next.settings.workspace;
  waiting_.insert_or_assign(name, Waiting{std::move(next), false, {}});
  start_waiting(name);
}

void Workspaces::unwatch(const std::string& name, const history::Resume& resume) {
  history::Batch batch{name, base::BatchNumber{static_cast<std::int64_t>(resume.last_batch) + 1}, {}, {}};
  for (const auto& [user, person] : resume.people)
    if (person.watched) batch.records.emplace_back(history::PersonWatched{user, person.label, false});
  for (const history::NameResolved& one : resume.names)
    batch.records.emplace_back(history::NameDropped{one.kind, one.name});
  if (batch.records.empty()) return;
  batch.records.emplace_back(history::GroupsSet{});
  log_.write({base::LogLevel::info, "unwatched", name,
              "is no longer in the configuration; its people are no longer watched, and its history is kept"});
  recording_.append(std::move(batch));
}

void Workspaces::begin() {
  begun_ = true;
  for (const auto& [name, one] : running_) one.driver->feed(engine::Started{});
}

std::size_t Workspaces::size() const {
  const auto staying =
      std::count_if(running_.begin(), running_.end(), [](const auto& one) { return !one.second.leaving; });
  return static_cast<std::size_t>(staying) + waiting_.size();
}

void Workspaces::remove(const std::string& name) {
  waiting_.erase(name);
  Running* one = find(name);
  if (!one) return;
  one->leaving = true;
  one->driver->feed(engine::WatchlistChanged{});  // so that coverage ends because nobody is watched any more
  one->driver->feed(engine::StopRequested{});
}

void Workspaces::stop_all() {
  stopping_ = true;
  waiting_.clear();
  for (auto& [name, one] : running_)
    if (!std::exchange(one.leaving, true)) one.driver->feed(engine::StopRequested{});
  if (running_.empty()) boost::asio::post(loop_, ended_);
}

void Workspaces::set_access(const std::string& name, runtime::Access access) {
  if (const auto waiting = waiting_.find(name); waiting != waiting_.end())
    waiting->second.start.access = std::move(access);
  else if (Running* one = find(name))
    one->driver->set_access(std::move(access));
}

void Workspaces::set_watchlist(const std::string& name, watch::SharedWatchlist watchlist) {
  if (const auto waiting = waiting_.find(name); waiting != waiting_.end())
    waiting->second.start.settings.watchlist = std::move(watchlist);
  else if (Running* one = find(name))
    one->driver->feed(engine::WatchlistChanged{std::move(watchlist)});
}

void Workspaces::set_tuning(const std::string& name, const engine::Tuning& tuning) {
  if (const auto waiting = waiting_.find(name); waiting != waiting_.end())
    waiting->second.start.settings.tuning = tuning;
  else if (Running* one = find(name))
    one->driver->feed(engine::TuningChanged{tuning});
}

void Workspaces::committed(const std::string& name, base::BatchNumber batch) {
  if (const auto one = running_.find(name); one != running_.end()) one->second.driver->feed(engine::Committed{batch});
  start_waiting(name);
}

void Workspaces::store_failed(const engine::StoreFailed& failure) {
  for (const auto& [name, one] : running_) one.driver->feed(failure);
}

Workspaces::Running* Workspaces::find(const std::string& name) {
  const auto one = running_.find(name);
  return one == running_.end() || one->second.leaving ? nullptr : &one->second;
}

runtime::Driver& Workspaces::start(reload::WorkspaceStart next, const history::Resume& resume) {
  const std::string name = next.settings.workspace;
  const auto when_stopped = [this, name] { boost::asio::post(loop_, [this, name] { stopped(name); }); };
  Running& one = running_[name];
  one.driver = std::make_unique<runtime::Driver>(loop_, std::move(next.settings), resume, std::move(next.access),
                                                 std::random_device{}(), log_, recording_, when_stopped);
  if (begun_) one.driver->feed(engine::Started{});
  return *one.driver;
}

void Workspaces::stopped(const std::string& name) {
  running_.erase(name);
  if (stopping_ && running_.empty()) return ended_();
  start_waiting(name);
}

// The name must be free, and all that was recorded under it must be ready to be read back.
void Workspaces::start_waiting(const std::string& name) {
  const auto waiting = waiting_.find(name);
  if (waiting == waiting_.end() || waiting->second.reading || running_.contains(name)) return;
  if (!recording_.ledger().settled(name)) return;
  waiting->second.reading = true;
  recording_.resume(name, [this, name](const auto& resume) { resumed(name, resume); });
}

// Nothing was recorded under the name meanwhile, so what was read is still true even if the workspace was removed and
// added again.
void Workspaces::resumed(const std::string& name, const base::Result<history::Resume, store::Failure>& resume) {
  const auto found = waiting_.find(name);
  if (found == waiting_.end() || !found->second.reading) return;
  Waiting waiting = std::move(found->second);
  waiting_.erase(found);
  if (!resume) return recording_.fail(resume.error());
  runtime::Driver& driver = start(std::move(waiting.start), resume.value());
  for (const engine::PersonPurged& person : waiting.purged) driver.feed(person);
}

std::vector<engine::Snapshot> Workspaces::snapshots() const {
  std::vector<engine::Snapshot> snapshots;
  for (const auto& [name, running] : running_) snapshots.push_back(running.driver->snapshot());
  return snapshots;
}

std::vector<std::vector<engine::GroupPresence>> Workspaces::groups() const {
  std::vector<std::vector<engine::GroupPresence>> groups;
  for (const auto& [name, running] : running_) groups.push_back(running.driver->groups());
  return groups;
}

std::vector<engine::ClockSnapshot> Workspaces::clocks() const {
  std::vector<engine::ClockSnapshot> clocks;
  for (const auto& [name, running] : running_) clocks.push_back(running.driver->clock());
  return clocks;
}

bool Workspaces::repair(const std::string& name) {
  const auto one = running_.find(name);
  if (one == running_.end()) return false;
  one->second.driver->feed(engine::RepairAsked{});
  return true;
}

void Workspaces::rewound(const std::string& name, const history::Resume& resume) {
  if (const auto one = running_.find(name); one != running_.end())
    one->second.driver->feed(engine::HistoryRewound{resume});
}

void Workspaces::set_aside_failed(const std::string& name, const std::string& detail) {
  if (const auto one = running_.find(name); one != running_.end())
    one->second.driver->feed(engine::SetAsideFailed{detail});
}

void Workspaces::purged(const engine::PersonPurged& person) {
  for (const auto& [name, running] : running_) running.driver->feed(person);
  for (auto& [name, waiting] : waiting_) waiting.purged.push_back(person);
}

void Workspaces::allowed(const engine::PersonAllowed& person) {
  for (const auto& [name, running] : running_) running.driver->feed(person);
}

std::vector<std::string> Workspaces::places_naming(const base::UserId& user) const {
  std::set<std::string> places;  // workspaces may share a watchlist
  for (const auto& [name, running] : running_)
    for (std::string& place : running.driver->places_naming(user)) places.insert(std::move(place));
  return {places.begin(), places.end()};
}

}  // namespace presenced::supervise
