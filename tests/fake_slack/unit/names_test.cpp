// What it takes to ask for names: e-mails, scopes, cursors.
#include <doctest/doctest.h>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;

// Of another workspace, in a channel of ours.
void add_guest(Bench& bench) {
  Person guest;
  guest.id = {"W0GUEST"};
  guest.name = "guest";
  guest.email = "guest@elsewhere.example";
  guest.guest = true;
  bench.model.join(bench.now, guest);
}

}  // namespace

TEST_CASE("users.lookupByEmail finds members, whatever the case, and neither guests nor the deactivated") {
  Bench bench;
  add_guest(bench);
  const auto look = [&](const char* email) { return bench.call("users.lookupByEmail", {{"email", email}}); };
  CHECK(error_of(look("ann@example.com")) == "users_not_found");
  bench.model.set_email(bench.now, {"U0ANN"}, "Ann@Example.com");
  CHECK(look("ann@example.COM").body.find("U0ANN") != std::string::npos);
  CHECK(error_of(look("guest@elsewhere.example")) == "users_not_found");
  bench.model.set_email(bench.now, {"U0ANN"}, "ann@new.example");
  CHECK(error_of(look("ann@example.com")) == "users_not_found");
  bench.model.deactivate(bench.now, {"U0ANN"});
  CHECK(error_of(look("ann@new.example")) == "users_not_found");
}

TEST_CASE("an e-mail stands in a record only for who may read e-mails") {
  Bench bench;
  bench.model.set_email(bench.now, {"U0ANN"}, "ann@example.com");
  CHECK(bench.call("users.list").body.find("ann@example.com") != std::string::npos);
  bench.model.grant({"users:read"});
  CHECK(bench.call("users.list").body.find("ann@example.com") == std::string::npos);
}

TEST_CASE("a guest is known by the id and can be watched, but is not in users.list") {
  Bench bench;
  add_guest(bench);
  CHECK(list_of(bench.call("users.list"), "members") == Lines{"U0FAKEBOT", "U0ANN", "U0BEN", "U0CAT"});
  CHECK(bench.call("users.info", {{"user", "W0GUEST"}}).body.find("T0ELSE") != std::string::npos);
  const SocketId socket = bench.open();
  bench.subscribe(socket, {"W0GUEST"});
  CHECK(bench.texts() == Lines{said("W0GUEST", "away")});
}

TEST_CASE("a token without the scope is told which one is needed and which it has") {
  Bench bench;
  Channel secret;
  secret.id = "G0SECRET";
  secret.is_private = true;
  secret.members = Roll({self_id()});
  bench.model.add_channel(secret);
  bench.model.grant({"channels:read", "team:read"});
  const auto needed = [&](const char* method, const Form& form = {}) {
    const HttpAnswer answer = bench.call(method, form);
    CHECK(error_of(answer) == "missing_scope");
    CHECK(text_of(answer, "provided") == "channels:read,team:read");
    return text_of(answer, "needed");
  };
  CHECK(needed("rtm.connect") == "rtm:stream");
  CHECK(needed("users.list") == "users:read");
  CHECK(needed("users.info", {{"user", "U0ANN"}}) == "users:read");
  CHECK(needed("users.lookupByEmail", {{"email", "a@b.c"}}) == "users:read.email");
  CHECK(needed("users.setPresence", {{"presence", "away"}}) == "users:write");
  CHECK(needed("usergroups.list") == "usergroups:read");
  CHECK(needed("usergroups.users.list", {{"usergroup", "S0"}}) == "usergroups:read");
  CHECK(bench.call("conversations.list").ok);
  CHECK(needed("conversations.list", {{"types", "public_channel,private_channel"}}) == "groups:read");
  CHECK(needed("conversations.members", {{"channel", "G0SECRET"}}) == "groups:read");
  CHECK(bench.call("auth.test").ok);
}

TEST_CASE("a cursor goes stale by time and on command, and the list can be begun anew") {
  Bench bench;
  const auto page = [&](const std::string& cursor) {
    return bench.call("users.list", {{"limit", "3"}, {"cursor", cursor}});
  };
  std::string cursor = next_cursor(page(""));
  bench.pass(10min);
  CHECK(page(cursor).ok);
  bench.pass(1ms);
  CHECK(error_of(page(cursor)) == "invalid_cursor");
  cursor = next_cursor(page(""));
  bench.model.expire_cursors();
  CHECK(error_of(page(cursor)) == "invalid_cursor");
  CHECK(page(next_cursor(page(""))).ok);
}

TEST_CASE("every method has its tier; to exceed it is a breach, to call again too early another") {
  struct {
    const char* method;
    int a_minute;
  } const tiers[] = {{"users.list", 20},
                     {"users.info", 100},
                     {"users.lookupByEmail", 50},
                     {"usergroups.list", 20},
                     {"usergroups.users.list", 20},
                     {"conversations.list", 20},
                     {"conversations.members", 100}};
  for (const auto& [name, a_minute] : tiers) {
    const auto& method = name;  // clang 14 lets no lambda capture a structured binding
    CAPTURE(method);
    Bench bench;
    for (int i = 0; i < a_minute + 2; ++i) CHECK(bench.call(method).status == 200);
    CHECK(bench.broken().empty());
    const HttpAnswer limited = bench.call(method);
    CHECK(limited.status == 429);
    REQUIRE(limited.retry_after);
    CHECK(bench.broken() == Lines{"tier"});
    CHECK(bench.call(method).status == 429);
    CHECK(bench.broken() == Lines{"tier", "retry-after"});
    bench.pass(std::chrono::seconds{*limited.retry_after});
    CHECK(bench.call(method).status == 200);
    CHECK(bench.broken().size() == 2);
  }
}

TEST_CASE("a steady pace within the tier is never refused") {
  Bench bench;
  for (int i = 0; i < 200; ++i) {
    CHECK(bench.call("users.list").ok);
    bench.pass(i % 2 == 0 ? 2'900ms : 3'100ms);
  }
  CHECK(bench.broken().empty());
}

TEST_CASE("a client that has just started is refused for what the one before it did, without a breach of its own") {
  Bench bench;
  for (int i = 0; i < 22; ++i) bench.call("users.list");
  bench.model.client_started();
  CHECK(bench.call("users.list").status == 429);
  CHECK(bench.broken().empty());
  CHECK(bench.call("users.list").status == 429);
  CHECK(bench.broken() == Lines{"retry-after"});
  bench.model.client_started();
  CHECK(bench.call("users.list").status == 429);
  CHECK(bench.broken().size() == 1);
}

}  // namespace presenced::fake_slack
