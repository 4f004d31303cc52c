// What the page shows is what presencectl prints: random questions of a random history with two workspaces, asked both
// ways, and compared byte by byte.
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>

#include "base/random.h"
#include "presencectl/drawn_days.h"
#include "presencectl/page_process.h"
#include "time/times.h"
#include "time/zone_database.h"

namespace presenced::commands::test {
namespace {

// Words of a command line, and the same as a query.
struct BothWays {
  std::string words;
  std::string query;

  void operand(const std::string& name, const std::string& value) {
    words += " '" + value + "'";
    query += (query.empty() ? "?" : "&") + name + "=" + escaped(value);
  }
  void option(const std::string& name, const std::string& value) {
    words += " --" + name + " '" + value + "'";
    query += (query.empty() ? "?" : "&") + name + "=" + escaped(value);
  }
  void flag(const std::string& name) {
    words += " --" + name;
    query += (query.empty() ? "?" : "&") + name + "=1";
  }
};

class Drawing {
 public:
  Drawing(const DrawnDays& days, std::uint64_t seed) : days_(days), random_(seed) {}

  // About `who`; empty: about whoever is drawn.
  BothWays question(const std::string& command, const std::string& who = "") {
    BothWays asked;
    if (command == "at") asked.operand("time", moment(random_.below(kTicks)));
    if (!who.empty())
      asked.operand("who", who);
    else if (command == "overlap")
      asked.operand("who", one_of({"@on-call", "U0BEA0002,lex", "evelyn,chen,alexandra"}));
    else if (maybe())
      asked.operand("who", one_of({"U0ALEX001", "lex", "Alexandra", "@on-call", "@leads", "bea,chen"}));
    asked.option("tz", one_of({"UTC", "Europe/Berlin", "Australia/Lord_Howe"}));
    if (maybe() && (command != "now" || maybe())) asked.option("workspace", one_of({"acme", "beta"}));
    if (command == "now" || command == "at" || command == "people") return asked;
    window(asked);
    if (maybe()) asked.option("members", "now");
    further(command, asked);
    return asked;
  }

 private:
  bool maybe() { return random_.below(2) == 0; }
  std::string one_of(const std::vector<std::string>& choices) { return choices[random_.below(choices.size())]; }
  std::string moment(std::size_t tick) const {
    return time::rfc3339(*time::ZoneDatabase().find("UTC"), base::wall_from_unix_ms(days_.ms(tick)));
  }
  void window(BothWays& asked) {
    const std::size_t from = random_.below(kTicks - 1);
    asked.option("since", moment(from));
    asked.option("until", moment(from + 1 + random_.below(kTicks - from)));
  }
  void further(const std::string& command, BothWays& asked) {
    if (command == "log") {
      if (maybe()) asked.option("lines", "7");
      if (maybe()) asked.flag("reverse");
      if (maybe()) asked.option("facet", one_of({"presence", "status"}));
      return;
    }
    if (command == "coverage") return;
    if (maybe()) asked.option("merge-flaps", "3m");
    if (maybe()) asked.option("idle-grace", "90s");
    if (command == "summary") asked.option("by", one_of({"hour", "day", "weekday", "week", "month", "all"}));
    if (command == "summary" && maybe()) asked.option("between", "22:00-06:00");
    if (command == "overlap" && maybe()) asked.flag("any");
    if ((command == "intervals" || command == "timeline") && maybe()) asked.option("facet", "status");
  }

  const DrawnDays& days_;
  base::Random random_;
};

struct Printed {
  int status = 0;
  std::string text;
};

Printed presencectl(const std::filesystem::path& history, const std::string& words) {
  const std::string command =
      std::string(PRESENCED_PRESENCECTL) + " --db '" + history.string() + "' " + words + " 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  REQUIRE(pipe);
  Printed printed;
  std::array<char, 65536> part{};
  while (const std::size_t bytes = std::fread(part.data(), 1, part.size(), pipe.get()))
    printed.text.append(part.data(), bytes);
  return printed;
}

}  // namespace

TEST_CASE("the page and presencectl give the same answer to the same question") {
  // The last mark of life is of now, so that "now" is that mark both times, for 20 s.
  const auto clock =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    WrittenHistory history;
    const auto first = (clock / kTickSeconds - static_cast<std::int64_t>(kTicks)) * kTickSeconds;
    const DrawnDays days = write_drawn_days(history, first, seed);
    const PageProcess page(history.file(), history.beside("log"));
    Drawing draw(days, seed);
    int equal = 0;
    const auto compare = [&](const std::string& command) {
      const BothWays asked = draw.question(command);
      CAPTURE(seed);
      CAPTURE(asked.words);
      const std::string said = presencectl(history.file(), command + asked.words + " -o json").text;
      const PageReply reply = page.get("/api/" + command + asked.query);
      CHECK((reply.status == 200) == !said.empty());  // refused by both, or by none
      if (said.empty()) return;
      CHECK((reply.body == said));
      if (reply.body == said) ++equal;
      // Remarks come after it, and only on request.
      const std::string remarked =
          page.get("/api/" + command + (asked.query.empty() ? "?" : asked.query + "&") + "remarks=1").body;
      CHECK((remarked == said || remarked.starts_with(said.substr(0, said.rfind('}')) + ",\"remarks\":[\"")));
    };
    for (int round = 0; round < 6; ++round) compare("people");
    for (int round = 0; round < 12; ++round)
      for (const char* command : {"at", "summary", "timeline", "intervals", "heatmap", "overlap", "log", "coverage"})
        compare(command);
    CHECK(equal > 50);  // and were no refusals
  }
}

// The limit is the group: whoever may see only its members gets, asking about it, what everybody gets.
TEST_CASE("a limited page answers about its group what the whole page answers") {
  const auto clock =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
  WrittenHistory history;
  const auto first = (clock / kTickSeconds - static_cast<std::int64_t>(kTicks)) * kTickSeconds;
  const DrawnDays days = write_drawn_days(history, first, 4);
  const PageProcess whole(history.file(), history.beside("log"));
  const PageProcess limited(history.file(), history.beside("limited.log"), {"--group", "on-call"});
  Drawing draw(days, 5);
  for (int round = 0; round < 20; ++round)
    for (const char* command : {"at", "summary", "timeline", "intervals", "heatmap", "overlap", "coverage"}) {
      const BothWays asked = draw.question(command, "@on-call");
      CAPTURE(asked.words);
      const PageReply all = whole.get("/api/" + std::string(command) + asked.query);
      const PageReply some = limited.get("/api/" + std::string(command) + asked.query);
      CHECK(all.status == some.status);
      CHECK((all.body == some.body));
    }
}

TEST_CASE("so they do about now, while the daemon lives") {
  const auto clock =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
  WrittenHistory history;
  const auto write = [&](std::int64_t ms) {
    history.script.seen({base::UserId{"U0ANN0001"}, "ann", "", "", false, false}).watched("U0ANN0001", "");
    history.script.session(1, ms - 60'000).ready(1, ms - 60'000).cover("U0ANN0001", ms - 60'000);
    history.script.first("U0ANN0001", ms - 60'000, base::Presence::active);
    history.commit(ms);
  };
  write(clock * 1000);
  const PageProcess page(history.file(), history.beside("log"));
  const std::string said = presencectl(history.file(), "--tz UTC now -o json").text;
  CHECK(said.find("\"active\"") != std::string::npos);
  CHECK((page.get("/api/now").body == said));
}

}  // namespace presenced::commands::test
