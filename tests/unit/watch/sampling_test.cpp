// Asking in turn: rounds, their pace, who is silent, and who is asked on which socket.
#include "watch/sampling.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/random.h"
#include "slack/encode.h"
#include "support/rtm_frames.h"

using namespace presenced;
using namespace presenced::base;
using watch::Sampling;
using watch::share_out;
using Ids = std::vector<UserId>;

namespace {

Ids made_up_people(std::size_t count, std::size_t from = 0) {
  Ids ids;
  for (std::size_t i = from; i < from + count; ++i) ids.push_back(UserId{"U" + std::to_string(10'000'000 + i)});
  return ids;
}

// A socket whose Slack answers at once, except for the silent.
struct Asking {
  explicit Asking(const Ids& ids, Millis interval = 60s) : sampling(interval) { sampling.replace(ids); }

  // Goes on for so long, sending whenever a frame may go.
  void run_for(Millis span) {
    for (const MonoTime until = now.mono + span; now.mono < until; pass(100ms)) {
      if (auto round = sampling.woken(now.mono)) rounds.push_back(*round);
      if (now.mono < frames_from || !sampling.has_frame(now.mono)) continue;
      const auto frame = sampling.next_frame(now);
      if (!frame) continue;
      frames_from = now.mono + 1'100ms;
      sent.push_back(now.mono);
      CHECK(frame->size() <= slack::kMaxFrameBytes);
      const auto ids = support::ids_in(*frame);
      CHECK(ids.size() <= slack::kMaxIdsPerFrame);
      for (const std::string& id : ids) {
        ++asked[id];
        if (!silent.contains(id)) sampling.received(UserId{id});
      }
    }
  }
  void pass(Millis span) {
    now.mono += span;
    now.wall += span;
  }

  Sampling sampling;
  Instant now{MonoTime{1h}, WallTime{Millis{1'700'000'000'000}}};
  MonoTime frames_from{MonoTime::min()};
  std::vector<MonoTime> sent;
  std::vector<Sampling::Round> rounds;
  std::map<std::string, int> asked;
  std::set<std::string> silent;
};

}  // namespace

TEST_CASE("nobody to ask about: no frame, no round, nothing to wake up for") {
  Asking nobody({});
  nobody.run_for(5min);
  CHECK(nobody.sent.empty());
  CHECK(nobody.rounds.empty());
  CHECK(nobody.sampling.deadline() == MonoTime::max());
}

