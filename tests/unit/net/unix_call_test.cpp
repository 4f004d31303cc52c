#include "net/unix_call.h"

#include <doctest/doctest.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "net/http_server.h"
#include "support/temp_dir.h"

using namespace presenced::net;
using presenced::base::Millis;

namespace {

// A server on a thread of its own, because the caller waits for it.
struct Answering {
  presenced::test::TempDir dir;
  std::filesystem::path path = dir / "control.sock";
  boost::asio::io_context loop{1};
  std::unique_ptr<HttpServer> server;
  std::thread thread;

  void serve(HttpHandler handler) {
    auto made = HttpServer::on_unix_socket(loop, path, presenced::base::SocketAccess{}, {}, std::move(handler));
    REQUIRE(made.ok());
    server = std::move(made.value());
    thread = std::thread([this] { loop.run(); });
  }
  void stop() {
    if (!thread.joinable()) return;
    boost::asio::post(loop, [this] { server.reset(); });
    thread.join();
  }
  ~Answering() { stop(); }
};

}  // namespace

TEST_CASE_FIXTURE(Answering, "a question over a Unix socket brings back status and body") {
  serve([](HttpQuestion question, const auto& answer) {
    answer({.status = 202, .body = question.method + " " + question.target + " " + question.body});
  });
  const UnixReply reply = unix_call(path, {.method = "POST", .target = "/purge", .body = "{}"});
  CHECK(reply.status == 202);
  CHECK(reply.body == "POST /purge {}");
  CHECK(reply.failure.empty());
  CHECK(unix_call(path, {.target = "/status"}).body == "GET /status ");
}

TEST_CASE_FIXTURE(Answering, "a refusal in mid-sending is an answer") {
  serve([](const HttpQuestion&, const auto& answer) { answer({}); });
  const UnixReply reply = unix_call(path, {.method = "POST", .target = "/", .body = std::string(4'000'000, 'x')});
  CHECK(reply.status == 413);
  CHECK(reply.failure.empty());
}

TEST_CASE_FIXTURE(Answering, "nobody there is told apart from somebody who does not answer") {
  const UnixReply none = unix_call(path, {});
  CHECK(none.nobody_listens);
  CHECK(none.failure == "no presenced answers on " + path.string() + "; is it running?");
  {
    boost::asio::io_context other;
    boost::asio::local::stream_protocol::acceptor dead(other, path.string());
  }
  CHECK(unix_call(path, {}).nobody_listens);
  serve([](const HttpQuestion&, const auto&) {});
  const UnixReply mute = unix_call(path, {.limit = Millis{200}});
  CHECK(mute.status == 0);
  CHECK(!mute.nobody_listens);
  CHECK(mute.failure == "no answer from the daemon within 200 ms");
}

TEST_CASE_FIXTURE(Answering, "a daemon that ends while it is asked is said to have") {
  serve([this](const HttpQuestion&, const auto&) { boost::asio::post(loop, [this] { server.reset(); }); });
  CHECK(unix_call(path, {}).failure == "no answer from the daemon: it closed the connection");
}

TEST_CASE("a path that is no address of a socket is an error in words") {
  const UnixReply reply = unix_call(std::string(200, 'x'), {});
  CHECK(reply.failure.find("the system allows 107") != std::string::npos);
  CHECK(!reply.nobody_listens);
}
