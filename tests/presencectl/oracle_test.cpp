// Every answer against one worked out by brute force: tick by tick, with the C library's calendar, over days whose
// history the tracker wrote; in three zones, over both of their changes of the clocks. Every command that reads is
// asked of every kind of WHO; the windows and corrections are drawn.
#include <algorithm>
#include <set>

#include "base/random.h"
#include "presencectl/brute_force.h"

namespace presenced::commands::test {
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

// Every kind of WHO, and whom it stands for.
struct Named {
  std::vector<std::string> who;
  std::vector<std::size_t> people;
};
const std::vector<Named>& everybody_named() {
  static const std::vector<Named> all{
      {{}, {4, 1, 5, 2, 3, 6, 0}},   // by name
      {{"U0ALEX001"}, {0, 4}},       // an id, in two workspaces
      {{"lex"}, {0}},                // a label
      {{"Alexandra"}, {4}},          // a real name, of one workspace
      {{"BEA"}, {1, 5}},             // a name that one person has in both
      {{"eve"}, {6}},                // a part of a name
      {{"ora da"}, {3}},             // and of a real name
      {{"bea@example.com"}, {1}},    // an address
      {{"@on-call"}, {4, 2, 6, 0}},  // a group of that name in each
      {{"@leads"}, {1, 3}},          // in the first
      {{"@night"}, {5}},             // in the second
      {{"@nobody"}, {}},             // without members
      {{"@night", "U0BEA0002", "lex", "@on-call"}, {5, 1, 0, 4, 2, 6}},
      {{"lex,@leads"}, {0, 1, 3}},  // several with commas
  };
  return all;
}

// The value of a key in a line of jsonl, as text.
std::string value(const std::string& line, const std::string& key) {
  const std::size_t at = line.find("\"" + key + "\":");
  REQUIRE_MESSAGE(at != std::string::npos, key << " in " << line);
  const std::size_t begin = at + key.size() + 3;
  return line.substr(begin, line.find_first_of(",}", begin) - begin);
}
Lines values(const Lines& lines, const Keys& keys) {
  Lines found;
  for (const std::string& line : lines) {
    found.emplace_back();
    for (const char* key : keys) found.back() += value(line, key) + " ";
  }
  return found;
}

// Shows the first line that differs: the whole of both would fill the screen.
void check_same(const std::string& command, const Lines& said, const Lines& wanted) {
  const auto [one, other] = std::mismatch(said.begin(), said.end(), wanted.begin(), wanted.end());
  CAPTURE(command);
  CAPTURE((one == said.end() ? std::string("nothing more") : *one));
  CAPTURE((other == wanted.end() ? std::string("nothing more") : *other));
  CHECK((one == said.end() && other == wanted.end()));
}

// Of one set of drawn days: what is asked, and what has to come out.
class Oracle {
 public:
  Oracle(WrittenHistory& history, const DrawnDays& days, const BruteForce& truth, std::uint64_t seed)
      : history_(history), days_(days), truth_(truth), random_(seed) {}

  void check(const Named& named) {
    CAPTURE(named.who.size());
    CAPTURE((named.who.empty() ? std::string("everybody") : named.who.front()));
    who_ = named.who;
    people_ = named.people;
    check_spans();
    check_coverage();
    check_log();
    check_follower();
    check_export();
    check_moments();
    check_summary();
    check_heatmap();
    check_overlap();
    check_people();
  }

 private:
  // The whole time, or a part that may be short; corrected or not. Remembered in `asked_`.
  Request drawn(bool may_correct) {
    asked_ = {people_};
    if (random_.below(3) != 0) {
      asked_.from = random_.below(kTicks);
      asked_.to = asked_.from + 1 + random_.below(random_.below(2) == 0 ? 200 : kTicks);
      asked_.to = std::min(asked_.to, kTicks);
    }
    Request request;
    if (may_correct && random_.below(2) == 0) {
      asked_.merge_flaps = 30 + static_cast<std::int64_t>(random_.below(300));
      request.merge_flaps = std::to_string(asked_.merge_flaps) + "s";
    }
    if (may_correct && random_.below(2) == 0) {
      asked_.idle_grace = kTickSeconds * static_cast<std::int64_t>(1 + random_.below(60));
      request.idle_grace = std::to_string(asked_.idle_grace) + "s";
    }
    request.since = time_of(asked_.from);
    request.until = time_of(asked_.to);
    return request;
  }
  std::string time_of(std::size_t tick) const { return "@" + std::to_string(days_.ms(tick) / 1000); }

