#include "store/questions.h"

#include <algorithm>
#include <utility>

#include "store/facet_tables.h"
#include "store/people_mark.h"

namespace presenced::store {
namespace {

constexpr const char* kPeople = R"(
  SELECT m.person, m.workspace, w.name, p.user_id, m.name, m.label, m.real_name, m.tz, v.email, m.is_bot, m.deleted,
         m.watched
  FROM membership m
  JOIN person p ON p.id = m.person
  JOIN workspace w ON w.id = m.workspace
  JOIN people v ON v.workspace = w.name AND v.user_id = p.user_id
  ORDER BY w.name, p.user_id)";

constexpr const char* kGroups = R"(
  SELECT g.id, w.name, g.name, m.user_id
  FROM watch_group g
  JOIN workspace w ON w.id = g.workspace
  LEFT JOIN group_membership m ON m.watch_group = g.id AND m.until IS NULL
  WHERE g.watched
  ORDER BY w.name, g.name, m.user_id)";

// ?1 person, ?2 workspace, ?3 from, ?4 to.
constexpr const char* kTransitionBefore = R"(
  SELECT {transition}
  FROM {table} t
  WHERE t.person = ?1 AND t.workspace = ?2 AND t.at < ?3 {only}
  ORDER BY t.at DESC, t.seq DESC LIMIT 1)";
constexpr const char* kTransitionsWithin = R"(
  SELECT {transition}
  FROM {table} t
  WHERE t.person = ?1 AND t.workspace = ?2 AND t.at >= ?3 AND t.at < ?4 {only}
  ORDER BY t.at, t.seq)";

// Both in one, without the columns that each_change() does not need; it stops at the end of the window itself, which
// saves a comparison of two columns a row.
constexpr const char* kChanges = R"(
  SELECT t.at, {state}
  FROM {table} t
  WHERE t.person = ?1 AND t.workspace = ?2 {only}
    AND t.at >= coalesce((SELECT t.at FROM {table} t
                          WHERE t.person = ?1 AND t.workspace = ?2 AND t.at < ?3 {only}
                          ORDER BY t.at DESC LIMIT 1), ?3)
  ORDER BY t.at, t.seq)";

// Spans do not overlap, so the newest that began before the window either reaches into it or is the newest before it.
constexpr const char* kCoverageOfPerson = R"(
  SELECT c.started_at, c.ended_at, c.mode, c.end_reason
  FROM coverage_span c
  WHERE c.person = ?1 AND c.facet = ?5 AND c.workspace = ?2 AND c.started_at < ?4
    AND c.started_at >= coalesce((SELECT b.started_at FROM coverage_span b
                                  WHERE b.person = ?1 AND b.facet = ?5 AND b.workspace = ?2 AND b.started_at < ?3
                                  ORDER BY b.started_at DESC LIMIT 1), ?3)
  ORDER BY c.started_at)";

// Newest first, to be read as far as it matters.
constexpr const char* kCoverageUntil = R"(
  SELECT started_at, ended_at, mode, end_reason
  FROM coverage_span
  WHERE person = ?1 AND facet = ?4 AND workspace = ?2 AND started_at <= ?3
  ORDER BY started_at DESC)";

constexpr const char* kSessions = R"(
  SELECT s.id, w.name, s.connected_at, s.ready_at, s.ended_at, s.end_reason, s.feed
  FROM session s
  JOIN workspace w ON w.id = s.workspace
  WHERE s.connected_at < ?2 AND (s.ended_at IS NULL OR s.ended_at > ?1)
  ORDER BY s.connected_at, s.id)";

base::WallTime time(const Rows& row, int column) { return base::wall_from_unix_ms(row.integer(column)); }
std::optional<base::WallTime> maybe_time(const Rows& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return time(row, column);
}
std::optional<history::EndReason> reason(const Rows& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<history::EndReason>(row.integer(column));
}

history::FeedName feed(const Rows& row, int column) { return static_cast<history::FeedName>(row.integer(column)); }

