// The metrics and probes of the real program, on loopback and on a Unix socket, and what becomes of them on a reload.
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

#include "integration/checks.h"
#include "integration/free_port.h"
#include "integration/installation.h"
#include "net/unix_call.h"

using namespace presenced;
using test::eventually;
using test::holds;
using test::Installation;

namespace {

// The whole answer, head and body; empty: nobody listens there.
std::string ask(std::uint16_t port, const std::string& target, const std::string& method = "GET") {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string question = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    std::array<char, 4096> block{};
    if (::send(socket, question.data(), question.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(question.size()))
      for (ssize_t size = 0; (size = ::recv(socket, block.data(), block.size(), 0)) > 0;)
        answer.append(block.data(), static_cast<std::size_t>(size));
  }
  ::close(socket);
  return answer;
}

bool answers(std::uint16_t port, int status) {
  return ask(port, "/healthz").starts_with("HTTP/1.1 " + std::to_string(status));
}

struct Measured : Installation {
  explicit Measured(Setup setup = {}) : Installation(std::move(setup)) { listen(std::to_string(port)); }
  void listen(const std::string& at) {
    write_extra_yaml("", at.empty() ? "" : "metrics: { listen: \"127.0.0.1:" + at + "\" }\n");
  }
  bool reload_says(const std::string& words) {
    const std::size_t before = log().size();
    daemon().signal(SIGHUP);
    return eventually([&] { return log().find(words, before) != std::string::npos; });
  }

  std::uint16_t port = test::free_port();
};

}  // namespace

TEST_CASE("metrics: zeros at first, then what has happened; ready when everybody is covered") {
  Installation::Setup setup;
  setup.written_token = "xoxp-of-somebody-else";
  Measured here(setup);
  here.start();
  REQUIRE(eventually([&] { return answers(here.port, 200); }));
  const std::string early = ask(here.port, "/metrics");
  CHECK(holds(early, "Content-Type: text/plain; version=0.0.4"));
  CHECK(holds(early, "\npresenced_connected{workspace=\"fake\"} 0\n"));
  CHECK(
      holds(early, "\npresenced_transitions_written_total{workspace=\"fake\",facet=\"presence\",source=\"push\"} 0\n"));
  CHECK(holds(early, "\npresenced_sessions_ended_total{workspace=\"fake\",reason=\"timeout\"} 0\n"));
  REQUIRE(
      eventually([&] { return holds(ask(here.port, "/readyz"), "fake: not connected (rtm.connect: invalid_auth)"); }));
  CHECK(ask(here.port, "/readyz").starts_with("HTTP/1.1 503"));

  here.write_token(here.token());
  here.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return ask(here.port, "/readyz").starts_with("HTTP/1.1 200"); }));
  here.presence(0, base::Presence::away);
  const std::string pushed =
      "\npresenced_transitions_written_total{workspace=\"fake\",facet=\"presence\",source=\"push\"} 1\n";
  CHECK(eventually([&] { return holds(ask(here.port, "/metrics"), pushed); }));
  const std::string later = ask(here.port, "/metrics");
  CHECK(holds(later,
              "\npresenced_transitions_written_total{workspace=\"fake\",facet=\"presence\",source=\"first\"} 6\n"));
  CHECK(holds(later, "\npresenced_connected{workspace=\"fake\"} 1\n"));
  CHECK(holds(later, "\npresenced_watched_people{workspace=\"fake\"} 6\n"));
  CHECK(holds(later, "\npresenced_uncovered_people{workspace=\"fake\"} 0\n"));
  CHECK_FALSE(holds(later, "presenced_connection_attempts_total{workspace=\"fake\"} 0\n"));
  CHECK_FALSE(holds(later, "U0PERSON"));

  CHECK(ask(here.port, "/metrics?x=y").starts_with("HTTP/1.1 200"));
  CHECK(ask(here.port, "/elsewhere").starts_with("HTTP/1.1 404"));
  const std::string posted = ask(here.port, "/metrics", "DELETE");
  CHECK(posted.starts_with("HTTP/1.1 405"));
  CHECK(holds(posted, "Allow: GET"));
  CHECK(here.stop() == 0);
}

