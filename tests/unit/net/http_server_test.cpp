#include "net/http_server.h"

#include <doctest/doctest.h>
#include <grp.h>
#include <sys/stat.h>

#include <cstdlib>
#include <list>
#include <optional>
#include <thread>
#include <vector>

#include "support/temp_dir.h"
#include "unit/net/event_loop.h"
#include "unit/net/raw_client.h"

using namespace presenced::net;
using namespace presenced::net::test;
using presenced::base::Millis;

namespace {

constexpr Millis kShortAnswer{200};

struct Served {
  EventLoop loop;
  presenced::test::TempDir dir;
  std::filesystem::path path = dir / "control.sock";
  HttpServerSettings limits;
  std::vector<HttpQuestion> questions;
  std::vector<std::function<void(HttpAnswer)>> waiting;  // with `later`
  bool later = false;
  HttpAnswer to_all{.body = "hello"};
  std::unique_ptr<HttpServer> server;

  HttpHandler handler() {
    return [this](HttpQuestion question, std::function<void(HttpAnswer)> answer) {
      questions.push_back(std::move(question));
      if (later) return waiting.push_back(std::move(answer));
      answer(to_all);
    };
  }

  void serve() {
    auto made = HttpServer::on_unix_socket(loop.io, path, presenced::base::SocketAccess{}, limits, handler());
    REQUIRE_MESSAGE(made.ok(), made.error());
    server = std::move(made.value());
  }

  std::string refusal() {
    auto made = HttpServer::on_unix_socket(loop.io, path, presenced::base::SocketAccess{}, limits, handler());
    return made ? "" : made.error();
  }

  // What comes back when this is sent, once the server has ended its side.
  void talk(RawClient& client, std::string_view bytes) {
    client.send(bytes);
    CHECK(loop.until([&] { return client.ended(); }));
  }
};

constexpr auto kGet = "GET /status?x=1 HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

TEST_CASE_FIXTURE(Served, "a question is handed over as it came, and its answer ends the connection") {
  serve();
  RawClient client(loop.io, path);
  talk(client, "POST /purge?a=%20b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{\"a\"}");
  CHECK(client.status() == 200);
  CHECK(client.body() == "hello");
  CHECK(client.got().find("\r\nContent-Type: application/json\r\n") != std::string::npos);
  CHECK(client.got().find("\r\nContent-Length: 5\r\n") != std::string::npos);
  CHECK(client.got().find("\r\nConnection: close\r\n") != std::string::npos);
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].method == "POST");
  CHECK(questions[0].target == "/purge?a=%20b");
  CHECK(questions[0].body == "{\"a\"}");
}

TEST_CASE_FIXTURE(Served, "an answer may come later, and only the first one counts") {
  later = true;
  serve();
  RawClient client(loop.io, path);
  client.send(kGet);
  REQUIRE(loop.until([&] { return waiting.size() == 1; }));
  CHECK(client.got().empty());
  waiting[0]({.status = 409, .body = "first"});
  waiting[0]({.body = "second"});
  CHECK(loop.until([&] { return client.ended(); }));
  CHECK(client.status() == 409);
  CHECK(client.body() == "first");
  waiting[0]({.body = "third"});
  CHECK(loop.until([&] { return server->connections() == 0; }));
}

TEST_CASE_FIXTURE(Served, "a server that goes drops who waits, and an answer after that is of no effect") {
  later = true;
  serve();
  RawClient client(loop.io, path);
  client.send(kGet);
  REQUIRE(loop.until([&] { return waiting.size() == 1; }));
  server.reset();
  CHECK(loop.until([&] { return client.ended(); }));
  waiting[0]({.body = "too late"});
  CHECK(client.got().empty());
  CHECK(loop.drain());
}

TEST_CASE_FIXTURE(Served, "a client that goes before its answer does no harm") {
  later = true;
  serve();
  {
    RawClient client(loop.io, path);
    client.send(kGet);
    REQUIRE(loop.until([&] { return waiting.size() == 1; }));
    client.stop_reading();
    CHECK(loop.until([&] { return client.ended(); }));
  }
  waiting[0]({.body = std::string(1'000'000, 'x')});
  CHECK(loop.until([&] { return server->connections() == 0; }));
}

