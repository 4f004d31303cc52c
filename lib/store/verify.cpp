#include "store/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace presenced::store {
namespace {

struct Enough {};  // thrown when no more is to be told; ends verify() and nothing else

// Two billion seqs: 250 MB of bits. Past that no history is, but a broken one may say so.
constexpr std::int64_t kMostSeqs = 2'000'000'000;

class Check {
 public:
  Check(Database& database, const std::function<bool(const std::string&)>& wrong)
      : database_(database),
        wrong_(wrong),
        last_seq_(database.integer("SELECT seq FROM seq_last")),
        clean_(database.integer("SELECT clean FROM run ORDER BY id DESC LIMIT 1") != 0) {}

  void file() {
    each("PRAGMA integrity_check(100)", [&](const Rows& row) {
      std::string what(row.text(0));
      std::replace(what.begin(), what.end(), '\n', ' ');  // a finding is a line
      if (what != "ok") tell("the file is damaged: {}", what);
    });
    each("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1",
         [&](const Rows& row) { tell("{} rows of {} name something that is not there", row.integer(1), row.text(0)); });
  }

  void coverage() {
    std::map<std::int64_t, std::int64_t> ended;  // by workspace: where the span before ended
    std::int64_t person = -1;
    std::int64_t facet = -1;
    each(
        "SELECT c.person, c.facet, c.workspace, c.started_at, c.ended_at, p.user_id FROM coverage_span c "
        "LEFT JOIN person p ON p.id = c.person ORDER BY c.person, c.facet, c.started_at, c.workspace",
        [&](const Rows& row) {
          if (person != row.integer(0) || facet != row.integer(1)) ended.clear();
          person = row.integer(0);
          facet = row.integer(1);
          const std::int64_t from = row.integer(3);
          const std::int64_t to = row.maybe_integer(4).value_or(INT64_MAX);
          const std::string_view what = facet == 0 ? "presence" : "status";
          if (row.is_null(5)) tell("coverage of {} from {} on is of nobody", what, from);
          if (to <= from) tell("{}: coverage of {} from {} on has no length", row.text(5), what, from);
          if (to == INT64_MAX && clean_)
            tell("{}: coverage of {} from {} on is open after a clean stop", row.text(5), what, from);
          const auto before = ended.find(row.integer(2));
          if (before != ended.end() && before->second > from)
            tell("{}: coverage of {} from {} on overlaps the one before it", row.text(5), what, from);
          ended[row.integer(2)] = to;
        });
  }

  void transitions() {
    const bool known = last_seq_ >= 0 && last_seq_ <= kMostSeqs;
    if (!known) tell("the last seq given is {}", last_seq_);
    seen_.assign(known ? static_cast<std::size_t>(last_seq_) + 1 : 0, false);
    chain("presence",
          "SELECT t.person, t.workspace, t.seq, t.at, t.uncertainty, t.code >> 1, p.user_id, t.code & 1, '', "
          "CASE t.code >> 1 WHEN 1 THEN NULL ELSE 1 - (t.code & 1) END, '' FROM presence_transition t "
          "LEFT JOIN person p ON p.id = t.person ORDER BY t.person, t.at, t.seq");
    chain("status",
          "SELECT t.person, t.workspace, t.seq, t.at, t.uncertainty, t.source, p.user_id, t.text, t.emoji, "
          "t.before_text, t.before_emoji FROM status_transition t "
          "LEFT JOIN person p ON p.id = t.person ORDER BY t.person, t.at, t.seq");
  }

  void sessions() {
    each("SELECT id, connected_at, ended_at FROM session", [&](const Rows& row) {
      if (row.is_null(2) ? clean_ : row.integer(2) < row.integer(1))
        tell("session {} {}", row.integer(0), row.is_null(2) ? "is open after a clean stop" : "ended before it began");
    });
  }

 private:
  struct Last {
    std::int64_t seq;
    std::string text;
    std::string emoji;
  };

  template <class See>
  void each(std::string_view sql, const See& see) {
    Statement statement = database_.prepare(sql);
    for (Rows row = statement.select(); row.next();) see(row);
  }

  template <class... Values>
  void tell(fmt::format_string<Values...> text, Values&&... values) {
    if (!wrong_(fmt::format(text, std::forward<Values>(values)...))) throw Enough{};
  }

  void chain(std::string_view facet, std::string_view sql) {
    std::map<std::int64_t, Last> last;  // by workspace
    std::int64_t person = -1;
    each(sql, [&](const Rows& row) {
      if (std::exchange(person, row.integer(0)) != row.integer(0)) last.clear();
      const auto before = last.find(row.integer(1));
      link(facet, row, before == last.end() ? nullptr : &before->second);
      last.insert_or_assign(row.integer(1), Last{row.integer(2), std::string(row.text(7)), std::string(row.text(8))});
    });
  }

  void link(std::string_view facet, const Rows& row, const Last* before) {
    const std::int64_t seq = row.integer(2);
    const bool first = row.integer(5) == static_cast<std::int64_t>(history::Source::first);
    mark(seq);
    if (row.is_null(6)) tell("{} transition {} is of nobody", facet, seq);
    if (row.integer(4) < 0) tell("{} transition {} is earliest after it is", facet, seq);
    if (first != row.is_null(9)) tell("{} transition {} has {} `before`", facet, seq, first ? "a" : "no");
    if (before == nullptr) return;
    if (before->seq > seq)
      tell("{} transition {} is older than {}, which was committed before it", facet, seq, before->seq);
    if (first)
      tell("{} transition {} says it is the first and follows {}", facet, seq, before->seq);
    else if (row.text(9) != before->text || row.text(10) != before->emoji)
      tell("{} transition {} does not begin where {} ended", facet, seq, before->seq);
  }

  void mark(std::int64_t seq) {
    if (seen_.empty()) return;
    if (seq < 1 || seq > last_seq_) return tell("transition {} is past the last one given, {}", seq, last_seq_);
    if (seen_[static_cast<std::size_t>(seq)]) tell("transition {} is there twice", seq);
    seen_[static_cast<std::size_t>(seq)] = true;
  }

  Database& database_;
  const std::function<bool(const std::string&)>& wrong_;
  std::int64_t last_seq_;
  bool clean_;
  std::vector<bool> seen_;
};

}  // namespace

std::optional<Failure> verify(Reader& reader, const std::function<bool(const std::string&)>& wrong) {
  try {
    const Transaction moment(reader.database(), Transaction::Kind::reading);
    Check check(reader.database(), wrong);
    check.file();
    check.coverage();
    check.transitions();
    check.sessions();
    return std::nullopt;
  } catch (const Enough&) {
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace presenced::store
