// A large workspace: that it is what it says, and that its size costs no more than it must.
#include "fake_slack/crowd.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

constexpr std::size_t kSockets = 15;
constexpr std::size_t kInASet = 500;

// 18,000 people, of whom the first 7,500 are subscribed over 15 sockets.
struct Crowded {
  Crowded() : people(crowd(18'000, 1)), bench(options()) {
    for (const Person& person : people) bench.model.join(bench.now, person);
    for (std::size_t i = 0; i < kSockets; ++i) {
      sockets.push_back(bench.open());
      std::vector<std::string> ids;
      for (std::size_t k = i * kInASet; k < (i + 1) * kInASet; ++k) ids.push_back(people[k].id.text);
      bench.subscribe(sockets.back(), ids);
    }
    bench.take();
  }
  static Options options() {
    Options options = Bench::plain();
    options.presence_form = PresenceForm::users;
    options.keep_frames = false;
    options.connect_burst = static_cast<int>(kSockets);
    return options;
  }

  std::vector<Person> people;
  Bench bench;
  std::vector<SocketId> sockets;
};

}  // namespace

TEST_CASE("a crowd has ids, names and e-mails of its own, guests among it, and is the same for the same seed") {
  const auto people = crowd(1000, 5);
  std::set<std::string> ids;
  std::size_t guests = 0;
  for (const Person& person : people) {
    ids.insert(person.id.text);
    if (person.guest) ++guests;
    CHECK(person.id.text.starts_with(person.guest ? "W" : "U"));
  }
  CHECK(ids.size() == 1000);
  CHECK(guests == 20);
  const auto again = crowd(1000, 5);
  CHECK(std::equal(people.begin(), people.end(), again.begin(), [](const Person& a, const Person& b) {
    return a.id == b.id && a.presence == b.presence && a.status == b.status;
  }));
  const Gatherings gatherings = gatherings_of(people, 30, 20, 5);
  CHECK(gatherings.usergroups.size() == 30);
  for (const Usergroup& group : gatherings.usergroups) CHECK(group.members.size() >= 5);
  for (const Channel& channel : gatherings.channels) CHECK(channel.members.contains(self_id()));
}

TEST_CASE("a flood has the changes it was asked for, each to another state, nobody twice at once") {
  const auto people = crowd(300, 2);
  std::map<std::string, bool> active;
  for (const Person& person : people) active[person.id.text] = person.presence == base::Presence::active;
  std::size_t changes = 0;
  base::Millis last{-1};
  for (const Wave& wave : plan_flood(people, 5'000, 2s, 2)) {
    CHECK(wave.after > last);
    last = wave.after;
    std::set<std::string> once;
    for (const auto& id : wave.active) CHECK_FALSE(std::exchange(active[id.text], true));
    for (const auto& id : wave.away) CHECK(std::exchange(active[id.text], false));
    for (const auto& id : wave.active) once.insert(id.text);
    for (const auto& id : wave.away) once.insert(id.text);
    CHECK(once.size() == wave.active.size() + wave.away.size());
    changes += once.size();
  }
  CHECK(changes == 5'000);
  CHECK(last < 2s);
}

TEST_CASE("changes at the same moment come to each socket in one frame, about its own people only") {
  Bench bench(Crowded::options());
  const SocketId one = bench.open();
  const SocketId other = bench.open();
  bench.subscribe(one, {"U0ANN", "U0BEN"});
  bench.subscribe(other, {"U0CAT"});
  bench.take();
  bench.model.set_presences(bench.now, {{"U0ANN"}, {"U0CAT"}, {"U0BEN"}}, base::Presence::active);
  const auto told = bench.take();
  REQUIRE(told.size() == 2);
  CHECK(told[0].payload == R"({"type":"presence_change","users":["U0ANN","U0BEN"],"presence":"active"})");
  CHECK(told[1].payload == R"({"type":"presence_change","users":["U0CAT"],"presence":"active"})");
  bench.model.set_presences(bench.now, {{"U0ANN"}, {"U0BEN"}}, base::Presence::active);
  CHECK(bench.take().empty());
}

TEST_CASE("18,000 people over 15 sockets: a flood of 50,000 changes reaches who is subscribed, and nobody else") {
  Crowded here;
  std::set<std::string> subscribed;
  for (std::size_t i = 0; i < kSockets * kInASet; ++i) subscribed.insert(here.people[i].id.text);
  const std::size_t told_before = here.bench.model.told().size();
  std::size_t expected = 0;
  base::Millis at{};
  for (const Wave& wave : plan_flood(here.people, 50'000, 10s, 1)) {
    here.bench.pass(wave.after - at);
    at = wave.after;
    here.bench.model.set_presences(here.bench.now, wave.active, base::Presence::active);
    here.bench.model.set_presences(here.bench.now, wave.away, base::Presence::away);
    for (const auto& id : wave.active) expected += subscribed.count(id.text);
    for (const auto& id : wave.away) expected += subscribed.count(id.text);
    here.bench.take();
  }
  CHECK(here.bench.model.told().size() - told_before == expected);
  CHECK(expected > 15'000);
  CHECK(here.bench.broken().empty());
}

TEST_CASE("18,000 people come in 91 pages of users.list, at the pace of its tier, each once but the guests") {
  Crowded here;
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const HttpAnswer answer = here.bench.call("users.list", {{"limit", "200"}, {"cursor", cursor}});
    REQUIRE(answer.ok);
    for (const auto& id : list_of(answer, "members")) CHECK(seen.insert(id).second);
    cursor = next_cursor(answer);
    ++pages;
    here.bench.pass(3s);
  } while (!cursor.empty() && pages < 200);
  CHECK(pages == 91);  // 18,004 with the bot and the three of the bench
  CHECK(seen.size() == 18'004 - 360);
  CHECK(here.bench.broken().empty());
}

}  // namespace presenced::fake_slack
