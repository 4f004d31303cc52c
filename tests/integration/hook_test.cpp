// log -f --exec and --post beside a daemon: all of them real, and killed again and again.
//
//   PRESENCED_HOOK_CHANGES=10000 build/release/tests/integration_tests -tc='hook: *killed*'   # ctest does 1,000
#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>

#include "hooks/cursor.h"
#include "integration/installation.h"
#include "net/http_server.h"
#include "store/failure.h"
#include "store/sqlite.h"

using namespace presenced;
using test::DaemonProcess;
using test::eventually;
using test::Installation;

namespace {

using Lines = std::vector<std::string>;

std::string text_of(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream all(text);
  for (std::string line; std::getline(all, line);) lines.push_back(line);
  return lines;
}

std::int64_t seq_of(const std::string& line) {
  const std::string begin = "{\"schema\":1,\"seq\":";
  REQUIRE(line.starts_with(begin));
  return std::stoll(line.substr(begin.size()));
}

// In the order in which each came for the first time.
Lines once(const Lines& lines) {
  Lines first;
  std::int64_t newest = 0;
  for (const std::string& line : lines) {
    const std::int64_t seq = seq_of(line);
    if (seq <= newest) continue;
    newest = seq;
    first.push_back(line);
  }
  return first;
}

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

// A hook that is started, killed and started again, over a history that is written meanwhile.
class Life {
 public:
  Life(Installation& here, Lines hook) : here_(here), words_{"--db", here.database().string(), "log", "-f"} {
    words_.insert(words_.end(), hook.begin(), hook.end());
    for (const char* word : {"--after", "0", "--cursor-file"}) words_.emplace_back(word);
    words_.push_back(cursor_file().string());
  }

  std::filesystem::path cursor_file() const { return here_.directory() / "hook.cursor"; }
  std::filesystem::path log() const { return here_.directory() / "hook.log"; }
  DaemonProcess& hook() { return *hook_; }

  void start_hook() { hook_ = std::make_unique<DaemonProcess>(PRESENCED_PRESENCECTL, words_, log()); }
  void kill_hook() { hook_.reset(); }

  std::int64_t recorded() const {
    try {
      store::Database database(here_.database(), store::Database::Access::read_only);
      return database.integer("SELECT seq FROM seq_last");
    } catch (const store::StoreError&) {
      return 0;
    }
  }
  std::int64_t cursor() const {
    const auto parsed = hooks::parse_cursor(text_of(cursor_file()));
    return parsed.ok() ? parsed.value().seq : 0;
  }

  // Everybody comes and goes.
  void change() {
    ++turns_;
    for (std::size_t person = 0; person < here_.people().size(); ++person)
      here_.presence(person, turns_ % 2 == 0 ? base::Presence::active : base::Presence::away);
  }

  bool now_and_then(std::uint32_t times_in_1000) { return random_() % 1000 < times_in_1000; }

