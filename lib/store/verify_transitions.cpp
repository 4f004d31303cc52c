// Transitions of all facets, each by itself and in its chain, and the numbers they were given.
#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "history/record.h"
#include "store/verify_marks.h"
#include "store/verify_parts.h"

namespace presenced::store::verification {
namespace {

// Two billion seqs: 250 MB of bits. No history has more, but a broken one may claim it.
constexpr std::int64_t kMostSeqs = 2'000'000'000;

// The columns: 0 person, 1 workspace, 2 seq, 3 at, 4 uncertainty, 5 source, 6 session, 7 and 8 the new state, 9 and 10
// the one before, 11 more of the new state.
constexpr const char* kChain =
    "SELECT t.person, t.workspace, t.seq, t.at, t.uncertainty, {source}, t.session, {chain} FROM {table} t "
    "WHERE true {only} ORDER BY t.person, t.at, t.seq";

// Each number from 1 to the last one given, once.
class Seqs {
 public:
  Seqs(std::int64_t last, Findings& findings) : last_(last), findings_(findings) {
    const bool possible = last_ >= 0 && last_ <= kMostSeqs;
    if (!possible) findings_.tell("the last seq given is {}", last_);
    seen_.assign(possible ? static_cast<std::size_t>(last_) + 1 : 0, false);
  }

  void add(std::int64_t seq) {
    if (seen_.empty()) return;
    if (seq < 1 || seq > last_) return findings_.tell("transition {} is past the last one given, {}", seq, last_);
    if (seen_[static_cast<std::size_t>(seq)]) findings_.tell("transition {} is there twice", seq);
    seen_[static_cast<std::size_t>(seq)] = true;
  }

 private:
  std::int64_t last_;
  Findings& findings_;
  std::vector<bool> seen_;
};

// Whom the ring of recent transitions gives each of them to: a follower relies on it (store/recent.h).
class Recent {
 public:
  explicit Recent(Database& database) {
    each_row(database, "SELECT seq, person FROM recent_transition",
             [&](const Rows& row) { person_of_[row.integer(0)] = row.integer(1); });
  }
  void check(std::int64_t seq, std::int64_t person, const Facts& facts, Findings& findings) const {
    const auto listed = person_of_.find(seq);
    if (listed != person_of_.end() && listed->second != person)
      findings.tell("transition {} is listed among the recent ones of {}, but is of {}", seq,
                    facts.called(listed->second), facts.called(person));
  }

 private:
  std::unordered_map<std::int64_t, std::int64_t> person_of_;
};

class Chains {
 public:
  Chains(Database& database, const Facts& facts, Findings& findings)
      : database_(database),
        facts_(facts),
        findings_(findings),
        seqs_(facts.last_seq, findings),
        marks_(database),
        recent_(database) {}

  void read(std::string_view facet, std::string_view sql) {
    std::map<std::int64_t, Last> last;  // by workspace
    std::int64_t person = INT64_MIN;
    each_row(database_, sql, [&](const Rows& row) {
      if (std::exchange(person, row.integer(0)) != row.integer(0)) last.clear();
      const std::int64_t seq = row.integer(2);
      seqs_.add(seq);
      marks_.add(seq, row.integer(3));
      recent_.check(seq, person, facts_, findings_);
      if (facts_.deleted(person, seq)) return;
      const std::string what = fmt::format("{} transition {}", facet, seq);
      check_alone(what, row);
      const auto before = last.find(row.integer(1));
      if (before != last.end()) check_after(what, row, before->second);
      last.insert_or_assign(row.integer(1),
                            Last{seq, std::string(row.text(7)), std::string(row.text(8)), row.maybe_integer(11)});
    });
  }

  void check_marks() const { marks_.check(facts_.last_seq, findings_); }

 private:
  struct Last {
    std::int64_t seq;
    std::string text;
    std::string emoji;
    std::optional<std::int64_t> expires_at;
  };

  static bool is_first(const Rows& row) { return row.integer(5) == static_cast<std::int64_t>(history::Source::first); }

  void check_alone(const std::string& what, const Rows& row) {
    check_subject(facts_, findings_, what, row.integer(0), row.integer(1));
    check_session(facts_, findings_, what, row.integer(1), row.maybe_integer(6));
    check_time(facts_, findings_, what, "is dated", row.integer(3));
    const std::int64_t source = row.integer(5);
    if (source < 0 || source >= static_cast<std::int64_t>(history::kSourceCount))
      findings_.tell("{} has the unknown source {}", what, source);
    const std::int64_t uncertainty = row.integer(4);
    if (uncertainty < 0) findings_.tell("{} has an `earliest` after its `at`", what);
    if (uncertainty > row.integer(3)) findings_.tell("{} has an `earliest` before 1970", what);
    if (is_first(row) && uncertainty > 0) findings_.tell("{} is the first and has an `earliest` before its `at`", what);
    if (is_first(row) != row.is_null(9) || row.is_null(9) != row.is_null(10))
      findings_.tell("{} is {} and has {} `before`", what, is_first(row) ? "the first" : "not the first",
                     row.is_null(9) || row.is_null(10) ? "no whole" : "a");
  }

  void check_after(const std::string& what, const Rows& row, const Last& before) {
    if (before.seq > row.integer(2))
      findings_.tell("{} is dated after transition {}, which was committed later", what, before.seq);
    if (is_first(row))
      findings_.tell("{} is marked as the first but follows transition {}", what, before.seq);
    else if (row.text(9) != before.text || row.text(10) != before.emoji)
      findings_.tell("{} does not begin where transition {} ended", what, before.seq);
    else if (row.text(7) == before.text && row.text(8) == before.emoji && row.maybe_integer(11) == before.expires_at)
      findings_.tell("{} repeats transition {}", what, before.seq);
  }

  Database& database_;
  const Facts& facts_;
  Findings& findings_;
  Seqs seqs_;
  Marks marks_;
  Recent recent_;
};

}  // namespace

void check_transitions(Database& database, const Facts& facts, Findings& findings, FacetTables facets) {
  if (const auto rows = database.integer("SELECT count(*) FROM seq_last"); rows != 1)
    findings.tell("the last seq given is there {} times", rows);
  Chains chains(database, facts, findings);
  for (const FacetTable& facet : facets) chains.read(facet.word, of_facet(kChain, facet));
  chains.check_marks();
}

}  // namespace presenced::store::verification
