// More people than one subscription holds: several sets, people who are sampled, and what happens to them when there is
// a flood, an edit, a socket lost or fewer sockets allowed. scale_run.cpp measures the same at full size.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <csignal>

#include "integration/checks.h"
#include "integration/large_workspace.h"

using namespace presenced;
using fake_slack::Model;
using test::count;
using test::eventually;
using test::Installation;
using test::presence_covered;
using test::stop_and_check;
using test::WatchlistText;

namespace {

constexpr base::Millis kWait{60'000};

// So many made-up people, the first of them with a seat in `sockets` sets of 500, in presence alone: their statuses
// would take a page of users.list for every 200.
Installation::Setup crowded(int people, int sockets) {
  Installation::Setup setup;
  setup.crowd = people;
  setup.extra_workspace_yaml = fmt::format("    max_sockets: {}\n    sample_interval: 10s\n", sockets);
  return setup;
}

void watch(Installation& here, const std::vector<base::UserId>& people) {
  WatchlistText list;
  list.group("everyone", "track: [presence]");
  for (const auto& id : people) list.id(id);
  here.write_watchlist(list);
}

std::vector<base::UserId> without(std::vector<base::UserId> people, const std::set<base::UserId>& gone) {
  std::erase_if(people, [&](const auto& id) { return gone.contains(id); });
  return people;
}

void toggle(Installation& here, const base::UserId& user) {
  here.slack().with_model([&](Model& model, base::Instant now) {
    const bool active = model.truth(user).presence.back().state == base::Presence::active;
    model.set_presence(now, user, active ? base::Presence::away : base::Presence::active);
  });
}

std::size_t pushed(const Installation& here) { return count(here, "presence_transitions WHERE source = 'push'"); }
std::size_t found_by_sample(const Installation& here) {
  return count(here, "presence_transitions WHERE source = 'sample'");
}

void start(Installation& here, std::size_t seated, std::size_t sampled) {
  watch(here, here.people());
  here.sample_round = base::Millis{15'000};  // a question to everybody, and half a round for the answer
  here.start();
  REQUIRE_MESSAGE(eventually([&] { return presence_covered(here, "subscribed") == seated; }, kWait),
                  fmt::format("{} of {} are covered by a subscription", presence_covered(here, "subscribed"), seated));
  REQUIRE_MESSAGE(eventually([&] { return presence_covered(here, "sampled") == sampled; }, kWait),
                  fmt::format("{} of {} are covered by samples", presence_covered(here, "sampled"), sampled));
}

}  // namespace

TEST_CASE("scale: a flood over two sets is recorded whole, changes of the sampled lie within their bounds") {
  constexpr std::size_t kSeated = 1'000;
  constexpr std::size_t kSampled = 150;
  constexpr std::size_t kChanges = 2'000;
  const Installation::Setup setup = crowded(kSeated + kSampled, 2);
  Installation here(setup);
  start(here, kSeated, kSampled);

  auto seated = fake_slack::crowd(setup.crowd, setup.slack.seed);
  seated.resize(kSeated);
  test::flood(here, fake_slack::plan_flood(seated, kChanges, base::Millis{2'000}, 1));
  CHECK(eventually([&] { return pushed(here) == kChanges; }));
  for (std::size_t i = kSeated; i < kSeated + 20; ++i) toggle(here, here.person(i));
  CHECK(eventually([&] { return found_by_sample(here) == 20; }, kWait));
  stop_and_check(here);
}

TEST_CASE("scale: an edit touches the sockets of those who leave, and no other") {
  Installation here(crowded(1'150, 3));
  start(here, 1'150, 0);
  const auto before = test::sockets(here);
  REQUIRE(before.size() == 3);
  for (std::size_t i = 0; i < here.people().size(); i += 7) toggle(here, here.person(i));
  const auto socket = before.begin()->first;  // no structured binding: clang 14 lets no lambda capture one
  const auto& subscribed = before.begin()->second;
  const std::set<base::UserId> leaving(subscribed.ids.begin(), std::next(subscribed.ids.begin(), 100));
  watch(here, without(here.people(), leaving));
  REQUIRE(eventually([&] { return presence_covered(here, "subscribed") == 1'050; }));
  REQUIRE(eventually([&] { return test::sockets(here).at(socket).ids.size() == subscribed.ids.size() - 100; }));
  CHECK(test::touched(here, before) == std::set{socket});
  CHECK(count(here, "coverage WHERE end_reason = 'unwatched'") == 100);
  CHECK(count(here, "coverage WHERE ended_at IS NOT NULL") == 100);
  stop_and_check(here);
}

TEST_CASE("scale: a socket that is lost uncovers its own set alone") {
  Installation here(crowded(1'150, 3));
  start(here, 1'150, 0);
  const auto before = test::sockets(here);
  REQUIRE(before.size() == 3);
  for (const auto& id : here.people()) toggle(here, id);  // coverage without a word has no length
  REQUIRE(eventually([&] { return pushed(here) == here.people().size(); }));
  const auto socket = before.begin()->first;
  const auto& subscribed = before.begin()->second;
  here.slack().with_model([&](Model& model, base::Instant now) {
    model.misbehave(now, socket, fake_slack::SocketFault::reset);
    model.set_presence(now, here.person(0), base::Presence::active);
  });
  REQUIRE(eventually([&] { return presence_covered(here, "subscribed") < here.people().size(); }));
  REQUIRE(eventually([&] { return presence_covered(here, "subscribed") == here.people().size(); }, kWait));
  const auto history = here.history();
  for (const auto& id : here.people())
    CHECK(history.people.at(id).presence.coverage.size() == (subscribed.ids.contains(id) ? 2 : 1));
  stop_and_check(here);
}

TEST_CASE("scale: fewer sockets on reload close the others, and who was on them is sampled") {
  Installation here(crowded(650, 2));
  start(here, 650, 0);
  REQUIRE(test::sockets(here).size() == 2);
  for (const auto& id : here.people()) toggle(here, id);
  REQUIRE(eventually([&] { return pushed(here) == here.people().size(); }));
  here.write_extra_yaml("    max_sockets: 1\n    sample_interval: 10s\n");
  here.daemon().signal(SIGHUP);
  REQUIRE(eventually([&] { return presence_covered(here, "sampled") == 150; }, kWait));
  CHECK(presence_covered(here, "subscribed") == 500);
  CHECK(eventually([&] { return test::sockets(here).size() == 1; }));
  CHECK(count(here, "coverage WHERE mode = 'subscribed' AND ended_at IS NOT NULL") == 150);
  stop_and_check(here);
}

TEST_CASE("scale: people by e-mail, user group and channel are resolved within the tiers, and watched") {
  Installation::Setup setup = crowded(590, 2);
  const auto people = fake_slack::crowd(setup.crowd, setup.slack.seed);
  setup.gatherings = fake_slack::gatherings_of(people, 4, 3, setup.slack.seed);
  Installation here(setup);
  std::set<base::UserId> expected;
  WatchlistText list;
  list.group("names", "track: [presence]");
  for (std::size_t i = 0; i < 8; ++i) {
    list.email(people[i].email);
    expected.insert(people[i].id);
  }
  for (const auto& group : setup.gatherings.usergroups) {
    list.usergroup(group.handle);
    for (const auto& id : group.members.members()) expected.insert(id);
  }
  for (const auto& channel : setup.gatherings.channels) {
    list.channel(channel.name);
    for (const auto& id : channel.members.members()) expected.insert(id);
  }
  expected.erase(fake_slack::self_id());  // it is in every channel, and no person
  here.write_watchlist(list);
  here.start();
  CHECK_MESSAGE(eventually([&] { return presence_covered(here, "subscribed") == expected.size(); }, kWait),
                fmt::format("{} of {}\n{}", presence_covered(here, "subscribed"), expected.size(), here.log()));
  // The members are listed for the bots among them, which answers the addresses, too.
  CHECK(here.calls("users.list") == 3);
  CHECK(here.calls("users.lookupByEmail") == 0);
  CHECK(here.calls("usergroups.users.list") <= 4);
  stop_and_check(here);
}

TEST_CASE("scale: a browser session's cookie goes with every call, and what is invalidated is fetched") {
  Installation::Setup setup;
  setup.slack.token = "xoxc-browser";
  setup.slack.cookie = "xoxd-a/b+c=";
  setup.slack.browser_session = true;
  setup.extra_workspace_yaml = "    cookie_file: fake.d\n";
  Installation here(setup);
  here.folder().write("fake.d", setup.slack.cookie + "\n");
  here.start();
  REQUIRE_MESSAGE(eventually([&] { return here.all_covered(); }, kWait), here.log());
  const auto asked = here.calls("users.info");
  here.status(0, "at lunch", ":bread:");
  here.status(0, "on the train", ":train:");  // asked about once for both
  REQUIRE(eventually([&] { return here.up_to_date() && here.all_covered(); }, kWait));
  CHECK(here.calls("users.info") == asked + 1);
  CHECK(count(here, "status_coverage WHERE end_reason = 'invalidated'") == 1);
  stop_and_check(here);
  CHECK(here.log().find("xoxd-") == std::string::npos);
}
