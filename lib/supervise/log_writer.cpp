#include "supervise/log_writer.h"

#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <utility>

namespace presenced::supervise {
namespace {

// What a line takes in the queue.
std::size_t size_of(const LogLine& line) {
  std::size_t bytes = sizeof line + line.text.size();
  for (const std::string& field : line.fields) bytes += sizeof field + field.size();
  return bytes;
}

// The process's signals are handled elsewhere, and a reader that has gone away must not end it (SIGPIPE).
std::thread without_signals(std::function<void()> run) {
  sigset_t all{};
  sigset_t before{};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(run));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

struct LogWriter::State {
  struct Queued {
    LogLine line;
    std::uint64_t dropped_before = 0;
  };

  State(Output to, Notice of, std::size_t most) : output(std::move(to)), notice(std::move(of)), most_queued(most) {}

  const Output output;
  const Notice notice;
  const std::size_t most_queued;

  std::mutex mutex;  // guards what follows
  std::condition_variable wake;
  std::condition_variable ended;
  std::deque<Queued> queue;
  std::size_t queued = 0;  // bytes, with the line that is being written
  std::uint64_t dropped = 0;
  bool dropping = false;
  bool stopping = false;
  bool finished = false;
};

LogWriter::LogWriter(Output output, Notice notice, std::size_t most_queued, base::Millis flush)
    : state_(std::make_shared<State>(std::move(output), std::move(notice), most_queued)), flush_(flush) {
  thread_ = without_signals([state = state_] { run(*state); });
}

LogWriter::~LogWriter() {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->wake.notify_one();
  const bool finished = state_->ended.wait_for(lock, flush_, [this] { return state_->finished; });
  lock.unlock();
  if (finished)
    thread_.join();
  else
    thread_.detach();  // it hangs in a write that may never return
}

void LogWriter::write(LogLine line) {
  const std::size_t bytes = size_of(line);
  const std::lock_guard lock(state_->mutex);
  State& state = *state_;
  if (state.queued <= state.most_queued / 2) state.dropping = false;
  if (state.dropping || state.queued + bytes > state.most_queued) {
    state.dropping = true;
    ++state.dropped;
    return;
  }
  state.queued += bytes;
  state.queue.push_back({std::move(line), std::exchange(state.dropped, 0)});
  state.wake.notify_one();
}

void LogWriter::run(State& state) {
  std::uint64_t lost = 0;  // dropped or not written, and not told yet
  std::unique_lock lock(state.mutex);
  for (;;) {
    state.wake.wait(lock, [&] { return !state.queue.empty() || state.dropped > 0 || state.stopping; });
    if (state.queue.empty() && state.dropped == 0) break;
    const bool has_line = !state.queue.empty();
    State::Queued next;
    if (has_line) {
      next = std::move(state.queue.front());
      state.queue.pop_front();
    } else {
      next.dropped_before = std::exchange(state.dropped, 0);
    }
    lock.unlock();
    lost += next.dropped_before;
    if (lost > 0 && state.output(state.notice(lost))) lost = 0;
    if (has_line && !state.output(next.line)) ++lost;
    lock.lock();
    if (has_line) state.queued -= size_of(next.line);
  }
  state.finished = true;
  state.ended.notify_all();
}

}  // namespace presenced::supervise
