#include <algorithm>

#include "unit/net/raw_client.h"
#include "unit/web/page.h"

namespace presenced::web::test {
namespace {

using net::test::RawClient;

// The page behind a real server, because a stream needs one.
struct LivePage : Page {
  std::unique_ptr<net::HttpServer> server;

  void serve(const net::HttpServerSettings& bounds = {}) {
    settings.gate.port = 0;
    settings.gate.hosts = {"page"};
    open();
    auto made = net::HttpServer::on_tcp(
        loop.io, "127.0.0.1", 0, bounds,
        [this](net::HttpQuestion question, const Site::Reply& reply) { site->handle(question, reply); });
    REQUIRE_MESSAGE(made.ok(), made.error());
    server = std::move(made.value());
  }
  std::unique_ptr<RawClient> listen(const std::string& token = "") {
    auto client = std::make_unique<RawClient>(loop.io, server->port());
    client->send("GET /api/events HTTP/1.1\r\nHost: page\r\n" +
                 (token.empty() ? "" : "Authorization: Bearer bearer-" + token + "\r\n") + "\r\n");
    return client;
  }
  static std::size_t events(const RawClient& client) {
    std::size_t found = 0;
    const std::string body = client.body();
    for (std::size_t at = body.find("event: committed\n"); at != std::string::npos; at = body.find("event:", at + 1))
      ++found;
    return found;
  }
};

}  // namespace

TEST_CASE_FIXTURE(LivePage, "a listener is told how things are, and again when something is committed") {
  commands::test::write_friday(history);
  serve();
  const auto client = listen();
  REQUIRE(loop.until([&] { return events(*client) == 1; }));
  CHECK(client->status() == 200);
  CHECK(client->got().find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(client->body().starts_with("retry: 3000\n\nevent: committed\ndata: {\"newest_seq\":9,\"now_ms\":"));
  history.script.turn("U0DANA001", commands::test::ms("15:00"), base::Presence::away, history::Source::push, -1, 2);
  history.commit("15:00");
  REQUIRE(loop.until([&] { return events(*client) == 2; }));
  CHECK(client->body().find("\"newest_seq\":10,") != std::string::npos);
}

TEST_CASE_FIXTURE(LivePage, "a listener is told when the daemon falls silent") {
  commands::test::write_friday(history);
  serve();
  const auto client = listen();
  REQUIRE(loop.until([&] { return events(*client) == 1; }));
  clock = history.clock + std::chrono::minutes{1};
  CHECK(loop.until([&] { return events(*client) == 2; }));
}

TEST_CASE_FIXTURE(LivePage, "a listener whose token is revoked hears no more") {
  commands::test::write_friday(history);
  add_token("dana");
  add_token("lee");
  serve();
  const auto dana = listen("dana");
  const auto lee = listen("lee");
  const auto nobody = listen("nobody");
  REQUIRE(loop.until([&] { return events(*dana) == 1 && events(*lee) == 1 && nobody->ended(); }));
  CHECK(nobody->status() == 401);
  tokens.erase(tokens.begin());
  write_tokens();
  REQUIRE(loop.until([&] { return dana->ended(); }));
  CHECK_FALSE(lee->ended());
}

TEST_CASE_FIXTURE(LivePage, "a limited listener is not told of changes of others") {
  commands::test::write_two_fridays(history);
  add_token("beta", access::Limit{{"on-call"}, "beta"});
  add_token("all");
  serve();
  const auto limited = listen("beta");
  const auto all = listen("all");
  REQUIRE(loop.until([&] { return events(*limited) == 1 && events(*all) == 1; }));
  CHECK(limited->body().find("\"newest_seq\":11,") != std::string::npos);
  history.script.turn("U0DANA001", commands::test::ms("15:00"), base::Presence::away, history::Source::push, -1, 2);
  history.commit("15:00");
  REQUIRE(loop.until([&] { return events(*all) == 2; }));
  CHECK(events(*limited) == 1);
}

TEST_CASE_FIXTURE(LivePage, "more listeners than may listen are told to ask now and then, until one leaves") {
  commands::test::write_friday(history);
  most_waiting = kMostLiveReaders;
  serve({.connections = kMostLiveReaders + 2});
  std::vector<std::unique_ptr<RawClient>> clients;
  for (std::size_t i = 0; i < kMostLiveReaders; ++i) clients.push_back(listen());
  REQUIRE(loop.until([&] {
    return std::all_of(clients.begin(), clients.end(), [](const auto& client) { return events(*client) == 1; });
  }));
  auto late = listen();
  REQUIRE(loop.until([&] { return late->ended(); }));
  CHECK(late->status() == 503);
  CHECK(late->got().find("Retry-After: 5\r\n") != std::string::npos);
  clients.back()->stop_reading();
  REQUIRE(loop.until([&] { return clients.back()->ended(); }));
  clients.pop_back();
  REQUIRE(loop.until([&] { return server->connections() == kMostLiveReaders - 1; }));
  const auto heard = [&] {
    if (late->ended()) late = listen();  // places of those who left are seen to once a second
    return events(*late) == 1;
  };
  CHECK(loop.until(heard));
}

TEST_CASE_FIXTURE(LivePage, "nobody looks at the history once the last listener has gone") {
  commands::test::write_friday(history);
  serve();
  auto client = listen();
  REQUIRE(loop.until([&] { return events(*client) == 1; }));
  client->stop_reading();
  REQUIRE(loop.until([&] { return client->ended(); }));
  client.reset();
  CHECK(loop.until([&] { return server->connections() == 0; }));
  server.reset();
  CHECK(loop.drain());  // no timer runs on
}

}  // namespace presenced::web::test
