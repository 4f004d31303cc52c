// The log of the real program when nobody reads it: standard error is a pipe.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "control/decode.h"
#include "integration/installation.h"
#include "net/unix_call.h"

using namespace presenced;
using test::eventually;
using test::Installation;

namespace {

// Its standard error is a pipe of one page, which takes some 30 lines.
struct Piped : Installation {
  Piped() {
    write_extra_yaml("", "control: { socket: control.sock }\n");
    const auto pipe = directory() / "log";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(reader >= 0);
    REQUIRE(::fcntl(reader, F_SETPIPE_SZ, 4096) == 4096);
  }
  ~Piped() { close_reader(); }

  void close_reader() {
    if (reader >= 0) ::close(std::exchange(reader, -1));
  }
  // What has come meanwhile is added to `text`; whether that holds the word now.
  bool reads(const std::string& word) {
    char block[64 * 1024];
    for (ssize_t count = 0; (count = ::read(reader, block, sizeof block)) > 0;)
      text.append(block, static_cast<std::size_t>(count));
    return text.find(word) != std::string::npos;
  }
  // Each wrong member is a line of the log.
  void write_wrong_watchlist(int members) {
    std::string yaml = "groups:\n  everyone:\n    members:\n";
    for (int i = 0; i < members; ++i) yaml += fmt::format("      - wrong{}\n", i);
    folder().write("watchlist.yaml", yaml);
    REQUIRE(eventually([&] { return daemon_status().configuration.rejected_at.has_value(); }));
  }
  control::Status daemon_status() const {
    const auto read = control::read_status(net::unix_call(directory() / "control.sock", {"GET", "/status", {}}).body);
    REQUIRE(read.ok());
    return read.value();
  }
  // After the end: what was read stands where the log is looked for.
  void check_honest() {
    close_reader();
    std::filesystem::remove(directory() / "log");
    folder().write("log", text);
    for (const auto& complaint : complaints()) FAIL_CHECK(complaint);
  }

  int reader = -1;
  std::string text;
};

constexpr int kMoreThanIsQueued = 8'000;  // some 200 bytes each (LogWriter::kMostQueued)

}  // namespace

TEST_CASE("log: a pipe that nobody reads holds nothing up; what was dropped is counted once it is read") {
  Piped here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.write_wrong_watchlist(kMoreThanIsQueued);
  here.presence(0, base::Presence::away);
  here.status(1, "still here", ":eyes:");
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.daemon_status().workspaces.at(0).connected);
  CHECK(eventually([&] { return here.reads(" log lines were dropped here"); }));
  here.write_watchlist(here.people());
  CHECK(eventually([&] { return here.reads(" reloaded: "); }));  // it is written again
  CHECK(here.text.find("started: ") < here.text.find("configuration_rejected: "));
  CHECK(here.history().sessions.size() == 1);
  CHECK(here.stop() == 0);
  CHECK(here.reads("stopped: the history is closed"));
  here.check_honest();
}

TEST_CASE("log: the end is not held up by a pipe that nobody reads") {
  Piped here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.write_wrong_watchlist(400);
  CHECK(here.stop() == 0);
  CHECK(here.history().sessions.back().end_reason == "shutdown");
  here.check_honest();
}

TEST_CASE("log: a reader that goes away does not end the daemon") {
  Piped here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.close_reader();
  here.write_wrong_watchlist(10);
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  here.check_honest();
}
