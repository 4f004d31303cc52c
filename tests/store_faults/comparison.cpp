// ExpectedHistory::compare: both sides as lines of text, so that a difference can be read.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "store/failure.h"
#include "store/sqlite.h"
#include "store_faults/expected_history.h"

namespace presenced::store_faults {
namespace {

using Lines = std::vector<std::string>;

std::string text(base::WallTime time) { return std::to_string(base::unix_ms(time)); }
std::string text(const std::optional<base::WallTime>& time) { return time ? text(*time) : "-"; }
std::string text(base::Presence presence) { return std::string(base::name_of(presence)); }
std::string text(const base::Status& status) {
  return fmt::format("{}|{}|{}", status.text, status.emoji, text(status.expires_at));
}
std::string text(const base::State& state) {
  return std::visit([](const auto& one) { return text(one); }, state);
}
std::string before(const std::optional<base::State>& state) {
  if (!state) return "-";
  const auto* status = std::get_if<base::Status>(&*state);  // the views do not tell when it was to expire
  return status ? fmt::format("{}|{}", status->text, status->emoji) : text(*state);
}
std::string reason(const std::optional<history::EndReason>& reason) {
  return reason ? std::string(history::name_of(*reason)) : "";
}

// One line a transition, in their order; then the rest, sorted.
class Sheet {
 public:
  void transition(std::int64_t place, const std::string& workspace, const base::UserId& user, base::WallTime at,
                  base::WallTime earliest, const std::optional<base::State>& from, const base::State& to,
                  std::string_view source) {
    ordered_.emplace_back(place, fmt::format("{} {} at {} ({}) {} -> {}, {}", workspace, user.text, text(at),
                                             text(earliest), before(from), text(to), source));
  }
  void span(const std::string& workspace, const base::UserId& user, std::string_view facet, base::WallTime from,
            const std::optional<base::WallTime>& to, std::string_view why) {
    rest_.push_back(
        fmt::format("{} {} {} covered {} to {} {}", workspace, user.text, facet, text(from), text(to), why));
  }
  void session(const std::string& workspace, base::WallTime connected, const std::optional<base::WallTime>& ready,
               const std::optional<base::WallTime>& ended, std::string_view why) {
    rest_.push_back(
        fmt::format("{} session {} ready {} ended {} {}", workspace, text(connected), text(ready), text(ended), why));
  }
  void line(std::string line) { rest_.push_back(std::move(line)); }

