// Keeps the history as store/writer.h does, on virtual time: batches queue, what waits is committed together after the
// time a disk takes, a full disk is tried again with growing delays, a commit can land and yet be reported as failed,
// and a person's history is deleted in the writer's steps: the promise (once, and refused when the disk is full), the
// beginning in its place among the batches, the rest bit by bit. What is misdated is moved aside in its place among the
// batches, too, and nothing that happened up to now may be lost by that (`lost`).
// The database behind it is the real one (store/history_db.h), in a real file.
//
// A commit is virtual first: what has landed goes to SQLite only before somebody can see the difference: at a crash, a
// stop, and every few hundred batches. How batches are grouped into transactions makes no difference to the rows, and a
// mark of life that another follows before anybody looks leaves no trace; so the rows are those of committing each.
#pragma once

#include <algorithm>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "history/record.h"
#include "sim/draws.h"
#include "sim/findings.h"
#include "sim/journal.h"
#include "sim/world.h"
#include "store/history_db.h"

namespace presenced::sim {

class Keeper {
 public:
  struct Purge {
    base::UserId user;
    bool forget = false;
  };
  struct Events {
    std::function<void(base::BatchNumber)> committed;
    std::function<void(const std::string&)> failed;  // full: it is tried again
    std::function<void(bool clean)> closed;          // after stop()
    std::function<void(const Purge&)> promised;      // it will be deleted: begin_purge() is to be called
    std::function<void(const history::Resume&)> rewound;
    std::function<void(const std::string&)> not_rewound;
  };

  Keeper(World& world, const Draws& draws, Journal& journal, Findings& findings, std::filesystem::path file,
         Events events);

  history::Resume open(const std::string& workspace);  // a new run begins
  // What had been promised before it, and was deleted by opening: since the last call.
  std::vector<Purge> erased() { return std::exchange(erased_, {}); }
  void append(history::Batch batch);
  void purge(Purge purge);
  bool begin_purge();  // of the promise made first; false: it is closed
  void set_aside(base::WallTime after);
  void crash();  // the queue is lost; the commit in flight has landed, or not
  void stop();   // what is queued is committed, with a second's patience, and the database closed
  std::size_t queued() const { return queue_.size() + group_.size(); }
  bool writing() const { return database_ != nullptr; }

  void full(base::MonoTime until) { full_until_ = until; }
  void slow(base::MonoTime until, base::Millis most);
  void crawl(base::MonoTime until, base::Millis of_each) { crawl_until_ = until, of_each_ = of_each; }  // record
  // A write does not return before.
  void stall(base::MonoTime until) { stalled_until_ = std::max(stalled_until_, until); }
  void ambiguous(int times) { ambiguous_ += times; }
  void heal();

  std::uint64_t batches() const { return batches_; }

 private:
  struct Begin {};  // of the purge that was promised first
  struct Step {};   // of those begun
  struct SetAside {
    base::WallTime after;
  };
  using Order = std::variant<Purge, Begin, Step, SetAside>;

  bool idle() const { return group_.empty() && !order_; }
  void begin();
  void attempt(std::uint64_t run);
  void carry_out(const Order& order);
  void move_aside(base::WallTime after);
  void go_on();
  void fail(const std::string& why);
  void land();
  void write_out();
  void give_up_after(base::Millis patience);
  void close(bool clean);

  World& world_;
  const Draws& draws_;
  Journal& journal_;
  Findings& findings_;
  std::filesystem::path file_;
  std::string workspace_;
  Events events_;
  std::unique_ptr<store::HistoryDb> database_;
  std::deque<std::variant<history::Batch, Order>> queue_;
  std::vector<history::Batch> group_;   // being committed
  std::optional<Order> order_;          // likewise; not beside batches
  std::vector<history::Batch> landed_;  // committed, and not yet written
  std::deque<Purge> promised_;          // and not begun
  std::vector<Purge> erased_;
  std::uint64_t run_ = 0;
  bool told_ = false;  // that this group fails
  base::Millis retry_{};
  bool stopping_ = false;
  base::MonoTime full_until_ = base::MonoTime::min();
  base::MonoTime slow_until_ = base::MonoTime::min();
  base::Millis slow_most_{};
  base::MonoTime crawl_until_ = base::MonoTime::min();
  base::Millis of_each_{};
  base::MonoTime stalled_until_ = base::MonoTime::min();
  int ambiguous_ = 0;
  std::uint64_t batches_ = 0;
};

}  // namespace presenced::sim
