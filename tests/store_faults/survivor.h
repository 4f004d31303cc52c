// One life of a history on a disk that may fail: does with a HistoryDb what presenced and store::Writer do with it, and
// keeps account of what must be in it.
//
//   open, resume   again until it works (systemd starts the daemon again)
//   commit         the same group again until it works, as store/writer.h says; after `broken` a new start
//   retain         a failure is passed over; again after the next commit
//   power cut      everything is dropped, the disk restarts, a new start
//
// A fault that lasts is lifted after a few refusals have come through to us, as room that somebody makes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/history_db.h"
#include "store_faults/disk.h"
#include "store_faults/expected_history.h"
#include "store_faults/workload.h"

namespace presenced::store_faults {

struct Plan {
  std::vector<Commit> commits;
  std::size_t retain_after = 0;  // this many commits; 0: never
  base::WallTime cutoff{};
  store::Durability durability = store::Durability::full;
  ExpectedHistory before;  // what the database holds already
  base::WallTime started_at;
};

class Survivor {
 public:
  Survivor(Disk& disk, std::filesystem::path file, const Plan& plan, Tail tail, std::uint64_t seed);

  // To the end of the plan, whatever happens; then compares. Empty: the history is what it must be.
  std::vector<std::string> live();

 private:
  bool start();
  bool find_what_is_there();
  void expect_next();
  bool work();
  bool commit();
  bool retain();
  void failed(const std::string& doing, const store::Failure& failure);
  void fall();
  ExpectedHistory expected() const;
  void complain(std::string what) { complaints_.push_back(std::move(what)); }

  Disk& disk_;
  const std::filesystem::path file_;
  const Plan& plan_;
  const Tail tail_;
  std::uint64_t seed_;

  std::unique_ptr<store::HistoryDb> database_;
  std::vector<ExpectedHistory> after_;  // the first so many commits
  std::size_t acknowledged_ = 0;        // commits
  std::size_t handed_in_ = 0;
  bool may_lose_ = false;  // a power cut was, and the durability does not promise to survive it
  bool retained_ = false;
  int refusals_ = 0;
  std::vector<std::string> complaints_;
};

}  // namespace presenced::store_faults
