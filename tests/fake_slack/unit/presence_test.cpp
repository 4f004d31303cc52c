#include <doctest/doctest.h>

#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {

using Lines = std::vector<std::string>;
using base::Presence;

TEST_CASE("only ids that a presence_sub adds are answered, and the new set replaces the old") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.subscribe(socket, {"U0ANN", "U0BEN"});
  CHECK(bench.texts() == Lines{said("U0ANN", "away"), said("U0BEN", "away")});
  bench.pass(1s);
  bench.subscribe(socket, {"U0BEN", "U0CAT"});
  CHECK(bench.texts() == Lines{said("U0CAT", "away")});
  bench.pass(1s);
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::active);
  CHECK(bench.texts().empty());
  bench.model.set_presence(bench.now, {"U0BEN"}, Presence::active);
  CHECK(bench.texts() == Lines{said("U0BEN", "active")});
  CHECK(bench.broken().empty());
}

TEST_CASE("a subscription dies with its socket") {
  Bench bench;
  const SocketId first = bench.open();
  bench.subscribe(first, {"U0ANN"});
  bench.model.closed(bench.now, first);
  bench.open();
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::active);
  CHECK(bench.texts().empty());
}

TEST_CASE("presence_query answers everyone asked, subscribed or not, and is silent about nobody") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.subscribe(socket, {"U0ANN"});
  bench.take();
  bench.pass(1s);
  bench.ask(socket, "presence_query", {"U0ANN", "U0BEN", "U0NOBODY"});
  CHECK(bench.texts() == Lines{said("U0ANN", "away"), said("U0BEN", "away")});
}

TEST_CASE("people are told of together only to a client that said batch_presence_aware=1 to the letter") {
  Options options = Bench::plain();
  options.presence_form = PresenceForm::users;
  Bench bench(options);
  const SocketId aware = bench.open("1");
  bench.subscribe(aware, {"U0ANN", "U0BEN"});
  CHECK(bench.texts() == Lines{R"({"type":"presence_change","users":["U0ANN","U0BEN"],"presence":"away"})"});
  const SocketId unaware = bench.open("true");
  bench.subscribe(unaware, {"U0ANN", "U0BEN"});
  CHECK(bench.texts() == Lines{said("U0ANN", "away"), said("U0BEN", "away")});
}

TEST_CASE("every form of a batch tells of everyone") {
  Options options = Bench::plain();
  options.presence_form = PresenceForm::batch_type;
  Bench old_type(options);
  old_type.subscribe(old_type.open(), {"U0ANN", "U0BEN"});
  CHECK(old_type.texts() == Lines{R"({"type":"presence_change_batch","users":["U0ANN","U0BEN"],"presence":"away"})"});
  options.presence_form = PresenceForm::user_and_users;
  Bench both(options);
  both.subscribe(both.open(), {"U0ANN", "U0BEN"});
  CHECK(both.texts() ==
        Lines{R"({"type":"presence_change","user":"U0ANN","users":["U0ANN","U0BEN"],"presence":"away"})"});
}

TEST_CASE("answers to a presence_sub come twice where that is asked for") {
  Options options = Bench::plain();
  options.repeat_presence = true;
  Bench bench(options);
  bench.subscribe(bench.open(), {"U0ANN"});
  CHECK(bench.texts() == Lines{said("U0ANN", "away"), said("U0ANN", "away")});
}

TEST_CASE("a lost presence event is in the truth, marked, and only a query finds it") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.subscribe(socket, {"U0ANN"});
  bench.take();
  bench.model.lose_next_presence({"U0ANN"});
  bench.pass(1s);
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::active);
  CHECK(bench.texts().empty());
  bench.ask(socket, "presence_query", {"U0ANN"});
  CHECK(bench.texts() == Lines{said("U0ANN", "active")});
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::away);
  CHECK(bench.texts() == Lines{said("U0ANN", "away")});
  const auto& truth = bench.model.truth({"U0ANN"}).presence;
  REQUIRE(truth.size() == 3);
  CHECK_FALSE(truth[1].announced);
  CHECK(truth[2].announced);
  CHECK(truth[1].at == bench.now.wall);
}

TEST_CASE("a presence that is what it was is no change") {
  Bench bench;
  bench.subscribe(bench.open(), {"U0ANN"});
  bench.take();
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::away);
  CHECK(bench.texts().empty());
  CHECK(bench.model.truth({"U0ANN"}).presence.size() == 1);
}

TEST_CASE("what each socket was told of whom is remembered with its time") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.subscribe(socket, {"U0ANN"});
  bench.pass(90s);
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::active);
  const auto& told = bench.model.told();
  REQUIRE(told.size() == 2);
  CHECK(told[1].socket == socket);
  CHECK(told[1].user == base::UserId{"U0ANN"});
  CHECK(told[1].at == bench.now.wall);
  CHECK(std::get<Presence>(told[1].what) == Presence::active);
}

TEST_CASE("delayed frames come late, in order, and count as told when they leave") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.model.delay_frames(socket, 5s);
  bench.subscribe(socket, {"U0ANN"});
  bench.pass(4s);
  bench.model.delay_frames(socket, 0s);
  bench.model.set_presence(bench.now, {"U0ANN"}, Presence::active);
  CHECK(bench.texts().empty());
  bench.pass(1s);
  CHECK(bench.texts() == Lines{said("U0ANN", "away"), said("U0ANN", "active")});
  CHECK(bench.model.told().at(1).at == bench.now.wall);
}

TEST_CASE("our own bot is active while a socket is open, unless it chose to appear away") {
  Bench bench;
  CHECK(bench.model.directory().find(self_id())->presence == Presence::away);
  const SocketId socket = bench.open();
  CHECK(bench.model.directory().find(self_id())->presence == Presence::active);
  CHECK(bench.call("users.setPresence", {{"presence", "away"}}).ok);
  CHECK(bench.texts() == Lines{R"({"type":"manual_presence_change","presence":"away"})"});
  CHECK(bench.model.directory().find(self_id())->presence == Presence::away);
  bench.call("users.setPresence", {{"presence", "auto"}});
  bench.model.closed(bench.now, socket);
  CHECK(bench.model.directory().find(self_id())->presence == Presence::away);
}

}  // namespace presenced::fake_slack
