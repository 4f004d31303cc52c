#include "logging/log_writer.h"

#include <spdlog/async_logger.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

namespace presenced::logging {
namespace {

// A thread that starts meanwhile has no signals: those of the process are handled elsewhere, and a reader that has gone
// away must not end it (SIGPIPE).
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all{};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

// What the queue holds of a line. spdlog's items have one string each, so this is written into one: the number, then
// the text and the fields, each after its length.
struct QueuedLine {
  std::uint64_t dropped_before = 0;
  LogLine line;
};

std::string packed(std::uint64_t dropped_before, const LogLine& line) {
  std::string out;
  const auto add_number = [&](std::uint64_t number) {
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
  };
  const auto add_text = [&](std::string_view text) {
    add_number(text.size());
    out.append(text);
  };
  add_number(dropped_before);
  add_text(line.text);
  for (const std::string& field : line.fields) add_text(field);
  return out;
}

QueuedLine unpacked(std::string_view in) {
  const auto number = [&] {
    std::uint64_t value = 0;
    std::memcpy(&value, in.data(), sizeof value);
    in.remove_prefix(sizeof value);
    return value;
  };
  const auto text = [&] {
    const std::size_t size = number();
    std::string value(in.substr(0, size));
    in.remove_prefix(size);
    return value;
  };
  QueuedLine out;
  out.dropped_before = number();
  out.line.text = text();
  while (!in.empty()) out.line.fields.push_back(text());
  return out;
}

}  // namespace

struct LogWriter::State {
  bool await_flushed(base::Millis limit) {
    std::unique_lock lock(mutex);
    return flush_ended.wait_for(lock, limit, [this] { return flushed; });
  }

  const Output output;
  const Notice notice;
  const std::size_t most_queued;
  spdlog::details::thread_pool* pool = nullptr;
  std::uint64_t lost = 0;  // dropped or not written, and not reported yet; only for the pool's thread

  std::mutex mutex{};  // guards what follows, and the queue between the look at its size and the next line
  std::condition_variable flush_ended{};
  std::uint64_t dropped = 0;
  bool dropping = false;
  bool flushed = false;
};

// Called on the pool's thread only.
class LogWriter::Sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit Sink(std::shared_ptr<State> state) : state_(std::move(state)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& item) override {
    const QueuedLine next = unpacked({item.payload.data(), item.payload.size()});
    state_->lost += next.dropped_before;
    report_lost();
    if (!state_->output(next.line)) ++state_->lost;
    if (const std::uint64_t dropped = dropped_at_the_end(); dropped > 0) {
      state_->lost += dropped;
      report_lost();
    }
  }
  void flush_() override {
    const std::lock_guard lock(state_->mutex);
    state_->flushed = true;
    state_->flush_ended.notify_all();
  }

  void report_lost() {
    if (state_->lost > 0 && state_->output(state_->notice(state_->lost))) state_->lost = 0;
  }
  // Lines that were dropped after the last one in the queue: no later line may come to carry their number.
  std::uint64_t dropped_at_the_end() {
    const std::lock_guard lock(state_->mutex);
    return state_->pool->queue_size() == 0 ? std::exchange(state_->dropped, 0) : 0;
  }

  std::shared_ptr<State> state_;
};

LogWriter::LogWriter(Output output, Notice notice, std::size_t most_queued, base::Millis flush)
    : state_(new State{std::move(output), std::move(notice), most_queued}) {
  // The pool's destructor joins its thread. A thread that hangs in a write may never return, and it uses the pool when
  // it does: such a pool is left alive on purpose, until the process ends.
  const auto end_or_leave = [state = state_, flush](spdlog::details::thread_pool* pool) {
    if (state->await_flushed(flush)) delete pool;
  };
  {
    const SignalsBlocked blocked;
    pool_ = {new spdlog::details::thread_pool(most_queued + 1, 1), end_or_leave};  // one place is for the flush
  }
  state_->pool = pool_.get();
  // `write` looks for a free place first, so nothing is overrun. The other policy would be to wait for one.
  logger_ = std::make_shared<spdlog::async_logger>("presenced", std::make_shared<Sink>(state_), pool_,
                                                   spdlog::async_overflow_policy::overrun_oldest);
  // Instead of spdlog's own handler, which writes to standard error. An error on the way to the queue is thrown by
  // `write`.
  logger_->set_error_handler([state = state_.get()](const std::string&) { ++state->lost; });
}

LogWriter::~LogWriter() { logger_->flush(); }

void LogWriter::write(const LogLine& line) {
  State& state = *state_;
  const std::lock_guard lock(state.mutex);
  const std::size_t queued = state.pool->queue_size();
  state.dropping = state.dropping ? queued > state.most_queued / 2 : queued >= state.most_queued;
  if (state.dropping) {
    ++state.dropped;
    return;
  }
  logger_->log(spdlog::level::info, spdlog::string_view_t(packed(std::exchange(state.dropped, 0), line)));
}

}  // namespace presenced::logging