TEST_CASE("a whole round is asked each interval, everybody once") {
  Asking one(made_up_people(1'200));
  one.run_for(10min - 5s);
  CHECK(one.rounds.size() == 10);
  CHECK(one.asked.size() == 1'200);
  for (const auto& [id, times] : one.asked) REQUIRE(times == 10);
  CHECK(one.sent.size() == 30);
  for (const auto& round : one.rounds) CHECK(round.silent.empty());
}

TEST_CASE("the first round goes as fast as frames may go, the others are spread over the interval") {
  Asking one(made_up_people(2'000));
  one.run_for(2min);
  REQUIRE(one.sent.size() == 8);
  CHECK(one.sent[3] - one.sent[0] < 4s);
  CHECK(one.sent[4] - one.sent[0] == 60s);
  for (std::size_t i = 5; i < 8; ++i) CHECK(one.sent[i] - one.sent[i - 1] > 10s);
}

TEST_CASE("long ids fill 16 KiB before they are 500") {
  Ids ids = made_up_people(1'000);
  for (UserId& id : ids) id.text += "ABCDEFGHIJKLMNOPQRSTU";
  Asking one(ids);
  one.run_for(59s);
  CHECK(one.asked.size() == 1'000);
  CHECK(one.sent.size() == 3);
}

TEST_CASE("a round that takes longer than the interval at the pace of frames takes longer, and says so") {
  Asking one(made_up_people(50'000));
  one.run_for(10min);
  REQUIRE(one.rounds.size() >= 4);
  for (const auto& round : one.rounds) {
    CHECK(round.took > 100s);
    CHECK(round.took < 125s);
  }
  for (std::size_t i = 1; i < one.rounds.size(); ++i) CHECK(one.rounds[i].began - one.rounds[i - 1].began < 125s);
}

TEST_CASE("who does not answer in a whole round is named at its end, and asked again in the next") {
  Asking one(made_up_people(700));
  one.silent = {"U10000003", "U10000650"};
  one.run_for(15s);
  REQUIRE(one.rounds.size() == 1);
  CHECK(one.rounds[0].silent == Ids{UserId{"U10000003"}, UserId{"U10000650"}});
  one.silent.clear();
  one.run_for(80s);
  REQUIRE(one.rounds.size() == 2);
  CHECK(one.rounds[1].silent.empty());
  CHECK(one.asked["U10000003"] == 2);
}

TEST_CASE("rounds keep their interval though somebody never answers") {
  Asking one(made_up_people(1'400));
  one.silent = {"U10000003"};
  one.run_for(10min);
  CHECK(one.rounds.size() == 10);
}

TEST_CASE("another interval counts in the round under way, and between rounds") {
  Asking one(made_up_people(1'500), 1h);
  one.run_for(30min);  // the first round is over
  REQUIRE(one.rounds.size() == 1);
  one.sampling.set_interval(60s);
  one.run_for(5min);
  CHECK(one.rounds.size() == 6);
  one.sampling.set_interval(1h);
  one.run_for(50min);
  CHECK(one.rounds.size() <= 7);
  one.sampling.set_interval(60s);  // in the middle of the long round, unless that begins just now
  one.run_for(3min);
  CHECK(one.rounds.size() >= 8);
  for (const auto& round : one.rounds) CHECK(round.silent.empty());
}

TEST_CASE("who joins is asked in the round under way, who leaves no longer owes an answer") {
  Asking one(made_up_people(1'500));
  one.run_for(90s);  // in the middle of the second round
  Ids edited = made_up_people(1'400, 100);
  for (const UserId& id : made_up_people(5, 5'000)) edited.push_back(id);
  one.sampling.replace(edited);
  CHECK(one.sampling.size() == 1'405);
  one.run_for(28s);
  for (const UserId& id : made_up_people(5, 5'000)) CHECK(one.asked[id.text] == 1);
  CHECK(one.asked["U10000000"] <= 2);
  one.run_for(10s);
  REQUIRE(one.rounds.size() == 2);
  CHECK(one.rounds[1].silent.empty());
}

TEST_CASE("what may never have been heard is asked again in the same round") {
  Asking one(made_up_people(10));
  one.silent = {"U10000003"};
  one.run_for(5s);
  CHECK(one.sampling.awaits(UserId{"U10000003"}));
  one.silent.clear();
  one.sampling.ask_again();
  CHECK(one.sampling.awaits(UserId{"U10000003"}));  // it may have been heard all the same
  one.run_for(2s);
  REQUIRE(one.rounds.size() == 1);
  CHECK(one.rounds[0].silent.empty());
  CHECK(one.asked["U10000003"] == 2);
  CHECK(one.asked["U10000004"] == 1);
}

TEST_CASE("an answer may still be under way when its round is over") {
  const Ids ids = made_up_people(2);
  Asking asking(ids);
  asking.silent = {ids[0].text};
  asking.run_for(15s);
  REQUIRE(asking.rounds.size() == 1);
  CHECK(asking.sampling.awaits(ids[0]));
  CHECK_FALSE(asking.sampling.awaits(ids[1]));
  asking.sampling.received(ids[0]);
  CHECK_FALSE(asking.sampling.awaits(ids[0]));
}

TEST_CASE("after a restart nothing that was asked counts, and a first round begins at once") {
  Asking one(made_up_people(1'000));
  one.run_for(30s);
  one.sampling.restart();
  const auto began = one.now.mono;
  one.run_for(5s);
  REQUIRE(one.sent.size() == 4);
  CHECK(one.sent[2] == began);
  CHECK(one.sent[3] - began < 2s);
}

TEST_CASE("those who are sampled are shared out evenly over the sockets that are live") {
  const Ids all = made_up_people(100);
  const auto shares = share_out(all, {}, {true, false, true, true});
  REQUIRE(shares.size() == 4);
  CHECK(shares[1].empty());
  for (const std::size_t i : {0u, 2u, 3u}) CHECK(shares[i].size() >= 32);
  CHECK(shares[0].size() + shares[2].size() + shares[3].size() == 100);
}

TEST_CASE("with no socket live everybody stays where they were") {
  const Ids all = made_up_people(10);
  const auto before = share_out(all, {}, {true, true});
  CHECK(share_out(all, before, {false, false}) == before);
}

TEST_CASE("whatever comes and goes, everyone is asked on one live socket, evenly, and few move") {
  Random random(5);
  std::vector<bool> live(6, true);
  std::vector<Ids> shares;
  for (int step = 0; step < 200; ++step) {
    const std::size_t which = random.below(live.size());
    live[which] = !live[which];
    const auto sockets = static_cast<std::size_t>(std::count(live.begin(), live.end(), true));
    const Ids all = made_up_people(200 + random.below(50), random.below(50));
    const auto before = std::exchange(shares, share_out(all, shares, live));
    if (sockets == 0) continue;
    std::set<UserId> placed;
    const std::size_t most = (all.size() + sockets - 1) / sockets;
    for (std::size_t i = 0; i < live.size(); ++i) {
      CHECK(shares[i].size() <= most);
      CHECK((live[i] || shares[i].empty()));
      std::size_t stayed = 0;
      for (const UserId& id : shares[i]) {
        CHECK(placed.insert(id).second);
        if (i < before.size()) stayed += std::count(before[i].begin(), before[i].end(), id) > 0;
      }
      std::size_t could = 0;
      if (live[i] && i < before.size())
        for (const UserId& id : before[i]) could += std::find(all.begin(), all.end(), id) != all.end();
      CHECK(stayed == std::min(could, most));
    }
    CHECK(placed.size() == all.size());
  }
}
