// Deletes what the history holds of one person, in every workspace. First the purge is promised; then one transaction
// deletes everything that makes answers (coverage, names, address, label); then the transitions go in small steps,
// between which others may write.
//
// Until the promise is committed nothing has changed, and it may fail without harm. After it the deletion is certain:
// the next start does what a run leaves undone. What is written of the person after begin() is a new beginning and
// stays, unless they are to be forgotten: then nothing is written of them from the promise on.
//
// The list of the forgotten is kept twice: in the database, and beside it (store/forgotten_file.h). A restored backup
// brings back an older list in the database, so at start everybody whom either of them names is forgotten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>

#include "base/ids.h"
#include "store/facet_tables.h"
#include "store/forgotten.h"
#include "store/forgotten_file.h"
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
  explicit Purge(Database& database,
                 std::span<const FacetTable> facets = facet_tables());  // with what an interrupted run left to do

  // One transaction each; begin() is for the promise that was made first and not begun. Whoever wrote to the database
  // before must drop what it remembers of people's rows and of who is forgotten. `asked` is kept of the forgotten.
  void promise(const base::UserId& user, bool forget, const Asked& asked = {});
  void begin();

  // The person may be recorded again; what was deleted stays deleted. False: they were not forgotten.
  bool undo_forget(const base::UserId& user);

  // Makes the two lists of the forgotten one. `beside` is what the file says, nothing where there is none. Those whom
  // the database did not list are promised and begun; returns how many they are.
  std::size_t merge_forgotten(const std::optional<std::set<base::UserId>>& beside);

  bool pending() const { return !jobs_.empty() && jobs_.front().begun(); }

  // One transaction of a few milliseconds for the purge that was begun first, if there is one: deletes at most `rows`
  // rows. The answer when this was the end of it.
  std::optional<Purged> step(std::int64_t rows);

 private:
  struct Job {
    std::int64_t id;
    std::int64_t person;     // 0: the history has nothing of them
    std::int64_t until_seq;  // the last transition that is to go; kPromised: not begun
    Purged purged;
    bool begun() const { return until_seq != kPromised; }
  };
  static constexpr std::int64_t kPromised = -1;

  std::deque<Job>::iterator first_promised();
  void promise_in_database(const base::UserId& user, bool forget, const Asked& asked);
  void write_beside(const std::set<base::UserId>& users);
  void restore_beside(const Failure& failure);
  void erase_at_once(Job& job);
  void erase_misdated(Job& job);
  void erase_from_lists(const base::UserId& user);
  void erase_person(const Job& job);

  Database& database_;
  std::span<const FacetTable> facets_;
  ForgottenFile beside_;
  std::deque<Job> jobs_;
};

}  // namespace presenced::store
