#include "supervise/workspaces.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>
#include <set>
#include <utility>

namespace presenced::supervise {

Workspaces::Workspaces(boost::asio::io_context& loop, base::LogSink& log, WorkspacesOutside outside)
    : loop_(loop), log_(log), outside_(std::move(outside)) {}

void Workspaces::add(WorkspaceStart next, const history::Resume& resume) { start(std::move(next), resume); }

void Workspaces::add(WorkspaceStart next) {
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
              "is no longer in the configuration; its people are not watched any more, and its history stays"});
  append(std::move(batch));
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
  if (running_.empty()) boost::asio::post(loop_, outside_.ended);
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
  ledgers_[name].committed = batch;
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

runtime::Driver& Workspaces::start(WorkspaceStart next, const history::Resume& resume) {
  const std::string name = next.settings.workspace;
  runtime::DriverCallbacks callbacks;
  callbacks.append = [this](history::Batch batch) { append(std::move(batch)); };
  callbacks.set_aside = [this, name](base::WallTime after) { outside_.set_aside(name, after); };
  callbacks.stopped = [this, name] { boost::asio::post(loop_, [this, name] { stopped(name); }); };
  Running& one = running_[name];
  one.driver = std::make_unique<runtime::Driver>(loop_, std::move(next.settings), resume, std::move(next.access),
                                                 std::random_device{}(), log_, std::move(callbacks));
  if (begun_) one.driver->feed(engine::Started{});
  return *one.driver;
}

void Workspaces::append(history::Batch batch) {
  ledgers_[batch.workspace].handed_over = batch.number;
  if (outside_.append(std::move(batch))) return;
  // Only a writer that is broken or stopped refuses, and then the daemon is on its way down.
  if (!stopping_)
    boost::asio::post(loop_, [this] {
      outside_.failed({store::FailureClass::broken, 0, "the history takes no more records"});
    });
}

void Workspaces::stopped(const std::string& name) {
  running_.erase(name);
  if (stopping_ && running_.empty()) return outside_.ended();
  start_waiting(name);
}

void Workspaces::start_waiting(const std::string& name) {
  const auto waiting = waiting_.find(name);
  if (waiting == waiting_.end() || waiting->second.reading || !settled(name)) return;
  waiting->second.reading = true;
  outside_.resume(name, [this, name](const auto& resume) { resumed(name, resume); });
}

// Nothing was recorded under the name meanwhile, so what was read is still true even if the workspace was removed and
// added again.
void Workspaces::resumed(const std::string& name, const base::Result<history::Resume, store::Failure>& resume) {
  const auto found = waiting_.find(name);
  if (found == waiting_.end() || !found->second.reading) return;
  Waiting waiting = std::move(found->second);
  waiting_.erase(found);
  if (!resume) return outside_.failed(resume.error());
  runtime::Driver& driver = start(std::move(waiting.start), resume.value());
  for (const engine::PersonPurged& person : waiting.purged) driver.feed(person);
}

// The name is free, and all that was recorded under it can be read back.
bool Workspaces::settled(const std::string& name) const {
  const auto ledger = ledgers_.find(name);
  return !running_.contains(name) &&
         (ledger == ledgers_.end() || ledger->second.handed_over <= ledger->second.committed);
}

std::vector<engine::Snapshot> Workspaces::snapshots() const {
  std::vector<engine::Snapshot> snapshots;
  for (const auto& [name, running] : running_) snapshots.push_back(running.driver->snapshot());
  return snapshots;
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
