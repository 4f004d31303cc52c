// What presenced refuses to start with, how it says so, and what it ends with.
#include <doctest/doctest.h>

#include <fstream>

#include "integration/daemon_process.h"
#include "integration/installation.h"

using namespace presenced;
using test::DaemonProcess;
using test::Installation;

namespace {

struct Ran {
  int status = -1;
  std::string said;
};

Ran run(const test::TempDir& dir, const std::vector<std::string>& arguments) {
  DaemonProcess process(PRESENCED_BINARY, arguments, dir / "said");
  const auto status = process.wait(base::Millis{10'000});
  return {status.value_or(-1), process.log()};
}

}  // namespace

TEST_CASE("start: --version and --help answer and end with 0, wrong usage with 2") {
  test::TempDir dir;
  CHECK(run(dir, {"--version"}).said.starts_with("presenced "));
  const Ran help = run(dir, {"--help"});
  CHECK(help.status == 0);
  CHECK(help.said.find("--config") != std::string::npos);
  CHECK(run(dir, {"--nonsense"}).status == 2);
  const Ran dance = run(dir, {"dance"});
  CHECK(dance.status == 2);
  CHECK(dance.said.find("presenced: The following argument was not expected: dance") != std::string::npos);
  CHECK(dance.said.find("presenced: see presenced --help") != std::string::npos);
}

TEST_CASE("start: a wrong configuration names every problem and ends with 78 before anything is opened") {
  test::TempDir dir;
  const auto config = dir.write("presenced.yaml",
                                "history: { path: history.db, durabilty: full }\n"
                                "workspaces:\n"
                                "  - name: acme\n"
                                "    token_file: missing.token\n"
                                "    watchlist: watchlist.yaml\n");
  dir.write("watchlist.yaml", "groups: { a: { members: [nobody] } }\n");
  for (const std::string command : {"run", "check"}) {
    const Ran ran = run(dir, {command, "--config", config.string()});
    CHECK(ran.status == 78);
    CHECK(ran.said.find("presenced.yaml:1:") != std::string::npos);
    CHECK(ran.said.find("durability") != std::string::npos);
    CHECK(ran.said.find("missing.token") != std::string::npos);
    CHECK(ran.said.find("watchlist.yaml:1:") != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(dir / "history.db"));
}

TEST_CASE("start: a good configuration passes the check, which opens nothing") {
  Installation here;
  test::TempDir dir;
  const Ran ran = run(dir, {"check", "--config", here.config().string()});
  CHECK(ran.status == 0);
  CHECK(ran.said == "workspace fake: 6 people\nconfiguration OK\n");
  CHECK_FALSE(std::filesystem::exists(here.database()));
}

TEST_CASE("start: a file that is not a history is refused with 74 and left as it is") {
  Installation here;
  const std::string text =
      "this is somebody's diary, not a database, and it is longer than one hundred bytes, as it "
      "has to be to look like something";
  std::ofstream(here.database()) << text;
  here.start();
  CHECK(here.daemon().wait(base::Millis{10'000}) == 74);
  CHECK(here.logged("history_refused"));
  std::ifstream file(here.database());
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == text);
}
