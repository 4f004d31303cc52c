#include "central/random_history.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "store/backup.h"
#include "store/reader.h"

namespace presenced::test {
namespace {

using base::Facet;
using base::Millis;
using history::Source;

constexpr std::int64_t kStart = 1'795'000'000'000;  // ms; some days before the end of a month

// What no database likes to see in a text.
constexpr const char* kTexts[] = {
    "", "In a meeting", "tab\tand\nline", "back\\slash \\N", "caf\xc3\xa9 \xe2\x98\x95", "'quotes' \"here\""};

}  // namespace

RandomHistory::RandomHistory(const std::filesystem::path& file, std::uint64_t seed)
    : file_(file),
      random_(seed),
      workload_(std::make_unique<store_faults::Workload>(seed, base::wall_from_unix_ms(kStart))) {
  open();
}

RandomHistory::~RandomHistory() = default;

void RandomHistory::open() {
  store::OpenOptions options;
  options.file = file_;
  options.durability = store::Durability::normal;
  options.version = "1.2.3";
  options.now = workload_->now();
  auto opened = store::HistoryDb::open(options);
  if (!opened) throw std::runtime_error(opened.error().message);
  database_ = std::move(opened.value());
}

void RandomHistory::check(const std::optional<store::Failure>& failure) {
  if (failure) throw std::runtime_error(failure->message);
}

base::UserId RandomHistory::anybody() { return {fmt::format("U0SHARED{:02}", pick(14))}; }

history::Batch RandomHistory::third_workspace() {
  history::Batch batch{"o'mega \xc3\xa9", base::BatchNumber{++last_batch_}, workload_->now(), {}};
  const base::WallTime now = workload_->now();
  const auto session = [&] { return base::SessionNumber{last_session_}; };
  if (!std::exchange(open_session_, true)) {
    ++last_session_;
    batch.records.push_back(history::SessionOpened{session(), now, static_cast<history::FeedName>(pick(3))});
  }
  for (std::uint64_t i = 0; i < pick(6); ++i) {
    const base::UserId who = anybody();
    const Facet facet = static_cast<Facet>(pick(base::kFacetCount));
    const std::pair key{facet, who};
    if (covered_.contains(key) && pick(3) == 0) {
      batch.records.push_back(history::CoverageClosed{who, facet, now - Millis{static_cast<std::int64_t>(pick(3'000))},
                                                      history::EndReason::rate_limited});
      covered_.erase(key);
      continue;
    }
    if (covered_.insert(key).second)
      batch.records.push_back(history::CoverageOpened{who, facet, now, static_cast<history::Mode>(pick(2)), session()});
    base::State state = base::Presence::active;
    std::optional<base::State> before = base::Presence::away;
    if (facet == Facet::status) {
      state = base::Status{kTexts[pick(std::size(kTexts))], ":tea:", std::nullopt};
      before = base::Status{kTexts[pick(std::size(kTexts))], "", std::nullopt};
    } else if (facet == Facet::dnd) {
      const Millis later{static_cast<std::int64_t>(pick(60)) * 1'000};
      state = base::Dnd{true, now - Millis{5'000} + later, now + Millis{20'000} + later};
      before = base::Dnd{};
    } else if (facet == Facet::huddle) {
      state = pick(2) == 0 ? base::Huddle::in : base::Huddle::out;
      before = pick(2) == 0 ? base::Huddle::in : base::Huddle::out;
    }
    const bool first = known_.insert(key).second;
    batch.records.push_back(
        history::Transition{who, now, first ? now : now - Millis{static_cast<std::int64_t>(pick(900))},
                            first ? std::nullopt : before, state, first ? Source::first : Source::sample, session()});
  }
  if (pick(4) == 0) {
    history::GroupsSet groups;
    for (const char* name : {"on-call", "t\xc3\xa9sts"}) {
      if (pick(5) == 0) continue;
      groups.groups.push_back({name, {}});
      for (std::uint64_t i = 0; i < pick(5); ++i) groups.groups.back().users.push_back(anybody());
      for (const base::UserId& member : groups.groups.back().users)  // as everybody in a group is
        batch.records.push_back(history::PersonWatched{member, kTexts[pick(std::size(kTexts))], true});
    }
    batch.records.push_back(std::move(groups));
  }
  if (pick(4) == 0)
    batch.records.push_back(
        history::NameResolved{history::NameKind::email, fmt::format("mail{}@example.org", pick(5)), {anybody()}, now});
  if (pick(4) == 0) batch.records.push_back(history::PersonWatched{anybody(), kTexts[pick(std::size(kTexts))], true});
  if (pick(5) == 0) batch.records.push_back(history::SessionReady{session(), now});
  if (pick(6) == 0) {
    open_session_ = false;
    batch.records.push_back(history::SessionEnded{session(), now, history::EndReason::timeout});
  }
  return batch;
}

void RandomHistory::live() {
  const std::uint64_t what = pick(40);
  if (what == 0) return check(database_->promise_purge(anybody(), pick(2) == 0)), check(database_->begin_purge());
  if (what == 1) {
    if (auto purged = database_->purge(anybody(), pick(2) == 0); !purged)
      throw std::runtime_error(purged.error().message);
    return;
  }
  if (what == 2) {
    if (auto undone = database_->undo_forget(anybody()); !undone) throw std::runtime_error(undone.error().message);
    return;
  }
  if (what == 3) {                                   // the clock was ahead
    check(database_->commit(workload_->goodbye()));  // as the engine ends all coverage before
    const base::WallTime after = workload_->now() - Millis{static_cast<std::int64_t>(pick(30'000))};
    const std::string workspace = pick(3) == 0 ? "o'mega \xc3\xa9" : store_faults::kWorkspaces[pick(2)];
    if (auto moved = database_->set_aside(workspace, after); !moved) throw std::runtime_error(moved.error().message);
    return;
  }
  if (database_->purging() && pick(2) == 0) {
    if (auto step = database_->purge_step(); !step) throw std::runtime_error(step.error().message);
  }
  if (pick(30) == 0) workload_->skip(Millis{std::int64_t{86'400'000} * static_cast<std::int64_t>(pick(12))});
  store_faults::Commit commit = workload_->next();
  if (pick(2) == 0) commit.push_back(third_workspace());
  check(database_->commit(commit));
}

void RandomHistory::finish_purges() {
  while (database_->purging())
    if (auto step = database_->purge_step(); !step) throw std::runtime_error(step.error().message);
}

void RandomHistory::restart() {
  if (pick(2) == 0) {
    workload_->goodbye();  // never told: what was open is left for the next start
    database_.reset();
  } else {
    check(database_->commit(workload_->goodbye()));
    check(database_->close());
    database_.reset();
  }
  covered_.clear();
  open_session_ = false;
  workload_->skip(Millis{static_cast<std::int64_t>(pick(20'000))});
  open();
}

base::WallTime RandomHistory::now() const { return workload_->now(); }

void RandomHistory::retain(base::WallTime cutoff) {
  for (bool more = true; more;) {
    auto step = database_->retain(cutoff);
    if (!step) throw std::runtime_error(step.error().message);
    more = step.value();
  }
}

void RandomHistory::backup(const std::filesystem::path& to) {
  auto reader = store::Reader::open(file_);
  if (!reader) throw std::runtime_error(reader.error().message);
  check(store::backup(*reader.value(), to, [] {}));
}

void RandomHistory::restore(const std::filesystem::path& from) {
  database_.reset();
  workload_->goodbye();
  for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(file_.string() + beside);
  std::filesystem::copy_file(from, file_, std::filesystem::copy_options::overwrite_existing);
  covered_.clear();
  open_session_ = false;
  open();
}

void RandomHistory::close() {
  finish_purges();
  check(database_->commit(workload_->goodbye()));
  check(database_->close());
  database_.reset();
}

}  // namespace presenced::test
