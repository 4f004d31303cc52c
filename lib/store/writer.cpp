#include "store/writer.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace presenced::store {
namespace {

std::size_t size_of(const history::Batch& batch) { return batch.records.size() + 1; }

// Moves on by the hour, so that the spans which reach over the cutoff are cut once an hour and not at every commit.
base::WallTime by_the_hour(base::WallTime alive_at, base::Millis retention) {
  return std::chrono::floor<std::chrono::hours>(alive_at - retention);
}

}  // namespace

Writer::Writer(std::unique_ptr<HistoryDb> database, WriterOptions options, WriterEvents events)
    : options_(options),
      events_(std::move(events)),
      database_(std::move(database)),
      retention_(options.retention),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  if (thread_.joinable()) stop(base::Millis{0});
}

bool Writer::submit(history::Batch batch) {
  const std::size_t size = size_of(batch);
  return submit(std::move(batch), size, options_.most_queued);
}

// There is always room for what people ask: they ask one by one.
bool Writer::purge(base::UserId user, bool forget, Promised promised, Done done) {
  return submit(PurgeOrder{std::move(user), forget, std::move(promised), std::move(done)}, 1, SIZE_MAX);
}

bool Writer::begin_purge() { return submit(PurgeBegin{}, 1, SIZE_MAX); }

bool Writer::submit(std::variant<history::Batch, PurgeOrder, PurgeBegin> work, std::size_t size, std::size_t most) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || finished_ || queued_ + size > most) return false;
    queued_ += size;
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void Writer::set_retention(std::optional<base::Millis> retention) {
  {
    const std::lock_guard lock(mutex_);
    retention_ = retention;
  }
  wake_.notify_one();
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

std::size_t Writer::Work::size() const {
  std::size_t size = purge || begin ? 1 : 0;
  for (const history::Batch& batch : batches) size += size_of(batch);
  return size;
}

void Writer::run() {
  std::unique_lock lock(mutex_);
  bool well = true;
  while (well) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty() || !purges_.empty() || retention_due(); });
    if (stopping_ && queue_.empty() && (purges_.empty() || gave_up_)) break;
    Work work = take();
    const std::size_t size = work.size();
    lock.unlock();
    well = do_one(work);
    ++answers_;
    lock.lock();
    queued_ -= size;
  }
  stopping_ = true;  // nothing more is taken, also when it was no stop() that ended this
  lock.unlock();
  refuse_purges();
  const bool clean = well && close();
  database_.reset();  // the lock is free when stop() returns, however it ended
  lock.lock();
  clean_ = clean && queue_.empty();
  finished_ = true;
  ended_.notify_all();
}

Writer::Work Writer::take() {
  Work work;
  while (!queue_.empty() && !work.purge && !work.begin) {
    if (auto* batch = std::get_if<history::Batch>(&queue_.front()))
      work.batches.push_back(std::move(*batch));
    else if (!work.batches.empty())
      break;
    else if (auto* order = std::get_if<PurgeOrder>(&queue_.front()))
      work.purge = std::move(*order);
    else
      work.begin = true;
    queue_.pop_front();
  }
  return work;
}

bool Writer::do_one(Work& work) {
  if (work.purge) return promise(std::move(*work.purge));
  if (work.begin) return begin_promised();
  if (!work.batches.empty() && !commit(work.batches)) return false;
  if (!purges_.empty()) return go_on_purging();
  return !work.batches.empty() || retain();
}

// Until it is done, or there is no hope left (false).
bool Writer::insist(const std::function<std::optional<Failure>()>& attempt) {
  bool told = false;
  for (base::Millis delay = options_.first_retry;; delay = std::min(2 * delay, options_.longest_retry)) {
    const std::optional<Failure> failure = attempt();
    ++answers_;
    if (!failure) return true;
    if (!told) events_.failed(*failure);
    told = true;
    answer_waiting(*failure);
    if (failure->failure_class == FailureClass::broken || !wait_before_retry(delay)) return false;
  }
}

// Once: who asks for it hears of the failure and may ask again; nobody was told of it before.
bool Writer::promise(PurgeOrder order) {
  if (const auto failure = database_->promise_purge(order.user, order.forget)) {
    order.done(*failure);
    if (failure->failure_class != FailureClass::broken) return true;  // if it lasts, the next commit tells of it
    events_.failed(*failure);
    return false;
  }
  promised_.push_back(std::move(order));
  promised_.back().promised();
  return true;
}

bool Writer::begin_promised() {
  if (!insist([this] { return database_->begin_purge(); })) return false;
  purges_.push_back(std::move(promised_.front()));
  promised_.pop_front();
  return true;
}

bool Writer::go_on_purging() {
  std::optional<Purged> purged;
  const bool well = insist([&]() -> std::optional<Failure> {
    auto step = database_->purge_step();
    if (!step.ok()) return step.error();
    purged = std::move(step.value());
    return std::nullopt;
  });
  if (!well || !purged) return well;
  log_to_empty_ = !empty_log();
  purges_.front().done(std::move(*purged));  // they come to their end in the order they were begun
  purges_.pop_front();
  return true;
}

// A failure is no reason to stop: if it lasts, the next commit tells of it.
bool Writer::empty_log() {
  const auto emptied = database_->empty_log();
  return emptied.ok() && emptied.value();
}

// Who waits to be promised a purge is not kept waiting for room on the disk.
void Writer::answer_waiting(const Failure& failure) {
  std::vector<PurgeOrder> waiting;
  {
    const std::lock_guard lock(mutex_);
    for (auto& work : queue_)
      if (auto* order = std::get_if<PurgeOrder>(&work)) waiting.push_back(std::move(*order));
    std::erase_if(queue_, [](const auto& work) { return std::holds_alternative<PurgeOrder>(work); });
    queued_ -= waiting.size();
  }
  for (const PurgeOrder& order : waiting) order.done(failure);
}

void Writer::refuse_purges() {
  const Failure promised{FailureClass::busy, 0,
                         "the daemon stopped writing before all was deleted; its next start deletes the rest"};
  for (const auto* orders : {&purges_, &promised_})
    for (const PurgeOrder& order : *orders) order.done(promised);
  const Failure stopped{FailureClass::busy, 0,
                        "nothing was deleted before the daemon stopped writing; ask for it again"};
  const std::unique_lock lock(mutex_);
  for (const auto& waiting : queue_)
    if (const auto* order = std::get_if<PurgeOrder>(&waiting)) order->done(stopped);
}

bool Writer::commit(const std::vector<history::Batch>& group) {
  if (!insist([&] { return database_->commit(group); })) return false;
  for (const history::Batch& batch : group) alive_at_ = std::max(alive_at_.value_or(batch.alive_at), batch.alive_at);
  tell_committed(group);
  if (log_to_empty_) log_to_empty_ = !empty_log();
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

// Under the mutex. Nothing: all is kept, or it is not known what time it is.
std::optional<base::WallTime> Writer::cutoff() const {
  if (!retention_ || !alive_at_) return std::nullopt;
  return by_the_hour(*alive_at_, *retention_);
}

bool Writer::retention_due() const { return cutoff().value_or(retained_from_) > retained_from_; }

bool Writer::retain() {
  std::unique_lock lock(mutex_);
  if (!retention_due()) return true;
  const base::WallTime from = *cutoff();
  lock.unlock();
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