// The columns 0 to 3.
history::Covered covered(const Rows& row) {
  return {time(row, 0), maybe_time(row, 1), static_cast<history::Mode>(row.integer(2)), reason(row, 3)};
}

void read_changes(Rows rows, const FacetTable& facet, std::vector<history::Change>& into) {
  while (rows.next()) {
    history::Transition read = read_transition(facet, rows, 0, {});
    into.push_back({read.at, read.earliest, std::move(read.after), read.source});
  }
}

Statement& prepared(std::optional<Statement>& statement, Database& database, std::string_view sql) {
  if (!statement) statement.emplace(database, sql);
  return *statement;
}
Statement& prepared(std::optional<Statement>& statement, Database& database, std::string_view sql,
                    const FacetTable& facet) {
  if (!statement) statement.emplace(database, of_facet(sql, facet));
  return *statement;
}

// What the module's edge does with what is thrown inside of it.
template <class Ask>
auto answer(const Ask& ask) -> base::Result<decltype(ask()), Failure> {
  try {
    return ask();
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace

std::optional<Failure> Questions::begin() {
  const auto begun = answer([&] {
    moment_.emplace(database_, Transaction::Kind::reading);
    return database_.integer("SELECT count(*) FROM workspace");  // the moment is that of the first SELECT
  });
  return begun.ok() ? std::nullopt : std::optional(begun.error());
}

void Questions::end() { moment_.reset(); }

base::Result<std::int64_t, Failure> Questions::data_version() {
  return answer([&] { return database_.integer("PRAGMA data_version"); });
}

base::Result<std::vector<history::Person>, Failure> Questions::people() {
  return answer([&] {
    std::vector<history::Person> people;
    Statement all = database_.prepare(kPeople);
    for (Rows row = all.select(); row.next();) {
      history::Person person;
      person.key = {row.integer(0), row.integer(1)};
      person.workspace = row.text(2);
      person.id.text = row.text(3);
      person.name = row.text(4);
      person.label = row.text(5);
      person.real_name = row.text(6);
      person.tz = row.text(7);
      person.email = row.text(8);
      person.is_bot = row.integer(9) != 0;
      person.deleted = row.integer(10) != 0;
      person.watched = row.integer(11) != 0;
      people.push_back(std::move(person));
    }
    return people;
  });
}

base::Result<std::vector<history::Group>, Failure> Questions::groups() {
  return answer([&] {
    std::vector<history::Group> groups;
    std::int64_t last = -1;
    Statement all = database_.prepare(kGroups);
    for (Rows row = all.select(); row.next();) {
      if (std::exchange(last, row.integer(0)) != row.integer(0))
        groups.push_back({std::string(row.text(1)), std::string(row.text(2)), {}});
      if (!row.is_null(3)) groups.back().users.push_back(base::UserId{std::string(row.text(3))});
    }
    return groups;
  });
}

base::Result<std::vector<history::Membership>, Failure> Questions::memberships() {
  return answer([&] {
    std::vector<history::Membership> memberships;
    Statement all = database_.prepare(
        "SELECT workspace, name, user_id, since, until FROM group_memberships ORDER BY workspace, name, since, "
        "user_id");
    for (Rows row = all.select(); row.next();)
      memberships.push_back({std::string(row.text(0)), std::string(row.text(1)), base::UserId{std::string(row.text(2))},
                             time(row, 3), maybe_time(row, 4)});
    return memberships;
  });
}

base::Result<std::optional<history::Recorder>, Failure> Questions::recorder() {
  return answer([&]() -> std::optional<history::Recorder> {
    Statement newest = database_.prepare("SELECT alive_at, started_at, clean, version FROM recorder");
    Rows row = newest.select();
    if (!row.next()) return std::nullopt;
    return history::Recorder{time(row, 0), time(row, 1), row.integer(2) != 0, std::string(row.text(3))};
  });
}

base::Result<std::vector<ForgottenPerson>, Failure> Questions::forgotten() {
  return answer([&] { return read_forgotten(database_); });
}

base::Result<std::vector<NameRow>, Failure> Questions::names_of(const base::UserId& user) {
  return answer([&] { return read_names_of(database_, user); });
}

base::Result<std::int64_t, Failure> Questions::last_seq() {
  return answer([&] { return database_.integer("SELECT seq FROM seq_last"); });
}

base::Result<std::int64_t, Failure> Questions::people_mark() {
  return answer([&] { return store::people_mark(database_); });
}

base::Result<Extent, Failure> Questions::extent() {
  return answer([&] { return read_extent(database_); });
}

base::Result<std::vector<history::Change>, Failure> Questions::transitions(const history::Person& person,
                                                                           base::Facet facet, history::Window window) {
  return answer([&] {
    const std::int64_t from = base::unix_ms(window.from);
    const FacetTable& table = facet_tables()[static_cast<std::size_t>(facet)];
    std::vector<history::Change> found;
    read_changes(prepared(before_[facet], database_, kTransitionBefore, table)
                     .select(person.key.person, person.key.workspace, from),
                 table, found);
    if (window.from < window.to)
      read_changes(prepared(within_[facet], database_, kTransitionsWithin, table)
                       .select(person.key.person, person.key.workspace, from, base::unix_ms(window.to)),
                   table, found);
    return found;
  });
}

std::optional<Failure> Questions::each_change(const history::Person& person, base::Facet facet, history::Window window,
                                              const std::function<void(base::WallTime, base::State&&)>& each) {
  const auto read = answer([&] {
    const FacetTable& table = facet_tables()[static_cast<std::size_t>(facet)];
    Rows row = prepared(changes_[facet], database_, kChanges, table)
                   .select(person.key.person, person.key.workspace, base::unix_ms(window.from));
    while (row.next()) {
      const base::WallTime at = time(row, 0);
      if (at >= window.to) break;
      each(at, table.after(row, 1));
    }
    return true;
  });
  return read.ok() ? std::nullopt : std::optional(read.error());
}

base::Result<std::vector<history::Covered>, Failure> Questions::coverage(const history::Person& person,
                                                                         base::Facet facet, history::Window window) {
  return answer([&] {
    std::vector<history::Covered> spans;
    Rows row = prepared(coverage_, database_, kCoverageOfPerson)
                   .select(person.key.person, person.key.workspace, base::unix_ms(window.from),
                           base::unix_ms(window.to), static_cast<std::int64_t>(facet));
    while (row.next()) spans.push_back(covered(row));
    return spans;
  });
}

base::Result<std::vector<history::Covered>, Failure> Questions::coverage_until(const history::Person& person,
                                                                               base::Facet facet, base::WallTime at) {
  return answer([&] {
    std::vector<history::Covered> spans;
    Rows row =
        prepared(coverage_until_, database_, kCoverageUntil)
            .select(person.key.person, person.key.workspace, base::unix_ms(at), static_cast<std::int64_t>(facet));
    for (bool touches = true; touches && row.next();) {
      const history::Covered span = covered(row);
      touches = spans.empty() || span.to == spans.back().from;
      spans.push_back(span);
    }
    std::reverse(spans.begin(), spans.end());
    return spans;
  });
}

std::optional<Failure> Questions::sessions(history::Window window,
                                           const std::function<bool(const history::Session&)>& each) {
  const auto told = answer([&] {
    Statement all = database_.prepare(kSessions);
    Rows row = all.select(base::unix_ms(window.from), base::unix_ms(window.to));
    while (row.next() && each({row.integer(0), std::string(row.text(1)), time(row, 2), maybe_time(row, 3),
                               maybe_time(row, 4), reason(row, 5), feed(row, 6)})) {
    }
    return true;
  });
  return told.ok() ? std::nullopt : std::optional(told.error());
}

}  // namespace presenced::store
