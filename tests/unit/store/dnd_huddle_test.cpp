// Do-not-disturb and huddles: what is kept, and what the views make of it. The rules for all facets:
// further_facet_test.
#include "store/purge.h"
#include "store/questions.h"
#include "store/verify.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Dnd;
using base::Facet;
using base::Huddle;
using history::Source;

Dnd window(std::int64_t from, std::int64_t to) { return {true, at(from), at(to)}; }

history::Transition change(std::string_view user, std::int64_t when, std::optional<base::State> before,
                           base::State after, Source source = Source::push) {
  return {base::UserId{std::string(user)},
          at(when),
          at(when),
          std::move(before),
          std::move(after),
          before ? source : Source::first,
          base::SessionNumber{1}};
}

// Of U1, covered from 1000 to 30,000 and from 40,000 on, alive up to 60,000: a window from 5000 to 8000, then one from
// 20,000 to 45,000, and one that begins at 70,000. U1 is in a huddle from 2000 to 3000.
class Quiet {
 public:
  Quiet() {
    Script script;
    script.session(1, 1000).watched("U1", "Kim");
    for (const Facet facet : {Facet::dnd, Facet::huddle})
      script.cover("U1", 1000, 1, facet).uncover("U1", 30'000, history::EndReason::timeout, facet);
    script.record(change("U1", 1000, std::nullopt, window(5000, 8000)));
    script.record(change("U1", 9000, window(5000, 8000), window(20'000, 45'000)));
    script.record(change("U1", 1000, std::nullopt, Huddle::out));
    script.record(change("U1", 2000, Huddle::out, Huddle::in));
    script.record(change("U1", 3000, Huddle::in, Huddle::out, Source::audit));
    for (const Facet facet : {Facet::dnd, Facet::huddle}) script.cover("U1", 40'000, 1, facet);
    script.record(change("U1", 50'000, window(20'000, 45'000), window(70'000, 80'000)));
    commit(*open(file()), script.batch(60'000));
  }
  std::filesystem::path file() const { return folder_ / "h.db"; }

 private:
  TemporaryFolder folder_;
};

TEST_CASE("Do-not-disturb is kept as Slack has it: its schedule and the next window") {
  Quiet history;
  CHECK(rows(history.file(),
             "SELECT at, before_enabled, before_starts_at, before_ends_at, enabled, starts_at, ends_at, source "
             "FROM dnd_transitions ORDER BY seq") == Lines{"1000|-|-|-|1|5000|8000|first",
                                                           "9000|1|5000|8000|1|20000|45000|push",
                                                           "50000|1|20000|45000|1|70000|80000|push"});
}

TEST_CASE("Do-not-disturb is on within its windows, as far as it is covered and the recorder has lived") {
  Quiet history;
  CHECK(rows(history.file(), "SELECT workspace, user_id, dnd, started_at, ended_at FROM dnd_intervals ORDER BY 4") ==
        Lines{"acme|U1|off|1000|5000", "acme|U1|on|5000|8000", "acme|U1|off|8000|20000", "acme|U1|on|20000|30000",
              "acme|U1|unknown|30000|40000", "acme|U1|on|40000|45000", "acme|U1|off|45000|-"});
}

TEST_CASE("A huddle has a state before and after, and intervals") {
  Quiet history;
  CHECK(rows(history.file(), "SELECT at, before, after, source FROM huddle_transitions ORDER BY seq") ==
        Lines{"1000|-|out|first", "2000|out|in|push", "3000|in|out|audit"});
  CHECK(rows(history.file(), "SELECT huddle, started_at, ended_at FROM huddle_intervals ORDER BY 2") ==
        Lines{"out|1000|2000", "in|2000|3000", "out|3000|30000", "unknown|30000|40000", "out|40000|-"});
  CHECK(rows(history.file(), "SELECT started_at, ended_at, mode, end_reason FROM huddle_coverage ORDER BY 1") ==
        Lines{"1000|30000|subscribed|timeout", "40000|-|subscribed|-"});
}

TEST_CASE("What is read back of do-not-disturb and huddles is what was written") {
  Quiet history;
  const auto reader = Reader::open(history.file());
  REQUIRE(reader.ok());
  Questions questions(*reader.value());
  const auto people = questions.people();
  REQUIRE(people.ok());
  const auto dnd = questions.transitions(people.value().front(), Facet::dnd, {at(0), at(100'000)});
  REQUIRE(dnd.ok());
  REQUIRE(dnd.value().size() == 3);
  CHECK(dnd.value()[0].after == base::State{window(5000, 8000)});
  CHECK(dnd.value()[2].after == base::State{window(70'000, 80'000)});
  const auto huddles = questions.transitions(people.value().front(), Facet::huddle, {at(0), at(100'000)});
  REQUIRE(huddles.ok());
  CHECK(huddles.value()[1].after == base::State{Huddle::in});
  const auto resumed = reader.value()->resume("acme");
  REQUIRE(resumed.ok());
  const auto& known = resumed.value().people.front().second.facets;
  CHECK(known[Facet::dnd]->state == base::State{window(70'000, 80'000)});
  CHECK(known[Facet::huddle]->state == base::State{Huddle::out});
}

TEST_CASE("Do-not-disturb without a window is off, and comes back as it was") {
  const TemporaryFolder folder;
  Script script;
  script.session(1, 1000).cover("U1", 1000, 1, Facet::dnd).record(change("U1", 1000, std::nullopt, Dnd{}));
  script.record(change("U1", 2000, Dnd{}, Dnd{true, {}, {}}));
  commit(*open(folder / "h.db"), script.batch(9000));
  CHECK(rows(folder / "h.db", "SELECT before_enabled, before_starts_at, enabled, starts_at FROM dnd_transitions") ==
        Lines{"-|-|0|-", "0|-|1|-"});
  CHECK(rows(folder / "h.db", "SELECT dnd, started_at, ended_at FROM dnd_intervals") == Lines{"off|1000|-"});
}

TEST_CASE("The verification finds nothing wrong with do-not-disturb and huddles, and a purge leaves nothing of them") {
  Quiet history;
  Lines findings;
  {
    const auto reader = Reader::open(history.file());
    REQUIRE(reader.ok());
    REQUIRE(!verify(
        *reader.value(), [&](const std::string& finding) { return findings.push_back(finding), true; },
        Naming::people));
  }
  CHECK(findings == Lines{});
  Database database(history.file(), Database::Access::read_write);
  Purge purge(database);
  purge.promise(base::UserId{"U1"}, false);
  purge.begin();
  while (!purge.step(100)) {
  }
  CHECK(rows(history.file(), "SELECT count(*) FROM facet_transition") == Lines{"0"});
  CHECK(rows(history.file(), "SELECT count(*) FROM coverage_span") == Lines{"0"});
}

}  // namespace
}  // namespace presenced::store::test