  Lines lines() {
    std::stable_sort(ordered_.begin(), ordered_.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    std::sort(rest_.begin(), rest_.end());
    Lines all;
    for (auto& [place, line] : ordered_) all.push_back(std::move(line));
    all.insert(all.end(), rest_.begin(), rest_.end());
    return all;
  }

 private:
  std::vector<std::pair<std::int64_t, std::string>> ordered_;
  Lines rest_;
};

std::optional<base::WallTime> maybe_time(const store::Rows& row, int column) {
  const auto ms = row.maybe_integer(column);
  return ms ? std::optional(base::wall_from_unix_ms(*ms)) : std::nullopt;
}
base::WallTime time(const store::Rows& row, int column) { return base::wall_from_unix_ms(row.integer(column)); }

std::optional<base::State> presence(const store::Rows& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.text(column) == "active" ? base::Presence::active : base::Presence::away;
}

template <class Read>
void each(store::Database& database, std::string_view sql, const Read& read) {
  store::Statement statement = database.prepare(sql);
  for (store::Rows row = statement.select(); row.next();)
    read(row, std::string(row.text(0)), base::UserId{std::string(row.text(1))});
}

// Not by support/recorded_history.h, which reads the intervals as well: thousands of histories are read here.
Lines recorded_lines(store::Database& database) {
  Sheet sheet;
  each(database, "SELECT workspace, user_id, seq, at, earliest, before, after, source FROM presence_transitions",
       [&](const store::Rows& row, const std::string& workspace, const base::UserId& user) {
         sheet.transition(row.integer(2), workspace, user, time(row, 3), time(row, 4), presence(row, 5),
                          *presence(row, 6), row.text(7));
       });
  each(database,
       "SELECT workspace, user_id, seq, at, earliest, before_text, before_emoji, text, emoji, expires_at, source"
       " FROM status_transitions",
       [&](const store::Rows& row, const std::string& workspace, const base::UserId& user) {
         std::optional<base::State> from;
         if (!row.is_null(5)) from = base::Status{std::string(row.text(5)), std::string(row.text(6)), {}};
         const base::Status to{std::string(row.text(7)), std::string(row.text(8)), maybe_time(row, 9)};
         sheet.transition(row.integer(2), workspace, user, time(row, 3), time(row, 4), from, to, row.text(10));
       });
  for (const auto& [facet, view] : {std::pair("presence", "coverage"), std::pair("status", "status_coverage")})
    each(database, fmt::format("SELECT workspace, user_id, started_at, ended_at, end_reason FROM {}", view),
         [&, facet = facet](const store::Rows& row, const std::string& workspace, const base::UserId& user) {
           sheet.span(workspace, user, facet, time(row, 2), maybe_time(row, 3), row.text(4));
         });
  each(database, "SELECT workspace, end_reason, connected_at, ready_at, ended_at FROM sessions",
       [&](const store::Rows& row, const std::string& workspace, const base::UserId& why) {
         sheet.session(workspace, time(row, 2), maybe_time(row, 3), maybe_time(row, 4), why.text);
       });
  each(database, "SELECT workspace, user_id, name, real_name, tz, is_bot || deleted || watched FROM people",
       [&](const store::Rows& row, const std::string& workspace, const base::UserId& user) {
         sheet.line(fmt::format("{} {} is {}, {}, {}, {}", workspace, user.text, row.text(2), row.text(3), row.text(4),
                                row.text(5)));
       });
  sheet.line("alive at " + std::to_string(database.integer("SELECT alive_at FROM recorder")));
  return sheet.lines();
}

Lines soundness(store::Database& database) {
  Lines wrong;
  if (const std::string answer = database.text("PRAGMA integrity_check"); answer != "ok") wrong.push_back(answer);
  if (database.integer("SELECT count(*) FROM pragma_foreign_key_check") != 0)
    wrong.push_back("a foreign key is broken");
  const std::int64_t twice = database.integer(
      "SELECT count(*) - count(DISTINCT seq) FROM (SELECT seq FROM presence_transition UNION ALL"
      " SELECT seq FROM status_transition UNION ALL SELECT seq FROM facet_transition)");
  if (twice != 0) wrong.push_back("a seq was given twice");
  return wrong;
}

}  // namespace

Lines ExpectedHistory::lines() const {
  Sheet sheet;
  const auto add_changes = [&](const Who& who, const auto& changes) {
    for (const auto& [place, it] : changes)
      sheet.transition(place, who.first, who.second, it.at, it.earliest, it.before, it.after,
                       history::name_of(it.source));
  };
  for (const auto& [who, person] : people_) {
    for (const base::FacetRow& row : base::kFacets) {
      add_changes(who, person.changes[row.facet]);
      for (const Span& one : person.coverage[row.facet])
        sheet.span(who.first, who.second, row.word, one.started_at, one.ended_at, reason(one.reason));
    }
    const std::string& name = person.watched.label.empty() ? person.seen.name : person.watched.label;
    sheet.line(fmt::format("{} {} is {}, {}, {}, {:d}{:d}{:d}", who.first, who.second.text, name, person.seen.real_name,
                           person.seen.tz, person.seen.is_bot, person.seen.deleted, person.watched.watched));
  }
  for (const auto& [key, one] : sessions_)
    sheet.session(key.first, one.connected_at, one.ready_at, one.ended_at, reason(one.reason));
  sheet.line("alive at " + text(alive_at_));
  return sheet.lines();
}

Lines ExpectedHistory::compare(const std::filesystem::path& file) const try {
  store::Database database(file, store::Database::Access::read_only);
  Lines wrong = soundness(database);
  const Lines expected = lines();
  const Lines recorded = recorded_lines(database);
  if (expected == recorded) return wrong;
  wrong.push_back(fmt::format("{} lines were expected, {} are there", expected.size(), recorded.size()));
  const auto [mine, theirs] = std::mismatch(expected.begin(), expected.end(), recorded.begin(), recorded.end());
  wrong.push_back("expected: " + (mine == expected.end() ? "nothing" : *mine));
  wrong.push_back("recorded: " + (theirs == recorded.end() ? "nothing" : *theirs));
  return wrong;
} catch (const store::StoreError& error) {
  return {error.failure().message};
}

}  // namespace presenced::store_faults