TEST_CASE_FIXTURE(Served, "HEAD gets the head of the answer alone") {
  serve();
  RawClient client(loop.io, path);
  talk(client, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.status() == 200);
  CHECK(client.got().find("\r\nContent-Length: 5\r\n") != std::string::npos);
  CHECK(client.body().empty());
}

TEST_CASE_FIXTURE(Served, "what is refused by the server itself is told as a JSON error, and nobody is asked") {
  limits.question = kShortAnswer;
  serve();
  struct Row {
    int status;
    std::string sent;
    const char* error;
  };
  const std::string length = std::to_string(limits.body_bytes + 1);
  const std::string chunk(limits.body_bytes, 'x');
  for (const Row& row :
       {Row{400, "SSH-2.0-OpenSSH_9.2\r\n\r\n", "not a request in HTTP/1.1"},
        Row{400, std::string("GET /\0 HTTP/1.1\r\n\r\n", 19), "not a request in HTTP/1.1"},
        Row{400, "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "not a request in HTTP/1.1"},
        Row{400, "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "not a request in HTTP/1.1"},
        Row{431, "GET /" + std::string(10'000, 'x') + " HTTP/1.1\r\n\r\n", "larger than 8192 bytes"},
        Row{431, "GET / HTTP/1.1\r\n" + std::string(60'000, 'x'), "larger than 8192 bytes"},
        Row{413, "POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n", "larger than 16384 bytes"},
        Row{413, "POST / HTTP/1.1\r\nContent-Length: 99999999999999999\r\n\r\n", "larger than 16384 bytes"},
        Row{413, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n" + chunk + "\r\n4000\r\n" + chunk,
            "larger than 16384 bytes"},
        Row{408, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabc", "did not arrive within 200 ms"},
        Row{408, "GET / HT", "did not arrive within 200 ms"}}) {
    CAPTURE(row.sent.substr(0, 60));
    RawClient client(loop.io, path);
    talk(client, row.sent);
    CHECK(client.status() == row.status);
    CHECK(client.body().starts_with("{\"error\": \""));
    CHECK(client.body().find(row.error) != std::string::npos);
  }
  CHECK(questions.empty());
  CHECK(loop.until([&] { return server->connections() == 0; }));
}

TEST_CASE_FIXTURE(Served, "a body in chunks is put together") {
  serve();
  RawClient client(loop.io, path);
  talk(client, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].body == "abcde");
}

TEST_CASE_FIXTURE(Served, "of pipelined questions the first is answered, and the others are not looked at") {
  serve();
  RawClient client(loop.io, path);
  talk(client, std::string(kGet) + kGet + kGet);
  CHECK(client.body() == "hello");
  client.end_sending();
  CHECK(loop.until([&] { return server->connections() == 0; }));
  CHECK(questions.size() == 1);
}

TEST_CASE_FIXTURE(Served, "a client that has ended its side is answered all the same, if its question is whole") {
  serve();
  RawClient whole(loop.io, path);
  whole.send(kGet);
  whole.end_sending();
  CHECK(loop.until([&] { return whole.ended(); }));
  CHECK(whole.body() == "hello");
  RawClient half(loop.io, path);
  half.send("GET / HTTP/1.1\r\nHo");
  half.end_sending();
  CHECK(loop.until([&] { return half.ended(); }));
  CHECK(half.status() == 400);
  RawClient silent(loop.io, path);
  silent.end_sending();
  CHECK(loop.until([&] { return silent.ended(); }));
  CHECK(silent.got().empty());
  CHECK(questions.size() == 1);
}

TEST_CASE_FIXTURE(Served, "a handler that does not answer in time is answered for") {
  later = true;
  limits.answer = kShortAnswer;
  serve();
  RawClient client(loop.io, path);
  talk(client, kGet);
  CHECK(client.status() == 504);
  CHECK(client.body().find("no answer within 200 ms") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "a client that does not take its answer, or does not end, is dropped in time") {
  limits.delivery = limits.farewell = kShortAnswer;
  to_all.body.assign(8'000'000, 'x');  // more than the kernel takes
  serve();
  RawClient deaf(loop.io, path);
  deaf.stop_reading();
  deaf.send(kGet);
  REQUIRE(loop.until([&] { return questions.size() == 1; }));
  CHECK(loop.until([&] { return server->connections() == 0; }));
  to_all.body = "short";
  RawClient lingering(loop.io, path);
  talk(lingering, kGet);
  CHECK(lingering.body() == "short");
  CHECK(loop.until([&] { return server->connections() == 0; }));
}

TEST_CASE_FIXTURE(Served, "a client that was refused may go on sending for a while, and so gets to read why") {
  serve();
  RawClient client(loop.io, path);
  talk(client, "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
  CHECK(client.status() == 413);
  CHECK(client.send(std::string(50'000, 'x')));
  loop.io.poll();
  CHECK(client.send(std::string(50'000, 'x')));
}

TEST_CASE_FIXTURE(Served, "a hundred at once are all answered, a few at a time") {
  limits.connections = 8;
  limits.farewell = kShortAnswer;
  serve();
  std::list<RawClient> clients;
  for (int i = 0; i < 100; ++i) clients.emplace_back(loop.io, path).send(kGet);
  std::size_t most = 0;
  CHECK(loop.until([&] {
    most = std::max(most, server->connections());
    return std::all_of(clients.begin(), clients.end(), [](const RawClient& client) { return client.ended(); });
  }));
  for (const RawClient& client : clients) CHECK(client.body() == "hello");
  CHECK(most == 8);
  CHECK(questions.size() == 100);
}

TEST_CASE_FIXTURE(Served, "clients that trickle hold nobody up for longer than the limit of a question") {
  limits.connections = 8;
  limits.question = limits.farewell = kShortAnswer;
  serve();
  std::list<RawClient> slow;
  for (int i = 0; i < 24; ++i) slow.emplace_back(loop.io, path).send("GET / HTTP/1.1\r\n");
  RawClient good(loop.io, path);
  good.send(kGet);
  const auto begun = std::chrono::steady_clock::now();
  auto last = begun;
  CHECK(loop.until([&] {
    if (std::chrono::steady_clock::now() - last > Millis{20}) {
      last = std::chrono::steady_clock::now();
      for (RawClient& client : slow) client.send("X-More: 1\r\n");
    }
    return good.ended();
  }));
  CHECK(good.body() == "hello");
  CHECK(std::chrono::steady_clock::now() - begun < Millis{15'000});  // 3 rounds of 400 ms, on a machine that is busy
  CHECK(questions.size() == 1);
}

TEST_CASE_FIXTURE(Served, "curl gets its answer") {
  if (std::system("curl --version >/dev/null 2>&1") != 0) {
    MESSAGE("skipped: curl is not installed");
    return;
  }
  serve();
  int status = -1;
  std::thread curl([&] {
    const std::string command = "curl -sS --max-time 20 --unix-socket " + path.string() +
                                " -d '{\"user\":\"U1\"}' http://presenced/purge -o " + (dir / "out").string();
    status = std::system(command.c_str());
  });
  const bool asked = loop.until([&] { return questions.size() == 1 && server->connections() == 0; });
  curl.join();
  CHECK(asked);
  CHECK(status == 0);
  CHECK(std::filesystem::file_size(dir / "out") == 5);
  CHECK(questions[0].body == "{\"user\":\"U1\"}");
}

TEST_CASE_FIXTURE(Served, "the socket belongs to the group that is named, and an unknown one is refused") {
  const group* const own = ::getgrgid(::getegid());
  REQUIRE(own != nullptr);
  auto made = HttpServer::on_unix_socket(loop.io, path, {.mode = 0600, .group = own->gr_name}, limits, handler());
  REQUIRE_MESSAGE(made.ok(), made.error());
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK(info.st_gid == own->gr_gid);
  CHECK((info.st_mode & 07777) == 0600);
  made.value().reset();
  const auto other = HttpServer::on_unix_socket(loop.io, path, {.group = "no-such-group"}, limits, handler());
  REQUIRE_FALSE(other.ok());
  CHECK(other.error() ==
        "cannot give the socket " + path.string() + " to the group no-such-group: there is no such group");
}

TEST_CASE_FIXTURE(Served, "the socket has its mode whatever the umask, and is gone with the server") {
  const mode_t before = ::umask(0077);
  serve();
  ::umask(before);
  struct stat made {};
  REQUIRE(::lstat(path.c_str(), &made) == 0);
  CHECK(S_ISSOCK(made.st_mode));
  CHECK((made.st_mode & 07777) == 0660);
  server.reset();
  CHECK(!std::filesystem::exists(path));
}

TEST_CASE_FIXTURE(Served, "a socket that a dead daemon left is replaced") {
  { boost::asio::local::stream_protocol::acceptor dead(loop.io, path.string()); }
  REQUIRE(std::filesystem::exists(path));
  serve();
  RawClient client(loop.io, path);
  talk(client, kGet);
  CHECK(client.body() == "hello");
}

TEST_CASE_FIXTURE(Served, "a socket on which somebody answers is left alone, also when its queue is full") {
  serve();
  CHECK(refusal() == "another presenced listens on " + path.string() + "; stop it, or name another socket");
  server.reset();
  boost::asio::local::stream_protocol::acceptor busy(loop.io);
  busy.open();
  busy.bind(path.string());
  busy.listen(0);
  std::list<RawClient> queue;
  queue.emplace_back(loop.io, path);
  CHECK(refusal().starts_with("another presenced listens on "));
}

TEST_CASE_FIXTURE(Served, "what is no socket is left alone") {
  dir.write("control.sock", "precious");
  CHECK(refusal() == path.string() + " exists and is not a socket; move it away, or name another path");
  CHECK(std::filesystem::file_size(path) == 8);
}

TEST_CASE_FIXTURE(Served, "a socket that took the place of ours is not removed") {
  serve();
  std::filesystem::remove(path);
  const boost::asio::local::stream_protocol::acceptor other(loop.io, path.string());
  server.reset();
  CHECK(std::filesystem::exists(path));
}

TEST_CASE_FIXTURE(Served, "a place where no socket can be is named, with what to do") {
  path = dir / "missing/control.sock";
  CHECK(refusal() == "the directory " + (dir / "missing").string() +
                         " of the socket does not exist; create it (under systemd, RuntimeDirectory= does)");
  path = dir / std::string(120, 'x');
  CHECK(refusal().find("bytes, and the system allows 107; name a shorter one: ") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "on loopback it serves TCP as well, and says when the address is taken") {
  auto made = HttpServer::on_tcp(loop.io, "127.0.0.1", 0, limits, handler());
  REQUIRE(made.ok());
  server = std::move(made.value());
  REQUIRE(server->port() != 0);
  RawClient client(loop.io, server->port());
  talk(client, kGet);
  CHECK(client.body() == "hello");
  RawClient greedy(loop.io, server->port());  // refused in mid-sending: the answer arrives in spite of what is unread
  talk(greedy, "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
  CHECK(greedy.status() == 413);
  const auto second = HttpServer::on_tcp(loop.io, "127.0.0.1", server->port(), limits, handler());
  REQUIRE(!second);
  CHECK(second.error() == "cannot listen on 127.0.0.1:" + std::to_string(server->port()) +
                              ": another program listens there; stop it, or name another port");
  const auto name = HttpServer::on_tcp(loop.io, "localhost", 0, limits, handler());
  REQUIRE(!name);
  CHECK(name.error() == "cannot listen on localhost: not an IPv4 or IPv6 address");
}

TEST_CASE_FIXTURE(Served, "the header fields of a question are handed over, and found whatever their case") {
  serve();
  RawClient client(loop.io, path);
  talk(client, "GET / HTTP/1.1\r\nHost: a.example:8420\r\nX-Two: first\r\nx-two: second\r\n\r\n");
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].header("host") == "a.example:8420");
  CHECK(questions[0].header("X-TWO") == "first");
  CHECK(!questions[0].header("Cookie"));
  CHECK(questions[0].headers.size() == 3);
}

TEST_CASE_FIXTURE(Served, "an answer has its own header fields and the server's, which refusals have as well") {
  limits.headers = {{"X-Content-Type-Options", "nosniff"}};
  to_all.headers = {{"Cache-Control", "max-age=9"}, {"ETag", "\"1\""}};
  serve();
  RawClient client(loop.io, path);
  talk(client, kGet);
  for (const char* field : {"X-Content-Type-Options: nosniff", "Cache-Control: max-age=9", "ETag: \"1\""})
    CHECK(client.got().find(std::string("\r\n") + field + "\r\n") != std::string::npos);
  CHECK(client.got().find("no-store") == std::string::npos);
  RawClient refused(loop.io, path);
  talk(refused, "SSH-2.0\r\n\r\n");
  CHECK(refused.status() == 400);
  CHECK(refused.got().find("\r\nX-Content-Type-Options: nosniff\r\n") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "a shared body is sent as it is, and let go when it is delivered") {
  const auto owner = std::make_shared<const std::string>("shared");
  to_all.shared = {*owner, owner};
  serve();
  RawClient client(loop.io, path);
  talk(client, kGet);
  CHECK(client.body() == "shared");
  CHECK(client.got().find("\r\nContent-Length: 6\r\n") != std::string::npos);
  to_all.shared = {};
  CHECK(owner.use_count() == 1);
}

TEST_CASE_FIXTURE(Served, "a stream goes on until it is ended") {
  std::optional<HttpStream> stream;
  to_all.stream = [&](HttpStream opened) { stream = std::move(opened); };
  serve();
  RawClient client(loop.io, path);
  client.send(kGet);
  REQUIRE(loop.until([&] { return stream.has_value(); }));
  CHECK(stream->open());
  stream->send(std::make_shared<const std::string>("one "));
  stream->send(std::make_shared<const std::string>("two "));
  REQUIRE(loop.until([&] { return client.body() == "one two "; }));
  CHECK(client.got().find("Content-Length") == std::string::npos);
  stream->send(std::make_shared<const std::string>("three"));
  stream->end();
  stream->send(std::make_shared<const std::string>("never"));
  CHECK(loop.until([&] { return client.ended(); }));
  CHECK(client.body() == "one two three");
  CHECK_FALSE(stream->open());
}

TEST_CASE_FIXTURE(Served, "a stream is over when its client has gone, and when the server goes") {
  std::vector<HttpStream> streams;
  to_all.stream = [&](HttpStream opened) { streams.push_back(std::move(opened)); };
  serve();
  RawClient stays(loop.io, path);
  stays.send(kGet);
  {
    RawClient leaves(loop.io, path);
    leaves.send(kGet);
    REQUIRE(loop.until([&] { return streams.size() == 2; }));
    leaves.stop_reading();
    CHECK(loop.until([&] { return leaves.ended(); }));
  }
  CHECK(loop.until([&] { return server->connections() == 1; }));
  server.reset();
  CHECK(loop.until([&] { return stays.ended(); }));
  for (const HttpStream& stream : streams) {
    CHECK_FALSE(stream.open());
    stream.send(std::make_shared<const std::string>("too late"));
  }
}

TEST_CASE_FIXTURE(Served, "a client that takes nothing of its stream is dropped, by time or by what waits for it") {
  limits.delivery = kShortAnswer;
  std::optional<HttpStream> stream;
  to_all.stream = [&](HttpStream opened) { stream = std::move(opened); };
  serve();
  const auto large = std::make_shared<const std::string>(8'000'000, 'x');  // more than the kernel takes
  for (const int pieces : {1, 20}) {
    stream.reset();
    RawClient deaf(loop.io, path);
    deaf.stop_reading();
    deaf.send(kGet);
    REQUIRE(loop.until([&] { return stream.has_value(); }));
    for (int i = 0; i < pieces; ++i) stream->send(large);
    CHECK(stream->open() == (pieces == 1));
    CHECK(loop.until([&] { return server->connections() == 0; }));
  }
  CHECK(loop.until([&] { return large.use_count() == 1; }));
}

TEST_CASE_FIXTURE(Served, "HEAD of a stream gets its head alone") {
  to_all.stream = [](const HttpStream&) { FAIL("is no stream for HEAD"); };
  serve();
  RawClient client(loop.io, path);
  talk(client, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.status() == 200);
  CHECK(client.body().empty());
}

TEST_CASE("an error is JSON whatever its words are") {
  CHECK(http_error(400, "a \"b\" \\ \n\x01").body == "{\"error\": \"a \\\"b\\\" \\\\ \\u000a\\u0001\"}\n");
  CHECK(http_error(404, "x").status == 404);
}
