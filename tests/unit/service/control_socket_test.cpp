#include "service/control_socket.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <thread>

#include "control/decode.h"
#include "net/unix_call.h"
#include "support/temp_dir.h"

using namespace presenced;
using service::ControlCallbacks;
using service::ControlSocket;

namespace {

// The socket on a loop of its own, as presencectl meets it.
struct Controlled {
  test::TempDir dir;
  std::filesystem::path path = dir / "control.sock";
  boost::asio::io_context loop{1};
  control::Status status;
  control::Reloaded reloaded;
  bool known = true;  // whether the history knows who is purged
  std::optional<uid_t> asked_by;
  std::unique_ptr<ControlSocket> socket;
  std::thread thread;

  Controlled() {
    ControlCallbacks callbacks;
    callbacks.status = [this] { return status; };
    callbacks.reload = [this](const auto& done) { done(reloaded); };
    callbacks.purge = [this](base::UserId user, bool forget, std::optional<uid_t> by, ControlCallbacks::Purging done) {
      asked_by = by;
      boost::asio::post(loop, [this, user, forget, done] {
        if (known) return done(control::Purged{user, true, forget, 7, 2});
        done(control::Refusal{404, "nobody has the id " + user.text, {}});
      });
    };
    callbacks.undo_forget = [this](base::UserId user, std::optional<uid_t> by, ControlCallbacks::Undoing done) {
      asked_by = by;
      if (known) return done(control::ForgetUndone{user});
      done(control::Refusal{404, "no person with this id is forgotten", {}});
    };
    callbacks.repair = [this](const std::string& workspace, std::optional<uid_t> by, ControlCallbacks::Repairing done) {
      asked_by = by;
      if (known) return done(control::Repaired{workspace, 5, 2, 1});
      done(control::Refusal{409, "the clock is wrong", {}});
    };
    callbacks.reconnect = [this](std::optional<uid_t> by) {
      asked_by = by;
      return control::Reconnecting{{"acme"}};
    };
    auto opened = ControlSocket::open(loop, path, {}, ControlSocket::Scope::everything, std::move(callbacks));
    REQUIRE_MESSAGE(opened.ok(), opened.error());
    socket = std::move(opened.value());
  }
  ~Controlled() {
    if (!thread.joinable()) return;
    boost::asio::post(loop, [this] { socket.reset(); });
    thread.join();
  }

