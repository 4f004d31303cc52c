// presencectl log -f beside a daemon that is killed and started again: both real.
#include <doctest/doctest.h>

#include <csignal>
#include <sstream>

#include "integration/installation.h"
#include "store/reader.h"

using namespace presenced;
using test::DaemonProcess;
using test::eventually;
using test::Installation;

namespace {

// Of the lines of a follower in JSON Lines: what it told, and what it said beside it.
struct Told {
  std::vector<std::int64_t> seqs;
  std::vector<std::string> said;
};

Told told_by(const DaemonProcess& follower) {
  Told told;
  std::istringstream lines(follower.log());
  const std::string begin = R"({"schema":1,"seq":)";
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(begin))
      told.seqs.push_back(std::stoll(line.substr(begin.size())));
    else
      told.said.push_back(line);
  return told;
}

std::vector<std::int64_t> recorded_seqs(const Installation& here) {
  auto reader = store::Reader::open(here.database());
  REQUIRE(reader.ok());
  std::vector<std::int64_t> seqs;
  store::Statement all = reader.value()->database().prepare(
      "SELECT seq FROM presence_transitions UNION ALL SELECT seq FROM status_transitions ORDER BY seq");
  for (store::Rows row = all.select(); row.next();) seqs.push_back(row.integer(0));
  return seqs;
}

std::size_t count(const std::vector<std::string>& lines, const std::string& part) {
  std::size_t found = 0;
  for (const std::string& line : lines)
    if (line.find(part) != std::string::npos) ++found;
  return found;
}

void live_a_little(Installation& here) {
  for (std::size_t i = 0; i < here.people().size(); ++i) {
    here.presence(i, base::Presence::away);
    here.presence(i, base::Presence::active);
    here.status(i, "walking " + std::to_string(i), ":walking:");
    here.status(i, "", "");
  }
}

std::vector<std::string> words(const Installation& here) {
  return {"--db", here.database().string(), "log", "-f", "--after", "0", "-o", "jsonl"};
}

}  // namespace

TEST_CASE("follow: a daemon that is killed and starts again takes nothing from a follower and gives nothing twice") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  DaemonProcess follower(PRESENCED_PRESENCECTL, words(here), here.directory() / "follower");
  for (int round = 0; round < 3; ++round) {
    live_a_little(here);
    if (round == 1) REQUIRE(eventually([&] { return here.up_to_date(); }));
    here.crash();  // with whatever of it was recorded by now
    here.start();
    REQUIRE(eventually([&] { return here.all_covered(); }));
    const auto started = static_cast<std::size_t>(round) + 1;
    CHECK(eventually([&] { return count(told_by(follower).said, "presenced started again at ") == started; }));
  }
  live_a_little(here);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  const std::vector<std::int64_t> recorded = recorded_seqs(here);
  REQUIRE(recorded.size() > 24);
  CHECK(eventually([&] { return told_by(follower).seqs.size() >= recorded.size(); }));
  CHECK(eventually([&] { return count(told_by(follower).said, " stopped at ") == 1; }));
  follower.signal(SIGINT);
  CHECK(follower.wait(base::Millis{10'000}) == 0);
  CHECK(told_by(follower).seqs == recorded);
}

TEST_CASE("follow: a follower ends when it is told to, or when nobody reads it any more") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  DaemonProcess follower(PRESENCED_PRESENCECTL, words(here), here.directory() / "follower");
  REQUIRE(eventually([&] { return !told_by(follower).seqs.empty(); }));
  follower.signal(SIGTERM);
  CHECK(follower.wait(base::Millis{10'000}) == 0);
  // Nobody changes: it has to notice without anything to write.
  std::string command = "{ " PRESENCED_PRESENCECTL;
  for (const std::string& word : words(here)) command += " " + word;
  command += "; echo ended $? >&2; } | head -n 1";
  DaemonProcess piped("/bin/sh", {"-c", command}, here.directory() / "piped");
  CHECK(piped.wait(base::Millis{10'000}) == 0);
  CHECK(count(told_by(piped).said, "ended 0") == 1);
  CHECK(here.stop() == 0);
}
