// The one thread that writes the history. Whoever records hands batches over and never waits for the disk.
//
// Group commit: what arrives while a commit runs goes into the next one together, up to some 8,000 records; an idle
// writer commits at once.
// No room (`full`, `busy`): what was handed over is kept, the failure is told once, and the same commit is tried again
// with growing delays until it works. `broken` is told once and ends the work; the files stay as they are.
// Between commits, when nothing waits, what is older than the retention is deleted, a few milliseconds at a time, as
// far as Slack's clock says that it is old (store/retention_plan.h). A purge does not wait for that: it takes turns
// with the commits.
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
#include "store/log_growth.h"
#include "store/retention_runner.h"

namespace presenced::store {

struct WriterOptions {
  std::optional<base::Millis> retention{};  // empty: keep for ever
  // The clock of confirm_clock(), called on the writer's thread too. Without one the retention deletes nothing.
  std::function<base::MonoTime()> monotonic{};
  // Of the -wal file: more is told. It has 4 MB before it is started over, and is given back down to 16 MB.
  std::uintmax_t most_log_bytes = 64'000'000;
  base::Millis first_retry{100};
  base::Millis longest_retry{5000};  // room that was made is noticed within this
};

// A reader of an old state keeps the log (the -wal file) from being started over.
struct LogTrouble {
  bool grows = false;  // false: it is over
  std::uintmax_t bytes = 0;
  std::string reader;  // "process 4242 (sqlite3)"; empty: not found
};

// Called on the writer's thread; they must not call the writer, and should only pass the word on.
struct WriterEvents {
  std::function<void(const std::vector<history::Batch>& group)> committed;  // these, and all before them
  std::function<void(const Failure& failure)> failed;
  std::function<void(const LogTrouble& trouble)> log_grows{};  // once when it begins, once when it is over
};

class Writer {
 public:
  // A slow disk is written to for so long when the daemon stops. systemd kills it after 30 s
  // (systemd/presenced.service).
  static constexpr base::Millis kLongestStop{20'000};

  Writer(std::unique_ptr<HistoryDb> database, WriterOptions options, WriterEvents events);
  ~Writer();  // stop() with a second's patience, if it was not called
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Never blocks. How much may wait is the caller's business. False: refused, the writer stopped or is broken.
  [[nodiscard]] bool submit(history::Batch batch);

  // Deletes everything of one person, in two steps, so that no caller acts on a purge that later fails.
  // 1. The writer tries once to promise it in the database. If that fails, or nothing can be written before it, `done`
  //    has the failure and nothing has changed. Else `promised` is called, and the purge will be done.
  // 2. The caller calls begin_purge() and informs the engines. What was handed over before that call is deleted; what
  //    is handed over after it is a new beginning, or is dropped if the person is to be forgotten.
  // Both are called on the writer's thread, like the events; promises come in the order of purge(). False: refused, as
  // by submit(). Deleting takes turns with the commits; `done` has the result when nothing is left in the database
  // file. The -wal file is emptied then, or after a later commit when a reader is in the way.
  using Promised = std::function<void()>;
  using Done = std::function<void(const base::Result<Purged, Failure>& result)>;
  [[nodiscard]] bool purge(base::UserId user, bool forget, Promised promised, Done done, Asked asked = {});
  // Once for each `promised`. False: the writer stopped, and the next start does it.
  [[nodiscard]] bool begin_purge();

  // The person may be recorded again, with what is handed over after `done`; nothing is `known` in its result if they
  // were not forgotten. It is tried once, like a promise. False: refused, as by submit().
  [[nodiscard]] bool undo_forget(base::UserId user, Done done);

  // Moves what one workspace has later than `after` out of the way (HistoryDb::set_aside), in its place among the
  // batches: those handed over before are concerned, those after are not. It is tried once; on a failure nothing has
  // changed, and the caller may ask again later, with another `after`. `done` is called on the writer's thread, like
  // the events; what it brings is read right after the move. The engine of the workspace has ended all coverage before
  // it, and appends nothing between this call and `done` that builds on what it knew before. False: refused, as by
  // submit().
  using SetAside = std::function<void(const base::Result<Rewound, Failure>& result)>;
  [[nodiscard]] bool set_aside(std::string workspace, base::WallTime after, SetAside done);

  // The clock of the retention (store/retention_plan.h). Pass each reading of Slack's clock that agrees with ours: at
  // the monotonic moment `at` it was at least `slack_now` there. Without two of them a minute apart, the last within
  // the hour, nothing is deleted. doubt_clock(): it contradicts ours.
  void confirm_clock(base::WallTime slack_now, base::MonoTime at);
  void doubt_clock();

  void set_retention(std::optional<base::Millis> retention);  // from the next step on; empty: keep for ever

  bool busy() const;  // something waits, or is being written
  // How often the disk has answered, whatever it said: it stands still while the writer is busy only when a write
  // hangs.
  std::uint64_t answers() const { return answers_.load(); }

  // Commits what was handed over, closes the database and joins the thread. True: all of it is durable and the run
  // ended clean. It gives up when nothing has been committed for `patience` (0: at once), and after kLongestStop; a
  // write that hangs in the kernel is waited for beyond it.
  bool stop(base::Millis patience);

 private:
  struct PurgeOrder {
    enum class What : std::uint8_t { purge, forget, undo_forget };
    base::UserId user;
    What what = What::purge;
    Promised promised;  // not called for undo_forget
    Done done;
    Asked asked;
  };
  struct PurgeBegin {};
  struct SetAsideOrder {
    std::string workspace;
    base::WallTime after;
    SetAside done;
  };
  using Queued = std::variant<history::Batch, PurgeOrder, PurgeBegin, SetAsideOrder>;
  // What is next: the batches up to the first order, or that order, or nothing.
  struct Work {
    std::vector<history::Batch> batches;
    std::optional<Queued> order;
  };

  void run();
  bool do_one(Work& work);
  Work take();
  bool insist(const std::function<std::optional<Failure>()>& attempt);
  bool commit(const std::vector<history::Batch>& group);
  bool enqueue(Queued work);
  bool carry_out(Queued order);
  bool carry_out(PurgeOrder order);
  template <class Hear, class Outcome>
  bool answer(const Hear& done, const Outcome& result);
  bool begin_promised();
  bool go_on_purging();
  bool empty_log();
  void answer_waiting(const Failure& failure);
  static bool refusable(const Queued& work);
  static void refuse(const Queued& order, const Failure& failure);
  void refuse_orders();
  bool wait_before_retry(base::Millis delay);
  void wake_if_due();  // when the retention may have become due
  void watch_log();
  bool retain();
  bool close();

  const WriterOptions options_;
  const WriterEvents events_;
  std::atomic<std::uint64_t> answers_{0};
  RetentionRunner retention_;

  // The writer's thread only.
  std::unique_ptr<HistoryDb> database_;
  std::deque<PurgeOrder> promised_;  // and not begun
  std::deque<PurgeOrder> purges_;    // that were begun
  LogGrowth log_growth_;
  bool log_to_empty_ = false;  // it still holds what was purged

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<Queued> queue_;
  bool working_ = false;      // on what was taken out of it
  std::uint64_t groups_ = 0;  // committed
  bool stopping_ = false;
  bool gave_up_ = false;
  bool finished_ = false;
  bool clean_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace presenced::store
