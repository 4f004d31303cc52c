// Files that cannot be read to their end while presenced runs.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <future>

#include "control/decode.h"
#include "integration/installation.h"
#include "net/unix_call.h"

using namespace presenced;
using test::eventually;
using test::Installation;

namespace {

// The options of a sanitized daemon, which wants nothing preloaded before its own runtime.
std::string sanitizer_options() {
  const char* own = std::getenv("ASAN_OPTIONS");
  return "ASAN_OPTIONS=verify_asan_link_order=0" + (own ? ":" + std::string(own) : std::string());
}

Installation::Setup preloaded() {
  Installation::Setup setup;
  setup.launcher = {"/usr/bin/env", "LD_PRELOAD=" PRESENCED_HANGING_FILES, sanitizer_options()};
  return setup;
}

// A daemon that hangs when it opens a file for which `hang` was called.
struct Hanging : Installation {
  Hanging() : Installation(preloaded()) {
    write_extra_yaml("", "control: { socket: control.sock }\n");
    start();
    REQUIRE(eventually([&] { return all_covered(); }));
  }
  std::filesystem::path gate(const std::string& file) const { return directory() / (file + ".hangs"); }
  void hang(const std::string& file) const { REQUIRE(::mkfifo(gate(file).c_str(), 0600) == 0); }
  // False: nobody hangs there.
  bool release(const std::string& file) const {
    const int writer = ::open(gate(file).c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (writer < 0) return false;
    std::filesystem::remove(gate(file));
    ::close(writer);
    return true;
  }
  net::UnixReply ask(const std::string& method, const std::string& target) const {
    return net::unix_call(directory() / "control.sock", {method, target, {}, base::Millis{30'000}});
  }
  control::Status status() const {
    const auto read = control::read_status(ask("GET", "/status").body);
    REQUIRE(read.ok());
    return read.value();
  }
  void check_honest() {
    CHECK(stop() == 0);
    for (const auto& complaint : complaints()) FAIL_CHECK(complaint);
  }
};

constexpr const char* kNotRead = "could not be read within 10 s";

}  // namespace

TEST_CASE("hang: a watchlist that cannot be read costs no session, and counts once it can be read") {
  Hanging here;
  here.hang("watchlist.yaml");
  // Both wait: the one for the reading that hangs, the other for the next one.
  auto first = std::async(std::launch::async, [&] { return here.ask("POST", "/reload"); });
  auto second = std::async(std::launch::async, [&] { return here.ask("POST", "/reload"); });
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  for (auto* asked : {&first, &second}) {
    const net::UnixReply reply = asked->get();
    CHECK(reply.status == 422);
    CHECK(reply.body.find(kNotRead) != std::string::npos);
  }
  CHECK(here.ask("POST", "/reload").body.find(kNotRead) != std::string::npos);
  CHECK(here.status().configuration.rejected_at);
  CHECK(here.status().workspaces.at(0).connected);
  here.write_watchlist({here.person(0), here.person(1)});
  REQUIRE(here.release("watchlist.yaml"));
  CHECK(eventually([&] { return here.status().workspaces.at(0).watched == 2; }));
  CHECK(eventually([&] { return !here.status().configuration.rejected_at; }));
  CHECK(here.ask("POST", "/reload").status == 200);
  CHECK(here.history().sessions.size() == 1);
  here.write_watchlist(here.people());
  CHECK(eventually([&] { return here.all_covered(); }));
  here.check_honest();
}

TEST_CASE("hang: a saved watchlist that cannot be read costs no session") {
  Hanging here;
  here.hang("watchlist.yaml");
  here.write_watchlist({here.person(0), here.person(1)});
  CHECK(eventually([&] { return here.logged(kNotRead); }, base::Millis{30'000}));
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  REQUIRE(here.release("watchlist.yaml"));
  CHECK(eventually([&] { return here.status().workspaces.at(0).watched == 2; }));
  CHECK(here.history().sessions.size() == 1);
  here.write_watchlist(here.people());
  CHECK(eventually([&] { return here.all_covered(); }));
  here.check_honest();
}

TEST_CASE("hang: a stop is not held up by a file that cannot be read") {
  Hanging here;
  for (const char* file : {"fake.token", "ca.pem"}) here.hang(file);
  here.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return here.logged(kNotRead); }, base::Millis{30'000}));
  here.check_honest();
  CHECK(here.history().sessions.back().end_reason == "shutdown");
}

TEST_CASE("hang: a workspace that is added while the history cannot be read waits for it alone") {
  Hanging here;
  here.folder().write("other.yaml", "groups: { g: { members: [U0PERSON01] } }\n");
  here.hang("history.db");
  here.write_extra_yaml(
      "  - name: other\n    token_file: fake.token\n    watchlist: other.yaml\n    ca_file: ca.pem\n"
      "    api_url: " +
          here.api_url() + "\n",
      "control: { socket: control.sock }\n");
  CHECK(here.ask("POST", "/reload").status == 200);
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.status().workspaces.size() == 1);
  CHECK(eventually([&] { return here.release("history.db"); }));
  CHECK(eventually([&] { return here.status().workspaces.size() == 2; }));
  here.check_honest();
}