  // The whole log, as it is asked for afterwards.
  Lines whole_log() const {
    const auto file = here_.directory() / "whole";
    DaemonProcess log(PRESENCED_PRESENCECTL, {"--db", here_.database().string(), "log", "--after", "0", "-o", "jsonl"},
                      file);
    CHECK(log.wait(base::Millis{60'000}) == 0);
    Lines lines = lines_of(text_of(file));
    std::erase_if(lines, [](const std::string& line) { return !line.starts_with("{"); });
    return lines;
  }

 private:
  Installation& here_;
  Lines words_;
  std::unique_ptr<DaemonProcess> hook_;
  std::mt19937 random_{7};
  int turns_ = 0;
};

// The cursor is read first: what it covers was there before.
void check_not_ahead(const Life& life, const std::filesystem::path& got) {
  const std::int64_t cursor = life.cursor();
  const Lines first = once(lines_of(text_of(got)));
  const std::int64_t newest = first.empty() ? 0 : seq_of(first.back());
  REQUIRE_MESSAGE(cursor <= newest, "the cursor has got to " << cursor << ", the program to " << newest);
}

Installation::Setup for_many_starts() {
  Installation::Setup setup;
  setup.slack.connect_burst = 1000;  // a start is a call of rtm.connect; the pace is not the subject here
  return setup;
}

}  // namespace

TEST_CASE(
    "hook: a program that fails, a hook and a daemon that are killed: each change comes at least once, in order") {
  const int changes = number_from("PRESENCED_HOOK_CHANGES", 1'000);
  Installation here(for_many_starts());
  const auto got = here.directory() / "got";
  setenv("HOOK_GOT", got.c_str(), 1);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  Life life(here, {"--exec", PRESENCED_HOOK_PROGRAM});
  life.start_hook();
  int kills = 0;
  int crashes = 0;
  REQUIRE(eventually(
      [&] {
        const std::int64_t recorded = life.recorded();
        if (recorded < changes) life.change();
        if (life.now_and_then(30)) {
          life.kill_hook();
          ++kills;
          check_not_ahead(life, got);
          life.start_hook();
        }
        if (recorded < changes && life.now_and_then(30)) {
          here.crash();
          ++crashes;
          here.start();
        }
        return recorded >= changes && life.cursor() >= recorded;
      },
      base::Millis{1'500'000}));
  CHECK(here.stop() == 0);
  const std::int64_t recorded = life.recorded();
  CHECK(eventually([&] { return life.cursor() >= recorded; }));
  life.hook().signal(SIGTERM);
  CHECK(life.hook().wait(base::Millis{15'000}) == 0);
  check_not_ahead(life, got);
  const Lines whole = life.whole_log();
  const Lines delivered = lines_of(text_of(got));
  CHECK(whole.size() >= static_cast<std::size_t>(changes));
  CHECK(once(delivered) == whole);
  CHECK(life.cursor() == recorded);
  CHECK(kills > 10);
  CHECK(crashes > 0);
  MESSAGE(whole.size() << " changes, " << delivered.size() << " deliveries, the hook killed " << kills
                       << " times, the daemon " << crashes << " times");
}

TEST_CASE("hook: SIGTERM lets the program under way end, keeps what it acknowledged, and ends with 0") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto got = here.directory() / "got";
  const auto program = here.folder().write("slow", "#!/bin/sh\ncat >>" + got.string() + "\nsleep 1\n", 0700);
  Life life(here, {"--exec", program.string()});
  life.start_hook();
  REQUIRE(eventually([&] { return lines_of(text_of(got)).size() == 2; }));
  life.hook().signal(SIGTERM);
  CHECK(life.hook().wait(base::Millis{10'000}) == 0);
  CHECK(lines_of(text_of(got)).size() == 2);
  CHECK(life.cursor() == 2);
  CHECK(here.stop() == 0);
}

TEST_CASE("hook: a server that refuses, drops and fails, and a hook that is killed: each change is posted, in order") {
  // Its thread is the only one that touches it.
  boost::asio::io_context loop{1};
  std::mutex mutex;
  std::string got;
  std::mt19937 random{3};
  std::vector<std::function<void(net::HttpAnswer)>> never_answered;
  auto server = net::HttpServer::on_tcp(loop, "127.0.0.1", 0, {}, [&](net::HttpQuestion question, auto answer) {
    const auto luck = random() % 100;
    if (luck < 5) return answer({503, "text/plain", "busy"});
    if (luck < 10) return answer({404, "text/plain", "not yet"});
    if (luck == 10) return never_answered.push_back(answer);  // until the limit of the hook
    const std::lock_guard lock(mutex);
    got += question.body;
    answer(luck == 11 ? net::HttpAnswer{500, "text/plain", "done, and failed then"} : net::HttpAnswer{204});
  });
  REQUIRE(server.ok());
  std::thread thread([&] { loop.run(); });
  const auto posted = [&] {
    const std::lock_guard lock(mutex);
    return lines_of(got);
  };

  Installation here(for_many_starts());
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto headers = here.folder().write("headers", "Authorization: Bearer s3cret-of-the-hook\n");
  Life life(here, {"--post", "http://127.0.0.1:" + std::to_string(server.value()->port()) + "/changes",
                   "--hook-timeout", "300ms", "--post-headers", headers.string()});
  life.start_hook();
  int kills = 0;
  CHECK(eventually(
      [&] {
        const std::int64_t recorded = life.recorded();
        if (recorded < 400) life.change();
        if (life.now_and_then(20)) {
          life.kill_hook();
          ++kills;
          const std::int64_t cursor = life.cursor();
          const Lines first = once(posted());
          REQUIRE(cursor <= (first.empty() ? 0 : seq_of(first.back())));
          life.start_hook();
        }
        return recorded >= 400 && life.cursor() >= recorded;
      },
      base::Millis{120'000}));
  CHECK(here.stop() == 0);
  life.hook().signal(SIGTERM);
  CHECK(life.hook().wait(base::Millis{15'000}) == 0);
  CHECK(once(posted()) == life.whole_log());
  CHECK(kills > 3);
  const std::string said = text_of(life.log());
  CHECK(said.find("is not delivered: the server answered with status 503; attempt 2 follows in ") != std::string::npos);
  CHECK(said.find("s3cret-of-the-hook") == std::string::npos);
  boost::asio::post(loop, [&] {
    server.value().reset();
    loop.stop();
  });
  thread.join();
}
