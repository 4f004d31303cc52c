#include "store/writer.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace presenced::store {
namespace {

// Of one commit. Fewer cost more a record, since the pages that hold a person's newest rows are written once a commit:
// for 500 people SQLite takes 2.6 us a row at 4,000, 2.1 at 8,000 and 1.7 at 16,000 [measured]. More would leave no
// room for the next ones in what the engine lets wait (feeds::Settings::uncommitted_mark, some 18,000). A batch that
// holds more is not divided.
constexpr std::size_t kMostRecords = 8'000;

}  // namespace

Writer::Writer(std::unique_ptr<HistoryDb> database, WriterOptions options, WriterEvents events)
    : options_(options),
      events_(std::move(events)),
      retention_(options_.monotonic, options_.retention),
      database_(std::move(database)),
      log_growth_(options_.most_log_bytes),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  if (thread_.joinable()) stop(base::Millis{1'000});
}

bool Writer::submit(history::Batch batch) { return enqueue(std::move(batch)); }

bool Writer::purge(base::UserId user, bool forget, Promised promised, Done done, Asked asked) {
  const auto what = forget ? PurgeOrder::What::forget : PurgeOrder::What::purge;
  return enqueue(PurgeOrder{std::move(user), what, std::move(promised), std::move(done), asked});
}

bool Writer::undo_forget(base::UserId user, Done done) {
  return enqueue(PurgeOrder{std::move(user), PurgeOrder::What::undo_forget, {}, std::move(done), {}});
}

bool Writer::begin_purge() { return enqueue(PurgeBegin{}); }

bool Writer::set_aside(std::string workspace, base::WallTime after, SetAside done) {
  return enqueue(SetAsideOrder{std::move(workspace), after, std::move(done)});
}

bool Writer::enqueue(Queued work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || finished_) return false;
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void Writer::set_retention(std::optional<base::Millis> retention) {
  retention_.set_retention(retention);
  wake_if_due();
}

void Writer::confirm_clock(base::WallTime slack_now, base::MonoTime at) {
  retention_.confirm_clock(slack_now, at);
  wake_if_due();
}

void Writer::doubt_clock() { retention_.doubt_clock(); }

// Between the writer's look at what is due and its going to sleep nothing gets lost.
void Writer::wake_if_due() {
  if (!retention_.due()) return;
  { const std::lock_guard lock(mutex_); }
  wake_.notify_one();
}

bool Writer::busy() const {
  const std::lock_guard lock(mutex_);
  return working_ || !queue_.empty();
}

bool Writer::stop(base::Millis patience) {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
    const auto latest = std::chrono::steady_clock::now() + kLongestStop;
    while (!finished_ && !gave_up_) {
      const auto news = [this, so_far = groups_] { return finished_ || groups_ != so_far; };
      gave_up_ = patience == base::Millis{0} || !ended_.wait_for(lock, patience, news) ||
                 std::chrono::steady_clock::now() >= latest;
    }
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  return clean_;
}

void Writer::run() {
  std::unique_lock lock(mutex_);
  bool well = true;
  while (well) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty() || !purges_.empty() || retention_.due(); });
    if (gave_up_ || (stopping_ && queue_.empty() && purges_.empty())) break;
    Work work = take();
    working_ = true;
    lock.unlock();
    well = do_one(work);
    ++answers_;
    lock.lock();
    working_ = false;
    if (!work.batches.empty()) ++groups_;
    if (stopping_) ended_.notify_all();
  }
  stopping_ = true;  // nothing more is taken, also when it was no stop() that ended this
  const bool all = well && queue_.empty();
  lock.unlock();
  refuse_orders();
  const bool clean = all && close();  // what is left makes it a crash to the next start
  database_.reset();                  // the lock is free when stop() returns, however it ended
  lock.lock();
  clean_ = clean;
  finished_ = true;
  ended_.notify_all();
}

Writer::Work Writer::take() {
  Work work;
  std::size_t records = 0;
  while (!queue_.empty() && !work.order && records < kMostRecords) {
    if (auto* batch = std::get_if<history::Batch>(&queue_.front())) {
      records += batch->records.size();
      work.batches.push_back(std::move(*batch));
    } else if (work.batches.empty()) {
      work.order = std::move(queue_.front());
    } else {
      break;
    }
    queue_.pop_front();
  }
  return work;
}