TEST_CASE("metrics: the people of each group by their state, without those who were forgotten or taken off the list") {
  Measured here;
  here.write_extra_yaml(
      "", "control: { socket: control.sock }\nmetrics: { listen: \"127.0.0.1:" + std::to_string(here.port) + "\" }\n");
  test::WatchlistText list;
  list.group("on-call").id(here.person(0)).id(here.person(1)).id(here.person(2));
  list.group("everybody").id(here.person(2)).id(here.person(3));
  here.write_watchlist(list.group("nobody").id(here.person(4)).exclude(here.person(4)));
  here.start();
  const auto shows = [&](const std::string& group, int active, int away, int unknown) {
    const std::string text = ask(here.port, "/metrics");
    const auto has = [&](const std::string& state, int people) {
      return holds(text, "\npresenced_group_people{workspace=\"fake\",group=\"" + group + "\",state=\"" + state +
                             "\"} " + std::to_string(people) + "\n");
    };
    return has("active", active) && has("away", away) && has("unknown", unknown);
  };
  REQUIRE(eventually([&] { return ask(here.port, "/readyz").starts_with("HTTP/1.1 200"); }));
  here.presence(0, base::Presence::active);
  for (std::size_t person = 1; person <= 3; ++person) here.presence(person, base::Presence::away);
  CHECK(
      eventually([&] { return shows("on-call", 1, 2, 0) && shows("everybody", 0, 2, 0) && shows("nobody", 0, 0, 0); }));

  const net::UnixRequest forget{"POST", "/forget", "{\"user\":\"" + here.person(2).text + "\"}"};
  CHECK(net::unix_call(here.directory() / "control.sock", forget).status == 200);
  CHECK(eventually([&] { return shows("on-call", 1, 1, 0) && shows("everybody", 0, 1, 0); }));
  here.write_watchlist(test::WatchlistText().group("on-call").id(here.person(0)).id(here.person(2)));
  CHECK(eventually([&] { return shows("on-call", 1, 0, 0); }));
  const std::string later = ask(here.port, "/metrics");
  CHECK_FALSE(holds(later, "group=\"everybody\""));
  CHECK_FALSE(holds(later, "U0PERSON"));
  CHECK(here.stop() == 0);
}

TEST_CASE("metrics: the people of a group are unknown when the session with Slack is lost") {
  Measured here;
  here.start();
  const auto shows = [&](const std::string& state, const std::string& people) {
    return holds(ask(here.port, "/metrics"), ",state=\"" + state + "\"} " + people + "\n");
  };
  REQUIRE(eventually([&] { return ask(here.port, "/readyz").starts_with("HTTP/1.1 200") && shows("unknown", "0"); }));
  here.slack().with_model([](fake_slack::Model& model, base::Instant) {
    model.fail_next_call("rtm.connect", fake_slack::ApiFault{}, 100);
  });
  here.misbehave(fake_slack::SocketFault::reset);
  CHECK(eventually([&] { return shows("unknown", "6") && shows("active", "0") && shows("away", "0"); }));
  CHECK(here.stop() == 0);
}

TEST_CASE("metrics: on a Unix socket, for those the file's mode admits") {
  Installation here;
  here.write_extra_yaml("", "metrics: { listen: \"unix:metrics.sock\" }\n");
  here.start();
  const auto socket = here.directory() / "metrics.sock";
  REQUIRE(eventually([&] { return net::unix_call(socket, {.target = "/readyz"}).status == 200; }));
  CHECK(net::unix_call(socket, {.target = "/metrics"}).body.starts_with("# HELP presenced_"));
  CHECK((std::filesystem::status(socket).permissions() & std::filesystem::perms::all) ==
        static_cast<std::filesystem::perms>(0660));
  CHECK(here.stop() == 0);
  CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_CASE("metrics: a reload moves them, ends them, and begins them") {
  Measured here;
  here.start();
  REQUIRE(eventually([&] { return answers(here.port, 200); }));
  const std::uint16_t other = test::free_port();
  here.listen(std::to_string(other));
  REQUIRE(here.reload_says("changed: metrics"));
  CHECK(answers(other, 200));
  CHECK(ask(here.port, "/healthz").empty());
  here.listen("");
  REQUIRE(here.reload_says("changed: metrics"));
  CHECK(ask(other, "/healthz").empty());
  here.listen(std::to_string(here.port));
  REQUIRE(here.reload_says("changed: metrics"));
  CHECK(answers(here.port, 200));
  CHECK(here.stop() == 0);
}

TEST_CASE("metrics: a place that is taken is refused: at the start with 78, on a reload with all staying as it is") {
  Measured first;
  first.start();
  REQUIRE(eventually([&] { return answers(first.port, 200); }));
  Measured second;
  const std::uint16_t own = second.port;
  second.listen(std::to_string(first.port));
  second.start();
  CHECK(second.daemon().wait(base::Millis{10'000}) == 78);
  CHECK(second.logged("metrics_refused: cannot listen on 127.0.0.1:" + std::to_string(first.port) +
                      ": another program listens there; stop it, or name another port"));

  second.listen(std::to_string(own));
  second.start();
  REQUIRE(eventually([&] { return answers(own, 200); }));
  second.listen(std::to_string(first.port));
  CHECK(second.reload_says("configuration_rejected"));
  CHECK(answers(own, 200));
  CHECK(second.stop() == 0);
  CHECK(first.stop() == 0);
}