  Request addressed(const std::string& command, Request request) const {
    request.command = command;
    request.db = history_.file();
    request.who = who_;
    request.format = rendering::Format::jsonl;
    return request;
  }
  Lines rows(const std::string& command, const Request& request, const Keys& keys) const {
    const Answer answer = history_.ask(addressed(command, request));
    REQUIRE_MESSAGE(answer.status == ExitStatus::answered, command);
    return values(answer.lines(), keys);
  }

  void check_spans() {
    const Keys keys{"workspace", "user_id", "from_ms", "to_ms", "presence"};
    for (const char* command : {"intervals", "timeline"}) {
      const Lines said = rows(command, drawn(true), keys);
      check_same(command, said, truth_.intervals(asked_));
    }
    Request status = drawn(false);
    status.facet = "status";
    check_same("intervals --facet status",
               rows("intervals", status, {"workspace", "user_id", "from_ms", "to_ms", "text"}),
               truth_.status_intervals(asked_));
  }

  void check_coverage() {
    Lines gaps, sessions;
    for (const std::string& line : history_.ask(addressed("coverage", drawn(false))).lines())
      (value(line, "kind") == "\"gap\"" ? gaps : sessions).push_back(line);
    check_same("coverage: gaps", values(gaps, {"workspace", "user_id", "from_ms", "to_ms", "reason"}),
               truth_.gaps(asked_));
    check_same("coverage: sessions", values(sessions, {"workspace", "from_ms", "to_ms", "reason"}),
               truth_.sessions(asked_));
  }

  // All that a log may be cut by, in any combination.
  void check_log() {
    for (int round = 0; round < 4; ++round) {
      Request request = drawn(false);
      const std::uint64_t facet = random_.below(3);
      if (facet != 0) request.facet = facet == 1 ? "presence" : "status";
      Lines wanted = truth_.log(asked_, facet != 2, facet != 1);
      filter_log(request, wanted);
      if (random_.below(3) == 0) {
        request.after = static_cast<std::int64_t>(random_.below(days_.changes.size()));
        std::erase_if(wanted, [&](const std::string& line) { return std::stoll(line) <= *request.after; });
      }
      if (random_.below(2) == 0) {
        request.newest = static_cast<std::int64_t>(random_.below(30));
        const auto most = static_cast<std::size_t>(*request.newest);
        if (wanted.size() > most) wanted.erase(wanted.begin(), wanted.end() - static_cast<std::ptrdiff_t>(most));
      }
      request.reverse = random_.below(3) == 0;
      if (request.reverse) std::reverse(wanted.begin(), wanted.end());
      check_same("log", rows("log", request, kLogKeys), wanted);
    }
  }

  // By what the changes are.
  void filter_log(Request& request, Lines& wanted) {
    const auto keep = [&](const std::string& part) {
      std::erase_if(wanted, [&](const std::string& line) { return line.find(part) == std::string::npos; });
    };
    switch (random_.below(5)) {
      case 0:
        request.state = "away";
        return keep(" \"away\" null");
      case 1:
        request.source = "resync";
        return keep(" \"resync\" ");
      case 2:
        request.grep = "TEXT 2";
        return keep("text 2");
      default:
        return;
    }
  }

  // One that stops listening at once has been told what there is.
  void check_follower() {
    Request request = addressed("log", drawn(false));
    request.follow = true;
    request.until.reset();
    asked_.to = kTicks + 1;
    CapturedOutput output;
    const CommandContext context{output, [&] { return history_.clock; }, history_.tz, {}, [] { return false; }};
    REQUIRE(answer(command("log"), request, context) == ExitStatus::answered);
    check_same("log -f", values(output.answer.lines(), kLogKeys), truth_.log(asked_, true, true));
  }

  void check_export() {
    Request request = drawn(false);
    check_same("export", rows("export", request, kLogKeys), truth_.log(asked_, true, true));
    request = addressed("export", request);
    request.format = rendering::Format::table;
    request.to = history_.beside("export.db");
    REQUIRE(history_.ask(request).status == ExitStatus::answered);
    store::Database made(*request.to, store::Database::Access::read_only);
    store::Statement seqs =
        made.prepare("SELECT seq FROM presence_transitions UNION ALL SELECT seq FROM status_transitions ORDER BY seq");
    Lines said, wanted;
    for (store::Rows row = seqs.select(); row.next();) said.emplace_back(row.text(0));
    for (const std::string& line : truth_.log(asked_, true, true)) wanted.push_back(line.substr(0, line.find(' ')));
    check_same("export --to", said, wanted);
    std::filesystem::remove(*request.to);
  }

