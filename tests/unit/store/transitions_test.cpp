// The log from either end, against the views.
#include "store/transitions.h"

#include <fmt/format.h>

#include "base/random.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

// 9,000 transitions of six people in two workspaces, by a clock that is set back now and then.
void write_random_history(HistoryDb& database) {
  base::Random random(11);
  Script acme("acme");
  Script beta("beta");
  std::int64_t now = 1'000'000;
  for (int batch = 0; batch < 90; ++batch) {
    Script& script = random.below(3) == 0 ? beta : acme;
    for (int i = 0; i < 100; ++i) {
      now += static_cast<std::int64_t>(random.below(1000));
      if (random.below(400) == 0) now -= 200'000;
      const std::string user = fmt::format("U{}", random.below(6));
      if (random.below(5) == 0)
        script.status(user, now, base::Status{}, {fmt::format("text {}", i), ":x:", std::nullopt});
      else
        script.turn(user, now, random.below(2) == 0 ? base::Presence::active : base::Presence::away);
    }
    commit(database, script.batch(now));
  }
}

Lines told(Reader& reader, const TransitionFilter& filter, Order order) {
  const std::int64_t beta = reader.database().integer("SELECT id FROM workspace WHERE name = 'beta'");
  Lines lines;
  const auto failure = each_transition(reader, filter, order, [&](const history::LogEntry& one) {
    lines.push_back(fmt::format("{}|{}|{}|{}|{}", one.seq, one.who.workspace == beta ? "beta" : "acme",
                                one.transition.user.text, base::unix_ms(one.transition.at),
                                base::name_of(one.transition.facet())));
    return true;
  });
  REQUIRE(!failure);
  return lines;
}

TEST_CASE("The log is what the views hold, from either end, for any people, window, facet and seq") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  write_random_history(*database);
  const auto opened = Reader::open(folder / "h.db");
  Reader& reader = *opened.value();
  base::Random random(5);
  for (int round = 0; round < 40; ++round) {
    TransitionFilter filter;
    if (round % 4 == 1) filter.facets = {base::Facet::status};
    if (round % 4 == 2) filter.facets = {base::Facet::presence};
    if (round % 3 != 0) filter.after = static_cast<std::int64_t>(random.below(9500));
    if (round % 2 != 0) {
      filter.window.from = at(1'000'000 + static_cast<std::int64_t>(random.below(4'000'000)));
      filter.window.to = filter.window.from + base::Millis{random.below(2'000'000)};
    }
    std::string who = "true";
    if (round % 5 != 0) {  // nobody to eight, some twice, some in both workspaces
      filter.who.emplace();
      who = "false";
      for (std::uint64_t i = 0, n = random.below(9); i < n; ++i) {
        const std::string user = fmt::format("U{}", random.below(6));
        const std::string workspace = random.below(2) == 0 ? "acme" : "beta";
        filter.who->push_back({reader.database().integer("SELECT id FROM person WHERE user_id = '" + user + "'"),
                               reader.database().integer("SELECT id FROM workspace WHERE name = '" + workspace + "'")});
        who += fmt::format(" OR (workspace = '{}' AND user_id = '{}')", workspace, user);
      }
      who = "(" + who + ")";
    }
    std::string sql = "SELECT * FROM (SELECT 0, '', '', 0, '' WHERE false";
    for (const base::FacetRow& facet : base::kFacets)
      if (filter.facets.contains(facet.facet))
        sql += fmt::format(
            " UNION ALL SELECT seq, workspace, user_id, at, '{0}' FROM {0}_transitions WHERE {1} AND seq > {2} AND at "
            ">= {3} AND at < {4}",
            facet.word, who, filter.after, base::unix_ms(filter.window.from), base::unix_ms(filter.window.to));
    Lines expected = rows(folder / "h.db", sql + ") ORDER BY 1");
    CAPTURE(sql);
    CHECK(told(reader, filter, Order::oldest_first) == expected);
    std::reverse(expected.begin(), expected.end());
    CHECK(told(reader, filter, Order::newest_first) == expected);
  }
}

TEST_CASE("Stretches of the log begin short and become longer, and leave out what the window rules out") {
  std::vector<SeqMark> marks;
  for (std::int64_t i = 1; i <= 8; ++i) marks.push_back({i * 1000, i * 10, i * 10 + 1});
  const auto oldest = stretches(marks, {}, Order::oldest_first, 4000);
  REQUIRE(oldest.size() == 5);
  CHECK(oldest[0] == Stretch{0, 1000, INT64_MIN, 11});
  CHECK(oldest[1] == Stretch{1000, 3000, 10, 31});
  CHECK(oldest[2] == Stretch{3000, 7000, 30, 71});
  CHECK(oldest[4] == Stretch{8000, INT64_MAX, 80, INT64_MAX - 1});
  const auto newest = stretches(marks, {}, Order::newest_first, 4000);
  CHECK(newest[0] == Stretch{8000, INT64_MAX, 80, INT64_MAX - 1});
  CHECK(newest[1] == Stretch{6000, 8000, 60, 81});
  TransitionFilter some;
  some.after = 2500;
  some.window = {at(25), at(42)};
  const auto cut = stretches(marks, some, Order::oldest_first, 1000);
  REQUIRE(cut.size() == 3);
  CHECK(cut[0] == Stretch{2500, 3000, 25, 31});
  CHECK(cut[2] == Stretch{4000, 5000, 40, 41});
}

}  // namespace
}  // namespace presenced::store::test
