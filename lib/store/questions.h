// What presencectl asks the history, typed. Over a Reader's connection, read-only, by the thread that uses the reader.
//
// Nothing here holds a large table: people and groups come whole (they are few), transitions and coverage of one person
// at a time, sessions and changes one row after the other. Ask inside one Moment and all answers are of one moment.
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
#include "store/extent.h"
#include "store/failure.h"
#include "store/forgotten.h"
#include "store/name_log.h"
#include "store/reader.h"
#include "store/sqlite.h"

namespace presenced::store {

class Questions {
 public:
  explicit Questions(Reader& reader) : database_(reader.database()) {}

  // From begin() to end() every answer is of one moment. A long one keeps the daemon's log from being reused.
  [[nodiscard]] std::optional<Failure> begin();
  void end();

  // Differs from what this connection said before where another one has committed since
  // (https://sqlite.org/pragma.html#pragma_data_version).
  base::Result<std::int64_t, Failure> data_version();

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

  // The same as they are read, each with its `at` and `after`: for answers that need no more of them, over windows with
  // millions of changes.
  [[nodiscard]] std::optional<Failure> each_change(const history::Person& person, base::Facet facet,
                                                   history::Window window,
                                                   const std::function<void(base::WallTime, base::State&&)>& each);

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
  base::ByFacet<std::optional<Statement>> changes_;
  std::optional<Statement> coverage_;
  std::optional<Statement> coverage_until_;
};

}  // namespace presenced::store