  net::UnixReply ask(const control::Request& request) {
    const control::Written written = control::write(request);
    return ask(written.method, written.target, written.body);
  }
  net::UnixReply ask(std::string method, std::string target, std::string body = {}) {
    if (!thread.joinable()) thread = std::thread([this] { loop.run(); });
    net::UnixReply reply =
        net::unix_call(path, {std::move(method), std::move(target), std::move(body), base::Millis{30'000}});
    CHECK(reply.failure == "");
    return reply;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Controlled, "status is answered with what the callback says") {
  status.version = "0.1.0";
  status.workspaces.resize(2);
  const auto reply = ask(control::GetStatus{});
  CHECK(reply.status == 200);
  const auto read = control::read_status(reply.body);
  REQUIRE(read.ok());
  CHECK(read.value() == status);
}

TEST_CASE_FIXTURE(Controlled, "a reload that was applied is 200, one that was rejected 422 with every problem") {
  reloaded.changed = {"acme: 1 person more"};
  const auto good = ask(control::Reload{});
  CHECK(good.status == 200);
  reloaded = {{}, {{"presenced.yaml", 3, 1, "log", "unknown key"}, {"watchlist.yaml", 1, 1, "", "empty"}}};
  const auto bad = ask(control::Reload{});
  CHECK(bad.status == 422);
  const auto read = control::read_reloaded(bad.body);
  REQUIRE(read.ok());
  CHECK(read.value() == reloaded);
}

TEST_CASE_FIXTURE(Controlled, "purge and forget are answered when they are done, each with its own meaning") {
  CHECK(control::read_purged(ask(control::Purge{{"U024BE7LH"}}).body).value() ==
        control::Purged{{"U024BE7LH"}, true, false, 7, 2});
  CHECK(control::read_purged(ask(control::Forget{{"U024BE7LH"}}).body).value() ==
        control::Purged{{"U024BE7LH"}, true, true, 7, 2});
  known = false;
  const auto refused = ask(control::Purge{{"U024BE7LH"}});
  CHECK(refused.status == 404);
  CHECK(control::read_error(refused.body) == "nobody has the id U024BE7LH");
}

TEST_CASE_FIXTURE(Controlled, "undoing a forgetting is answered, and a deletion knows the user who asked for it") {
  CHECK(control::read_forget_undone(ask(control::UndoForget{{"U024BE7LH"}}).body).value() ==
        control::ForgetUndone{{"U024BE7LH"}});
  CHECK(std::exchange(asked_by, {}) == ::getuid());
  CHECK(ask(control::Purge{{"U024BE7LH"}}).status == 200);
  CHECK(std::exchange(asked_by, {}) == ::getuid());
  known = false;
  CHECK(ask(control::UndoForget{{"U024BE7LH"}}).status == 404);
}

TEST_CASE_FIXTURE(Controlled, "a reconnect is answered with the workspaces that try now") {
  const auto reply = ask(control::Reconnect{});
  CHECK(reply.status == 200);
  CHECK(control::read_reconnecting(reply.body).value() == control::Reconnecting{{"acme"}});
  CHECK(asked_by == ::getuid());
}

TEST_CASE_FIXTURE(Controlled, "a repair is answered with what was moved, or with why nothing was") {
  CHECK(control::read_repaired(ask(control::Repair{"acme"}).body).value() == control::Repaired{"acme", 5, 2, 1});
  CHECK(asked_by == ::getuid());
  known = false;
  const auto refused = ask(control::Repair{"acme"});
  CHECK(refused.status == 409);
  CHECK(control::read_error(refused.body) == "the clock is wrong");
}

TEST_CASE_FIXTURE(Controlled, "what cannot be asked is refused in JSON") {
  const auto missing = ask("GET", "/metrics");
  CHECK(missing.status == 404);
  CHECK(control::read_error(missing.body).starts_with("unknown path"));
  CHECK(ask("POST", "/status").status == 405);
  CHECK(ask("POST", "/purge", R"({"user":"dana"})").status == 400);
}

TEST_CASE_FIXTURE(Controlled, "a purge that ends after the socket has gone does no harm") {
  ControlCallbacks::Purging late;
  const auto other = dir / "other.sock";
  ControlCallbacks callbacks;
  callbacks.purge = [&](const base::UserId&, bool, std::optional<uid_t>, ControlCallbacks::Purging done) {
    late = std::move(done);
  };
  auto opened = ControlSocket::open(loop, other, {}, ControlSocket::Scope::everything, std::move(callbacks));
  REQUIRE(opened.ok());
  std::string failure;
  std::thread client([&] {
    failure = net::unix_call(other, {"POST", "/purge", R"({"user":"U024BE7LH"})", base::Millis{30'000}}).failure;
  });
  while (!late && loop.run_one() > 0) {
  }
  opened.value().reset();
  client.join();
  CHECK(failure == "no answer from the daemon: it closed the connection");
  late(control::Purged{});
}

TEST_CASE_FIXTURE(Controlled, "a second daemon on the same socket is refused, and the first goes on") {
  const auto second = ControlSocket::open(loop, path, {}, ControlSocket::Scope::everything, {});
  REQUIRE(!second.ok());
  CHECK(second.error() == "another presenced listens on " + path.string() + "; stop it, or name another socket");
  CHECK(ask(control::GetStatus{}).status == 200);
}

TEST_CASE_FIXTURE(Controlled, "a status socket tells the status, and refuses everything else") {
  const auto other = dir / "status.sock";
  ControlCallbacks callbacks;
  callbacks.status = [this] { return status; };
  auto opened = ControlSocket::open(loop, other, {.mode = 0666}, ControlSocket::Scope::status, std::move(callbacks));
  REQUIRE(opened.ok());
  socket = std::move(opened.value());
  path = other;
  CHECK(ask(control::GetStatus{}).status == 200);
  for (const control::Request& request :
       {control::Request(control::Reload{}), control::Request(control::Purge{{"U024BE7LH"}}),
        control::Request(control::Forget{{"U024BE7LH"}}), control::Request(control::UndoForget{{"U024BE7LH"}}),
        control::Request(control::Repair{"acme"}), control::Request(control::Reconnect{})}) {
    const auto refused = ask(request);
    CHECK(refused.status == 403);
    CHECK(control::read_error(refused.body) ==
          "this socket answers only GET /status; use the control socket for everything else");
  }
}
