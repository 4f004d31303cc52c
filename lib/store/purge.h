// Deletes what the history holds of one person, in every workspace: first it is promised, then at one stroke all that
// makes it an answer (coverage, names, address, label) goes, then the transitions in small steps between which others
// may write.
//
// Until the promise is committed nothing has changed, and it may fail without harm. After it the deleting is certain:
// what a run leaves undone of it is done by the next start. What is written of the person after begin() is a new
// beginning and stays, unless they are to be forgotten: then nothing is written of them from the promise on.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "base/ids.h"
#include "store/sqlite.h"

namespace presenced::store {

struct Purged {  // what was deleted
  base::UserId user;
  bool known = false;  // there was something to delete
  std::int64_t transitions = 0;
  std::int64_t spans = 0;  // of coverage
};

class Purge {
 public:
  explicit Purge(Database& database);  // with what an interrupted run left to do

  // One transaction each; begin() is for the promise that was made first and not begun. Who wrote to the database
  // before must forget what it remembers of people's rows and of who is forgotten.
  void promise(const base::UserId& user, bool forget);
  void begin();

  bool pending() const { return !jobs_.empty() && jobs_.front().begun(); }

  // One transaction of a few milliseconds for the purge that was begun first, if there is one: deletes at most `rows`
  // rows. The answer when this was the end of it.
  std::optional<Purged> step(std::int64_t rows);

 private:
  struct Job {
    std::int64_t id;
    std::int64_t person;     // 0: the history never heard of them
    std::int64_t until_seq;  // the last transition that is to go; kPromised: not begun
    Purged purged;
    bool begun() const { return until_seq != kPromised; }
  };
  static constexpr std::int64_t kPromised = -1;

  std::deque<Job>::iterator first_promised();
  void erase_at_once(Job& job);
  void erase_misdated(Job& job);
  void erase_from_lists(const base::UserId& user);
  void erase_person(const Job& job);

  Database& database_;
  std::deque<Job> jobs_;
};

}  // namespace presenced::store