  // Drawn moments, and those at which something happened to one of them.
  void check_moments() {
    std::set<std::size_t> ticks;
    for (int i = 0; i < 10; ++i) ticks.insert(random_.below(kTicks));
    for (int i = 0; i < 6; ++i) ticks.insert(days_.changes[random_.below(days_.changes.size())].seen.tick);
    if (!people_.empty())
      for (const auto& [tick, reason] : days_.coverage_ends[people_[random_.below(people_.size())]])
        if (random_.below(3) == 0 || reason == "unwatched") ticks.insert(tick);
    asked_ = {people_};
    for (const std::size_t tick : ticks) {
      CAPTURE(tick);
      Request request;
      request.time = time_of(tick);
      Lines wanted_at = truth_.moment(asked_, tick);
      if (random_.below(4) == 0) {
        request.state = "active";
        std::erase_if(wanted_at,
                      [](const std::string& line) { return line.find("\" \"active\" ") == std::string::npos; });
      }
      check_same("at", rows("at", request, kMomentKeys), wanted_at);
    }
    Lines now = rows("now", {}, {"workspace", "user_id", "presence"});
    Lines wanted;
    for (const std::string& line : truth_.moment(asked_, kTicks - 1))  // what is so in the last tick is so now
      wanted.push_back(line.substr(0, line.find("\" ", line.find("\" ", line.find("\" ") + 1) + 1) + 2));
    check_same("now", now, wanted);
  }

  void check_summary() {
    using rendering::Period;
    for (const Period period :
         {Period::hour, Period::day, Period::weekday, Period::week, Period::month, Period::year, Period::all}) {
      Request request = drawn(true);
      request.by = period;
      // Away from the hours in which clocks change: what a time of day means there is in the tests of the calendar.
      if (random_.below(3) == 0) {
        request.between = "8:30-17:00";
        asked_.between = {30'600, 61'200};
      } else if (random_.below(3) == 0) {
        request.between = "10pm-06:00";
        asked_.between = {79'200, 21'600};
      }
      if (random_.below(3) == 0) {
        request.weekday = "sat-mon";
        asked_.weekdays = {6, 0, 1};
      }
      check_same("summary", rows("summary", request, kSummaryKeys), truth_.summary(asked_, period));
    }
  }

  void check_heatmap() {
    const Request request = drawn(true);
    check_same("heatmap", rows("heatmap", request, {"active_ms", "covered_ms"}), truth_.heatmap(asked_));
  }

  void check_overlap() {
    std::set<std::string> ids;
    for (const std::size_t person : people_) ids.insert(kPeople[person].id);
    Request request = drawn(true);
    if (random_.below(3) == 0) {
      asked_.shortest = random_.below(200);
      request.min = std::to_string(asked_.shortest * kTickSeconds) + "s";
    }
    if (!who_.empty()) {
      Request any = request;
      any.any = asked_.any = true;
      check_same("overlap --any", rows("overlap", any, {"from_ms", "to_ms", "overlap"}), truth_.overlap(asked_));
      asked_.any = false;
    }
    if (!who_.empty() && ids.size() >= 2)
      check_same("overlap", rows("overlap", request, {"from_ms", "to_ms", "overlap"}), truth_.overlap(asked_));
    else
      CHECK(history_.ask(addressed("overlap", request)).status == ExitStatus::usage);
  }

  void check_people() {
    Lines wanted;
    for (const std::size_t person : people_)
      wanted.push_back("\"" + std::string(kPeople[person].workspace) + "\" \"" + kPeople[person].id + "\" ");
    check_same("people", rows("people", {}, {"workspace", "user_id"}), wanted);
  }

  WrittenHistory& history_;
  const DrawnDays& days_;
  const BruteForce& truth_;
  base::Random random_;
  std::vector<std::string> who_;
  std::vector<std::size_t> people_;
  Asked asked_;  // by the last request drawn
};

TEST_CASE("every command answers every WHO what brute force answers, in three zones, over changes of the clocks") {
  const char* const more = std::getenv("PRESENCED_ORACLE_SEEDS");  // how many histories for each change
  const std::uint64_t seeds = more == nullptr ? 1 : std::stoull(more);
  for (const Change& change : kChanges) {
    CAPTURE(std::string(change.zone));
    CAPTURE(change.first);
    const Calendar calendar(change.zone);
    std::set<long> offsets;
    for (std::int64_t hour = 0; hour < 4 * 24; ++hour)
      offsets.insert(calendar.at(change.first + hour * 3600).tm_gmtoff);
    REQUIRE(offsets.size() == 2);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      CAPTURE(seed);
      WrittenHistory history;
      history.tz = change.zone;
      const DrawnDays days = write_drawn_days(history, change.first, static_cast<std::uint64_t>(change.first) + seed);
      const BruteForce truth(days, calendar);
      Oracle oracle(history, days, truth, seed);
      for (const Named& named : everybody_named()) oracle.check(named);
    }
  }
}

}  // namespace
}  // namespace presenced::commands::test
