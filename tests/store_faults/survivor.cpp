#include "store_faults/survivor.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace presenced::store_faults {
namespace {

constexpr int kRefusalsThatLast = 3;
constexpr int kTooMany = 20;  // a fault that strikes once, or was lifted, and still nothing works

}  // namespace

Survivor::Survivor(Disk& disk, std::filesystem::path file, const Plan& plan, Tail tail, std::uint64_t seed)
    : disk_(disk), file_(std::move(file)), plan_(plan), tail_(tail), seed_(seed), after_{plan.before} {}

std::vector<std::string> Survivor::live() {
  bool closed = false;
  while (!closed && refusals_ < kTooMany) {
    if (!start() || !work()) continue;
    const auto failure = database_->close();
    database_.reset();  // the last checkpoint, if close() did not come to it
    closed = !disk_.dead();
    if (!closed)
      fall();
    else if (failure)
      failed("close", *failure);
  }
  disk_.lift();
  if (!closed) complain("it never came to the end of its work");
  const std::vector<std::string> wrong = expected().compare(file_);
  complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  return std::move(complaints_);
}

bool Survivor::start() {
  const base::WallTime now = std::max(plan_.started_at, after_.back().alive_at());
  auto opened = store::HistoryDb::open({file_, plan_.durability, "faults", now});
  if (!opened.ok()) {
    failed("open", opened.error());
    return false;
  }
  database_ = std::move(opened.value());
  return find_what_is_there();
}

// What was acknowledged must be there; what was handed in and not acknowledged is there whole or not at all.
bool Survivor::find_what_is_there() {
  std::map<std::string, base::BatchNumber> last;
  for (const char* workspace : kWorkspaces) {
    const auto resume = database_->resume(workspace);
    if (!resume.ok()) {
      failed("resume", resume.error());
      database_.reset();
      return false;
    }
    last[workspace] = resume.value().last_batch;
  }
  std::size_t there = 0;
  for (const Commit& commit : plan_.commits) {
    const auto is_there = [&](const history::Batch& batch) { return batch.number <= last[batch.workspace]; };
    const auto count = std::count_if(commit.begin(), commit.end(), is_there);
    if (count == 0) break;
    if (count != std::ssize(commit)) complain(fmt::format("of commit {} only a part is there", there));
    ++there;
  }
  if (there < acknowledged_ && !may_lose_) complain(fmt::format("commit {} was acknowledged and is lost", there));
  if (there > handed_in_) complain("a commit is there that was never handed in");
  while (after_.size() <= there) expect_next();
  after_.resize(there + 1);
  after_.back().begin_run(std::max(plan_.started_at, after_.back().alive_at()));
  may_lose_ = false;
  if (std::exchange(acknowledged_, there) >= there) return true;
  // Whoever got no answer may hand it in again: it must change nothing.
  const auto failure = database_->commit(plan_.commits[there - 1]);
  if (failure) failed("commit again", *failure);
  return database_ != nullptr;
}

// Only where a power cut may take commits back, what was before them is needed again.
void Survivor::expect_next() {
  const Commit& commit = plan_.commits[after_.size() - 1];
  ExpectedHistory& last = after_.back();
  ExpectedHistory next = plan_.durability == store::Durability::normal ? last : std::move(last);
  for (const history::Batch& batch : commit) next.apply(batch);
  after_.push_back(std::move(next));
}

// All commits, and the retention between them. False: it has to start again.
bool Survivor::work() {
  const bool retains = plan_.retain_after != 0;
  while (acknowledged_ < plan_.commits.size()) {
    if (!commit()) return false;
    if (retains && !retained_ && acknowledged_ >= plan_.retain_after && !retain()) return false;
  }
  while (retains && !retained_ && refusals_ < kTooMany)
    if (!retain()) return false;
  return true;
}

bool Survivor::commit() {
  const Commit& next = plan_.commits[acknowledged_];
  handed_in_ = std::max(handed_in_, acknowledged_ + 1);
  while (const auto failure = database_->commit(next)) {
    failed("commit", *failure);
    if (!database_) return false;
  }
  ++acknowledged_;
  expect_next();
  return true;
}

bool Survivor::retain() {
  for (;;) {
    const auto more = database_->retain(plan_.cutoff);
    if (!more.ok()) {
      failed("retain", more.error());
      return database_ != nullptr;
    }
    if (!more.value()) break;
  }
  retained_ = true;
  return true;
}

void Survivor::failed(const std::string& doing, const store::Failure& failure) {
  if (disk_.dead()) return fall();
  ++refusals_;
  if (refusals_ >= kRefusalsThatLast) disk_.lift();
  if (failure.message.find(file_.filename().string()) == std::string::npos)
    complain(fmt::format("{}: the message names no file: {}", doing, failure.message));
  const bool broken = failure.failure_class == store::FailureClass::broken;
  if (broken && (failure.code & 0xff) != SQLITE_CANTOPEN)
    complain(fmt::format("{}: there should be hope, but it says: {}", doing, failure.message));
  if (broken || refusals_ >= kTooMany) database_.reset();
}

void Survivor::fall() {
  database_.reset();
  disk_.restart(tail_, seed_);
  retained_ = false;
  may_lose_ = plan_.durability == store::Durability::normal;
  ++refusals_;
}

ExpectedHistory Survivor::expected() const {
  ExpectedHistory history = after_.back();
  if (plan_.retain_after != 0) history.retain(plan_.cutoff);
  return history;
}

}  // namespace presenced::store_faults
