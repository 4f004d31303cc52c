// The one thread that writes the history. Whoever records hands batches over and never waits for the disk.
//
// Group commit: what arrives while a commit runs goes into the next one together; an idle writer commits at once.
// No room (`full`, `busy`): what was handed over is kept, the failure is told once, and the same commit is tried again
// with growing delays until it works. `broken` is told once and ends the work; the files stay as they are.
// Between commits, when nothing waits, what is older than the retention is deleted, a few milliseconds at a time. A
// purge does not wait for that: it takes turns with the commits.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "history/record.h"
#include "store/failure.h"
#include "store/history_db.h"

namespace presenced::store {

struct WriterOptions {
  // Batches and their records together, waiting and being written. A record is some 200 bytes: about 20 MB.
  std::size_t most_queued = 100'000;
  std::optional<base::Millis> retention{};  // empty: keep for ever
  base::Millis first_retry{100};
  base::Millis longest_retry{5000};  // room that was made is noticed within this
};

// Called on the writer's thread; they must not call the writer, and should only pass the word on.
struct WriterEvents {
  std::function<void(const std::string& workspace, base::BatchNumber last)> committed;  // it and all before it
  std::function<void(const Failure& failure)> failed;
};

class Writer {
 public:
  Writer(std::unique_ptr<HistoryDb> database, WriterOptions options, WriterEvents events);
  ~Writer();  // stop() without patience, if it was not called
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Never blocks. False: refused, because the queue is at its bound, or the writer stopped or is broken.
  [[nodiscard]] bool submit(history::Batch batch);

  // Deletes everything of one person, in two steps, so that nobody believes in a purge that is not to be. It is tried
  // once to promise it in the database. Either that fails, or nothing can be written before it: then `done` says so and
  // nothing has changed. Or `promised` is called, and it will be done: then the caller calls begin_purge() and tells
  // the engines. What was handed over before is deleted with it, what is handed over after it is a new beginning (or
  // dropped: `forget`). Both are called on the writer's thread, like the events; promises come in the order of purge().
  // False: refused, as by submit().
  // Deleting takes turns with the commits; `done` comes when nothing is left in the database file. The -wal file is
  // emptied then, or after a later commit when a reader is in the way.
  using Promised = std::function<void()>;
  using Done = std::function<void(const base::Result<Purged, Failure>& result)>;
  [[nodiscard]] bool purge(base::UserId user, bool forget, Promised promised, Done done);
  // Once for each `promised`. False: the writer stopped, and the next start does it.
  [[nodiscard]] bool begin_purge();

  void set_retention(std::optional<base::Millis> retention);  // from the next commit on; empty: keep for ever

  std::size_t queued() const;  // in the unit of WriterOptions::most_queued
  // How often the disk has answered, whatever it said: it stands still while work is queued only when a write hangs.
  std::uint64_t answers() const { return answers_.load(); }

  // Commits what was handed over, closes the database and joins the thread. True: all of it is durable and the run
  // ended clean. It gives up trying after `patience`; a write that hangs in the kernel is waited for beyond it.
  bool stop(base::Millis patience);

 private:
  struct PurgeOrder {
    base::UserId user;
    bool forget = false;
    Promised promised;
    Done done;
  };
  struct PurgeBegin {};
  // What is next: the batches up to the first purge, or that purge, or its beginning, or nothing.
  struct Work {
    std::vector<history::Batch> batches;
    std::optional<PurgeOrder> purge;
    bool begin = false;
    std::size_t size() const;
  };

  void run();
  bool do_one(Work& work);
  Work take();
  bool insist(const std::function<std::optional<Failure>()>& attempt);
  bool commit(const std::vector<history::Batch>& group);
  bool submit(std::variant<history::Batch, PurgeOrder, PurgeBegin> work, std::size_t size, std::size_t most);
  bool promise(PurgeOrder order);
  bool begin_promised();
  bool go_on_purging();
  bool empty_log();
  void answer_waiting(const Failure& failure);
  void refuse_purges();
  bool wait_before_retry(base::Millis delay);
  void tell_committed(const std::vector<history::Batch>& group);
  bool retention_due() const;
  std::optional<base::WallTime> cutoff() const;
  bool retain();
  bool close();

  const WriterOptions options_;
  const WriterEvents events_;
  std::atomic<std::uint64_t> answers_{0};

  // The writer's thread only.
  std::unique_ptr<HistoryDb> database_;
  std::optional<base::WallTime> alive_at_;  // the newest mark of life that was committed: the clock of the retention
  base::WallTime retained_from_{};          // nothing older than this is left
  std::deque<PurgeOrder> promised_;         // and not begun
  std::deque<PurgeOrder> purges_;           // that were begun
  bool log_to_empty_ = false;               // it still holds what was purged

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<std::variant<history::Batch, PurgeOrder, PurgeBegin>> queue_;
  std::optional<base::Millis> retention_;
  std::size_t queued_ = 0;
  bool stopping_ = false;
  bool gave_up_ = false;
  bool finished_ = false;
  bool clean_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace presenced::store
