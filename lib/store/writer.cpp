#include "store/writer.h"

#include <algorithm>
#include <map>
#include <utility>

namespace presenced::store {
namespace {

std::size_t size_of(const history::Batch& batch) { return batch.records.size() + 1; }

std::size_t size_of(const std::vector<history::Batch>& group) {
  std::size_t size = 0;
  for (const history::Batch& batch : group) size += size_of(batch);
  return size;
}

// Moves on by the hour, so that the spans which reach over the cutoff are cut once an hour and not at every commit.
base::WallTime cutoff(base::WallTime alive_at, base::Millis retention) {
  return std::chrono::floor<std::chrono::hours>(alive_at - retention);
}

}  // namespace

Writer::Writer(std::unique_ptr<HistoryDb> database, WriterOptions options, WriterEvents events)
    : options_(options), events_(std::move(events)), database_(std::move(database)), thread_([this] { run(); }) {}

Writer::~Writer() {
  if (thread_.joinable()) stop(base::Millis{0});
}

bool Writer::submit(history::Batch batch) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || finished_ || queued_ + size_of(batch) > options_.most_queued) return false;
    queued_ += size_of(batch);
    queue_.push_back(std::move(batch));
  }
  wake_.notify_one();
  return true;
}

std::size_t Writer::queued() const {
  const std::lock_guard lock(mutex_);
  return queued_;
}

bool Writer::stop(base::Millis patience) {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
    if (!ended_.wait_for(lock, patience, [this] { return finished_; })) {
      gave_up_ = true;
      wake_.notify_one();
    }
  }
  if (thread_.joinable()) thread_.join();
  return clean_;
}

void Writer::run() {
  std::unique_lock lock(mutex_);
  bool well = true;
  while (well) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty() || retention_due(); });
    const std::vector<history::Batch> group = std::exchange(queue_, {});
    if (group.empty() && stopping_) break;
    lock.unlock();
    well = group.empty() ? retain() : commit(group);
    lock.lock();
    queued_ -= size_of(group);
  }
  lock.unlock();
  const bool clean = well && close();
  database_.reset();  // the lock is free when stop() returns, however it ended
  lock.lock();
  clean_ = clean && queue_.empty();
  finished_ = true;
  ended_.notify_all();
}

// Until it is done, or there is no hope left (false).
bool Writer::commit(const std::vector<history::Batch>& group) {
  bool told = false;
  for (base::Millis delay = options_.first_retry;; delay = std::min(2 * delay, options_.longest_retry)) {
    const std::optional<Failure> failure = database_->commit(group);
    if (!failure) break;
    if (!told) events_.failed(*failure);
    told = true;
    if (failure->failure_class == FailureClass::broken || !wait_before_retry(delay)) return false;
  }
  for (const history::Batch& batch : group) alive_at_ = std::max(alive_at_.value_or(batch.alive_at), batch.alive_at);
  tell_committed(group);
  return true;
}

// A stop cuts the delay short: it may be the last chance. False: the patience of stop() is over.
bool Writer::wait_before_retry(base::Millis delay) {
  std::unique_lock lock(mutex_);
  if (stopping_) delay = std::min(delay, options_.first_retry);
  const bool was_stopping = stopping_;
  wake_.wait_for(lock, delay, [&] { return gave_up_ || stopping_ != was_stopping; });
  return !gave_up_;
}

void Writer::tell_committed(const std::vector<history::Batch>& group) {
  std::map<std::string, base::BatchNumber> last;
  for (const history::Batch& batch : group) last[batch.workspace] = batch.number;
  for (const auto& [workspace, number] : last) events_.committed(workspace, number);
}

bool Writer::retention_due() const {
  return options_.retention && alive_at_ && cutoff(*alive_at_, *options_.retention) > retained_from_;
}

bool Writer::retain() {
  const base::WallTime from = cutoff(*alive_at_, *options_.retention);
  const base::Result<bool, Failure> more = database_->retain(from);
  if (more.ok()) {
    if (!more.value()) retained_from_ = from;
    return true;
  }
  if (more.error().failure_class == FailureClass::broken) {
    events_.failed(more.error());
    return false;
  }
  retained_from_ = from;  // a full disk lets nothing be deleted either; the next commit tells of it. Again in an hour
  return true;
}

bool Writer::close() {
  const std::optional<Failure> failure = database_->close();
  if (failure) events_.failed(*failure);
  return !failure;
}

}  // namespace presenced::store
