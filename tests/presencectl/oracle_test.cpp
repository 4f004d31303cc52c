// Every answer against one worked out by brute force: second by second, with the C library's calendar, over days whose
// history the tracker wrote; in three zones, over both of their changes of the clocks.
#include <cstdlib>
#include <ctime>
#include <map>
#include <set>

#include "presencectl/drawn_days.h"

namespace presenced::ask::test {
namespace {

using store::test::Lines;

struct Change {
  const char* zone;
  std::int64_t first;  // second: two days before the clocks change, about
};
constexpr Change kChanges[] = {
    {"Europe/Berlin", 1'774'569'600},
    {"Europe/Berlin", 1'792'713'600},  // 2026-03-29, 2026-10-25
    {"America/New_York", 1'772'755'200},
    {"America/New_York", 1'793'318'400},  // 2026-03-08, 2026-11-01
    {"Australia/Lord_Howe", 1'775'174'400},
    {"Australia/Lord_Howe", 1'790'899'200},  // 2026-04-05, 2026-10-04: 30 minutes
};

// The calendar of the C library.
class Calendar {
 public:
  explicit Calendar(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  ~Calendar() {
    ::unsetenv("TZ");
    ::tzset();
  }
  std::tm at(std::int64_t second) const {
    const std::time_t time = second;
    std::tm local{};
    ::localtime_r(&time, &local);
    return local;
  }
};

// The value of a key in a line of jsonl, as text.
std::string value(const std::string& line, const std::string& key) {
  const std::size_t at = line.find("\"" + key + "\":");
  REQUIRE_MESSAGE(at != std::string::npos, key << " in " << line);
  const std::size_t begin = at + key.size() + 3;
  return line.substr(begin, line.find_first_of(",}", begin) - begin);
}
std::string values(const std::string& line, std::initializer_list<const char*> keys) {
  std::string text;
  for (const char* key : keys) text += value(line, key) + " ";
  return text;
}

std::string word(char state) { return state == 'a' ? "\"active\"" : state == 'w' ? "\"away\"" : "\"unknown\""; }
std::string quoted(const std::string& text) { return "\"" + text + "\""; }

// Of one set of drawn days: what is asked, and what has to come out.
struct Oracle {
  WrittenHistory& history;
  const DrawnDays& days;
  const Calendar& calendar;
  std::size_t from = 0;  // seconds of the window
  std::size_t to = kSeconds;

  std::string ms_of(std::size_t second) const {
    return std::to_string((days.first + static_cast<std::int64_t>(second)) * 1000);
  }

  Request request(const std::string& command, std::vector<std::string> who = {}) const {
    Request asked = history.request(command, std::move(who));
    asked.format = query::Format::jsonl;
    asked.since = "@" + std::to_string(days.first + static_cast<std::int64_t>(from));
    asked.until = "@" + std::to_string(days.first + static_cast<std::int64_t>(to));
    return asked;
  }

  // "FROM TO WORD" for each run of equal signs.
  template <class Sign>
  Lines runs(const Sign& sign_at) const {
    Lines lines;
    for (std::size_t begin = from, end = from; begin < to; begin = end) {
      while (end < to && sign_at(end) == sign_at(begin)) ++end;
      lines.push_back(ms_of(begin) + " " + ms_of(end) + " " + sign_at(begin) + " ");
    }
    return lines;
  }

  void check_spans(const std::string& command) const {
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      Lines said;
      for (const std::string& line : history.ask(request(command, {kPeople[i]})).lines())
        said.push_back(values(line, {"from_ms", "to_ms", "presence"}));
      CHECK(said == runs([&](std::size_t second) { return word(days.seconds[i][second]); }));
    }
  }

  void check_gaps() const {
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      Lines said, wanted;
      for (const std::string& line : history.ask(request("coverage", {kPeople[i]})).lines())
        if (value(line, "kind") == "\"gap\"") said.push_back(values(line, {"from_ms", "to_ms", "kind"}));
      for (const std::string& run : runs([&](std::size_t second) {
             return days.seconds[i][second] == '?' ? std::string("\"gap\"") : std::string("covered");
           }))
        if (run.find("gap") != std::string::npos) wanted.push_back(run);
      CHECK(said == wanted);
    }
  }

  void check_log() const {
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      Lines said, wanted;
      for (const std::string& line : history.ask(request("log", {kPeople[i]})).lines())
        said.push_back(values(line, {"at_ms", "after"}));
      char known = '?';
      for (std::size_t second = 0; second < to; ++second) {
        const char state = days.seconds[i][second];
        if (state == '?' || state == known) continue;
        known = state;
        if (second >= from) wanted.push_back(ms_of(second) + " " + word(state) + " ");
      }
      CHECK(said == wanted);
    }
  }

  void check_moments() const {
    for (std::size_t second = from; second < to; second += 3571) {
      Request asked = request("at");
      asked.since.reset();
      asked.until.reset();
      asked.time = "@" + std::to_string(days.first + static_cast<std::int64_t>(second));
      const Lines lines = history.ask(asked).lines();
      REQUIRE(lines.size() == kPeople.size());
      for (std::size_t i = 0; i < kPeople.size(); ++i)
        CHECK(values(lines[i], {"user_id", "presence"}) ==
              quoted(kPeople[i]) + " " + word(days.seconds[i][second]) + " ");
    }
  }

  struct Sum {
    std::int64_t active = 0, away = 0, unknown = 0;
    std::string first = "null", last = "null";
  };

  void check_summary(query::Period period) const {
    std::array<std::map<std::string, Sum>, kPeople.size()> parts;  // by date
    for (std::size_t second = from; second < to; ++second) {
      const std::string part = part_of(second, period);
      for (std::size_t i = 0; i < kPeople.size(); ++i) {
        const char state = days.seconds[i][second];
        Sum& sum = parts[i][part];
        (state == 'a' ? sum.active : state == 'w' ? sum.away : sum.unknown) += 1000;
        if (state != 'a') continue;
        if (sum.first == "null") sum.first = ms_of(second);
        sum.last = ms_of(second + 1);
      }
    }
    Lines wanted, said;
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      for (const auto& [date, sum] : parts[i])
        wanted.push_back(quoted(kPeople[i]) + " " + date + " " + std::to_string(sum.active) + " " +
                         std::to_string(sum.away) + " " + std::to_string(sum.unknown) + " " + sum.first + " " +
                         sum.last + " ");
    }
    Request asked = request("summary");
    asked.by = period;
    for (const std::string& line : history.ask(asked).lines())
      said.push_back(
          values(line, {"user_id", "date", "active_ms", "away_ms", "unknown_ms", "first_active_ms", "last_active_ms"}));
    CHECK(said == wanted);
  }

  // The date that the summary's row of a second has.
  std::string part_of(std::size_t second, query::Period period) const {
    if (period == query::Period::all) return "null";
    std::tm local = calendar.at(days.first + static_cast<std::int64_t>(second));
    if (period == query::Period::week) {
      local.tm_mday -= (local.tm_wday + 6) % 7;
      local.tm_hour = 12;
      local.tm_isdst = -1;
      const std::time_t monday = std::mktime(&local);
      local = calendar.at(monday);
    }
    std::array<char, 16> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
    return quoted(text.data());
  }

  void check_heatmap() const {
    std::array<std::array<std::int64_t, 2>, 7 * 24> cells{};  // active, covered
    for (std::size_t second = from; second < to; ++second) {
      const std::tm local = calendar.at(days.first + static_cast<std::int64_t>(second));
      auto& cell = cells[static_cast<std::size_t>((local.tm_wday + 6) % 7 * 24 + local.tm_hour)];
      for (const Seconds& person : days.seconds) {
        cell[0] += person[second] == 'a' ? 1000 : 0;
        cell[1] += person[second] != '?' ? 1000 : 0;
      }
    }
    const Lines lines = history.ask(request("heatmap")).lines();
    REQUIRE(lines.size() == cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
      CHECK(values(lines[i], {"active_ms", "covered_ms"}) ==
            std::to_string(cells[i][0]) + " " + std::to_string(cells[i][1]) + " ");
  }

  void check_overlap() const {
    Lines said, wanted;
    for (const std::string& line : history.ask(request("overlap", {kPeople[0], kPeople[1], kPeople[2]})).lines())
      said.push_back(values(line, {"from_ms", "to_ms", "overlap"}));
    for (const std::string& run : runs([&](std::size_t second) -> std::string {
           std::set<char> states;
           for (const Seconds& person : days.seconds) states.insert(person[second]);
           if (states.contains('w')) return "apart";
           return states.contains('?') ? "\"undecided\"" : "\"together\"";
         }))
      if (run.find("apart") == std::string::npos) wanted.push_back(run);
    CHECK(said == wanted);
  }
};

TEST_CASE(
    "every command answers what brute force over the seconds answers, in three zones, over changes of the clocks") {
  for (const Change& change : kChanges) {
    CAPTURE(std::string(change.zone));
    CAPTURE(change.first);
    WrittenHistory history;
    history.tz = change.zone;
    const DrawnDays days = write_drawn_days(history, change.first, static_cast<std::uint64_t>(change.first));
    const Calendar calendar(change.zone);
    std::set<int> offsets;
    for (std::size_t second = 0; second < kSeconds; second += 3600)
      offsets.insert(static_cast<int>(calendar.at(change.first + static_cast<std::int64_t>(second)).tm_gmtoff));
    REQUIRE(offsets.size() == 2);
    for (const auto& [from, to] : {std::pair<std::size_t, std::size_t>{0, kSeconds}, {40'000, 300'007}}) {
      const Oracle oracle{history, days, calendar, from, to};
      oracle.check_spans("intervals");
      oracle.check_spans("timeline");
      oracle.check_gaps();
      oracle.check_log();
      oracle.check_moments();
      for (const auto period : {query::Period::day, query::Period::week, query::Period::all})
        oracle.check_summary(period);
      oracle.check_heatmap();
      oracle.check_overlap();
    }
  }
}

}  // namespace
}  // namespace presenced::ask::test
