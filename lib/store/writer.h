// The one thread that writes the history. Whoever records hands batches over and never waits for the disk.
//
// Group commit: what arrives while a commit runs goes into the next one together; an idle writer commits at once.
// No room (`full`, `busy`): what was handed over is kept, the failure is told once, and the same commit is tried again
// with growing delays until it works. `broken` is told once and ends the work; the files stay as they are.
// Between commits, when nothing waits, what is older than the retention is deleted, a few milliseconds at a time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
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

  std::size_t queued() const;  // in the unit of WriterOptions::most_queued

  // Commits what was handed over, closes the database and joins the thread. True: all of it is durable and the run
  // ended clean. It gives up trying after `patience`; a write that hangs in the kernel is waited for beyond it.
  bool stop(base::Millis patience);

 private:
  void run();
  bool commit(const std::vector<history::Batch>& group);
  bool wait_before_retry(base::Millis delay);
  void tell_committed(const std::vector<history::Batch>& group);
  bool retention_due() const;
  bool retain();
  bool close();

  const WriterOptions options_;
  const WriterEvents events_;

  // The writer's thread only.
  std::unique_ptr<HistoryDb> database_;
  std::optional<base::WallTime> alive_at_;  // the newest mark of life that was committed: the clock of the retention
  base::WallTime retained_from_{};          // nothing older than this is left

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::vector<history::Batch> queue_;
  std::size_t queued_ = 0;
  bool stopping_ = false;
  bool gave_up_ = false;
  bool finished_ = false;
  bool clean_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace presenced::store