bool Writer::do_one(Work& work) {
  if (work.order) return carry_out(std::move(*work.order));
  if (!work.batches.empty() && !commit(work.batches)) return false;
  if (!purges_.empty()) return go_on_purging();
  return !work.batches.empty() || retain();
}

bool Writer::carry_out(Queued order) {
  if (auto* purge = std::get_if<PurgeOrder>(&order)) return carry_out(std::move(*purge));
  if (auto* aside = std::get_if<SetAsideOrder>(&order))
    return answer(aside->done, database_->set_aside(aside->workspace, aside->after));
  return begin_promised();
}

bool Writer::carry_out(PurgeOrder order) {
  if (order.what == PurgeOrder::What::undo_forget) return answer(order.done, database_->undo_forget(order.user));
  if (const auto failure = database_->promise_purge(order.user, order.what == PurgeOrder::What::forget, order.asked))
    return answer(order.done, base::Result<Purged, Failure>(*failure));
  promised_.push_back(std::move(order));
  promised_.back().promised();
  return true;
}

// What is tried once: whoever asks for it receives the failure and may ask again. If it lasts, the next commit tells.
template <class Hear, class Outcome>
bool Writer::answer(const Hear& done, const Outcome& result) {
  const bool broken = !result && result.error().failure_class == FailureClass::broken;
  if (broken) events_.failed(result.error());
  done(result);
  return !broken;
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

// Orders that nothing was promised about are not kept waiting for room on the disk.
void Writer::answer_waiting(const Failure& failure) {
  std::vector<Queued> waiting;
  {
    const std::lock_guard lock(mutex_);
    for (Queued& work : queue_)
      if (refusable(work)) waiting.push_back(std::move(work));
    std::erase_if(queue_, refusable);
  }
  for (const Queued& order : waiting) refuse(order, failure);
}

bool Writer::refusable(const Queued& work) {
  return std::holds_alternative<PurgeOrder>(work) || std::holds_alternative<SetAsideOrder>(work);
}

void Writer::refuse(const Queued& order, const Failure& failure) {
  if (const auto* purge = std::get_if<PurgeOrder>(&order)) purge->done(failure);
  if (const auto* aside = std::get_if<SetAsideOrder>(&order)) aside->done(failure);
}

void Writer::refuse_orders() {
  const Failure promised{FailureClass::busy, 0,
                         "the daemon stopped writing before all was deleted; its next start deletes the rest"};
  for (const auto* orders : {&purges_, &promised_})
    for (const PurgeOrder& order : *orders) order.done(promised);
  const Failure stopped{FailureClass::busy, 0, "the daemon stopped before doing this; try again"};
  const std::unique_lock lock(mutex_);
  for (const Queued& waiting : queue_) refuse(waiting, stopped);
}

bool Writer::commit(const std::vector<history::Batch>& group) {
  if (!insist([&] { return database_->commit(group); })) return false;
  events_.committed(group);
  if (log_to_empty_) log_to_empty_ = !empty_log();
  watch_log();
  return true;
}

// A microsecond, beside a commit's hundred and more.
void Writer::watch_log() {
  const std::uintmax_t bytes = database_->log_bytes();
  const LogGrowth::Change change = log_growth_.observe(bytes);
  if (change == LogGrowth::Change::none || !events_.log_grows) return;
  const bool grows = change == LogGrowth::Change::began;
  events_.log_grows({grows, bytes, grows ? database_->oldest_reader().value_or("") : ""});
}

// A stop cuts the delay short: it may be the last chance. False: the patience of stop() is over.
bool Writer::wait_before_retry(base::Millis delay) {
  std::unique_lock lock(mutex_);
  if (stopping_) delay = std::min(delay, options_.first_retry);
  const bool was_stopping = stopping_;
  wake_.wait_for(lock, delay, [&] { return gave_up_ || stopping_ != was_stopping; });
  return !gave_up_;
}

// A full disk lets nothing be deleted either; the next commit tells of it.
bool Writer::retain() {
  const std::optional<Failure> failure = retention_.run_step(*database_);
  if (!failure || failure->failure_class != FailureClass::broken) return true;
  events_.failed(*failure);
  return false;
}

bool Writer::close() {
  const std::optional<Failure> failure = database_->close();
  if (failure) events_.failed(*failure);
  return !failure;
}

}  // namespace presenced::store
