// What presencectl asks the history, typed. Over a Reader's connection, read-only, by the thread that uses the reader.
//
// Nothing here holds a large table: people and groups come whole (they are few), transitions and coverage of one person
// at a time, sessions and intervals one row after the other. Ask inside one Moment and all answers are of one moment.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "history/recorded.h"
#include "history/span.h"
#include "store/failure.h"
#include "store/forgotten.h"
#include "store/name_log.h"
#include "store/reader.h"
#include "store/sqlite.h"

namespace presenced::store {

// How much there is, for `doctor`.
struct Extent {
  std::int64_t workspaces = 0;
  std::int64_t people = 0;
  std::int64_t sessions = 0;
  std::int64_t last_seq = 0;  // transitions ever recorded, those that are deleted by now included
  std::int64_t schema = 0;
  std::int64_t file_bytes = 0;
  std::int64_t log_bytes = 0;            // of the -wal file
  std::int64_t free_bytes = 0;           // inside the file, to be used again
  std::optional<base::WallTime> oldest;  // transition
};

class Questions {
 public:
  explicit Questions(Reader& reader) : database_(reader.database()) {}

  // From begin() to end() every answer is of one moment. A long one keeps the daemon's log from being reused.
  [[nodiscard]] std::optional<Failure> begin();
  void end();

  base::Result<std::vector<history::Person>, Failure> people();  // by workspace and id
  base::Result<std::vector<history::Group>, Failure> groups();
  base::Result<std::vector<history::Membership>, Failure> memberships();  // of all groups, by workspace, group, since
  base::Result<std::optional<history::Recorder>, Failure> recorder();     // empty: no daemon ever ran on it
  base::Result<std::vector<ForgottenPerson>, Failure> forgotten();        // by id
  // The addresses and handles on watchlists that stand for this person.
  base::Result<std::vector<NameRow>, Failure> names_of(const base::UserId& user);
  base::Result<std::int64_t, Failure> last_seq();
  base::Result<std::int64_t, Failure> people_mark();  // another number: people(), groups() or memberships() may differ
  base::Result<Extent, Failure> extent();

  // The newest transition before `window.from`, if there is one, and all in the window, ascending by time and seq.
  // A window that is empty asks for the state in force at its start: one seek.
  base::Result<std::vector<history::Change>, Failure> transitions(const history::Person& person, base::Facet facet,
                                                                  history::Window window);

  // The spans that overlap the window, whole, ascending, and the newest that ended before it.
  base::Result<std::vector<history::Covered>, Failure> coverage(const history::Person& person, base::Facet facet,
                                                                history::Window window);

  // For a moment: the newest span that had begun by then, back over all spans that touch one another, and the newest
  // before those, ascending. So it shows since when the facet has been covered without a gap.
  base::Result<std::vector<history::Covered>, Failure> coverage_until(const history::Person& person, base::Facet facet,
                                                                      base::WallTime at);

  // Those that were alive in the window, in their order, one after the other. `each` false: enough.
  [[nodiscard]] std::optional<Failure> sessions(history::Window window,
                                                const std::function<bool(const history::Session&)>& each);

 private:
  Database& database_;
  std::optional<Transaction> moment_;
  // Prepared when first asked for: most commands need one or two, and `at` asks each hundreds of times.
  base::ByFacet<std::optional<Statement>> before_;
  base::ByFacet<std::optional<Statement>> within_;
  std::optional<Statement> coverage_;
  std::optional<Statement> coverage_until_;
};

}  // namespace presenced::store
