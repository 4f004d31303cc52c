// Answers about a group whose members change: each is held against the same question about single people, put for the
// times of their memberships as the view has them, and added up by hand. Two workspaces, drawn days.
#include <algorithm>
#include <map>
#include <tuple>

#include "base/random.h"
#include "presencectl/drawn_days.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

struct Stay {  // in the group, without a gap; milliseconds
  std::string workspace;
  std::string user;
  std::int64_t from = 0;
  std::int64_t to = 0;
};

std::int64_t number(const std::string& line, const std::string& key) {
  const std::size_t at = line.find("\"" + key + "\":");
  REQUIRE_MESSAGE(at != std::string::npos, key << " in " << line);
  return std::stoll(line.substr(at + key.size() + 3));
}

// Those of the group within the window; memberships that touch or overlap are one stay.
std::vector<Stay> stays_of(const std::filesystem::path& file, const std::string& group, std::int64_t from,
                           std::int64_t to) {
  store::Database database(file, store::Database::Access::read_only);
  store::Statement all = database.prepare(
      "SELECT workspace, user_id, max(since, ?2), min(coalesce(until, ?3), ?3) FROM group_memberships "
      "WHERE name = ?1 AND since < ?3 AND (until IS NULL OR until > ?2) ORDER BY workspace, user_id, since");
  std::vector<Stay> stays;
  for (store::Rows row = all.select(group, from, to); row.next();) {
    Stay stay{std::string(row.text(0)), std::string(row.text(1)), row.integer(2), row.integer(3)};
    const bool goes_on = !stays.empty() && stays.back().workspace == stay.workspace && stays.back().user == stay.user &&
                         stays.back().to == stay.from;
    if (goes_on)
      stays.back().to = stay.to;
    else
      stays.push_back(std::move(stay));
  }
  return stays;
}

class GroupOracle {
 public:
  GroupOracle(const WrittenHistory& history, std::int64_t from, std::int64_t to)
      : history_(history), from_(from), to_(to), stays_(stays_of(history.file(), "shift", from, to)) {}

  std::size_t stays() const { return stays_.size(); }

  void check() const {
    // Rows that lie in one stay each are those of the single people.
    check_rows("intervals", [](Request&) {});
    check_rows("intervals", [](Request& request) { request.facet = "status"; });
    check_rows("timeline", [](Request&) {});
    check_rows("log", [](Request&) {});
    check_rows("log", [](Request& request) { request.facet = "presence"; });
    check_rows("export", [](Request&) {});
    check_gaps();
    // Sums are sums of theirs.
    check_sums("summary", {"active_ms", "away_ms", "unknown_ms"}, {"workspace", "user_id"},
               [](Request& request) { request.by = rendering::Period::all; });
    check_sums("summary", {"active_ms", "away_ms", "unknown_ms"}, {"workspace", "user_id", "date"},
               [](Request& request) { request.by = rendering::Period::day; });
    check_sums("heatmap", {"active_ms", "covered_ms"}, {"weekday", "hour"}, [](Request&) {});
    check_any();
  }

  void check_moment(std::int64_t at) const {
    Request request = asked("at", "@shift");
    request.time = "@" + std::to_string(at / 1000);
    std::vector<std::string> wanted;
    for (const Stay& stay : stays_of(history_.file(), "shift", at, at + 1)) {
      Request one = asked("at", stay.user);
      one.time = request.time;
      one.workspace = stay.workspace;
      for (const std::string& line : lines(one)) wanted.push_back(line);
    }
    check_same("at", lines(request), wanted);
  }

 private:
  Request asked(const std::string& command, const std::string& who) const {
    Request request;
    request.command = command;
    request.db = history_.file();
    request.who = {who};
    request.format = rendering::Format::jsonl;
    return request;
  }
  static std::string time_of(std::int64_t ms) { return "@" + std::to_string(ms / 1000); }

  Lines lines(const Request& request) const {
    const Answer answer = history_.ask(request);
    REQUIRE_MESSAGE(answer.status == ExitStatus::answered, request.command);
    return answer.lines();
  }
  template <class Change>
  Lines of_group(const std::string& command, const Change& change) const {
    Request request = asked(command, "@shift");
    request.since = time_of(from_);
    request.until = time_of(to_);
    change(request);
    return lines(request);
  }
  template <class Change>
  Lines of_single_people(const std::string& command, const Change& change) const {
    Lines all;
    for (const Stay& stay : stays_) {
      Request request = asked(command, stay.user);
      request.workspace = stay.workspace;
      request.since = time_of(stay.from);
      request.until = time_of(stay.to);
      change(request);
      for (std::string& line : lines(request)) all.push_back(std::move(line));
    }
    return all;
  }

  static void check_same(const std::string& command, Lines said, Lines wanted) {
    std::sort(said.begin(), said.end());
    std::sort(wanted.begin(), wanted.end());
    const auto [one, other] = std::mismatch(said.begin(), said.end(), wanted.begin(), wanted.end());
    CAPTURE(command);
    CAPTURE((one == said.end() ? std::string("nothing more") : *one));
    CAPTURE((other == wanted.end() ? std::string("nothing more") : *other));
    CHECK((one == said.end() && other == wanted.end()));
  }

  template <class Change>
  void check_rows(const std::string& command, const Change& change) const {
    check_same(command, of_group(command, change), of_single_people(command, change));
  }

  void check_gaps() const {
    const auto gaps = [](Lines rows) {
      std::erase_if(rows, [](const std::string& line) { return line.find("\"kind\":\"gap\"") == std::string::npos; });
      // Where a stay begins within a gap, the single person's gap has no coverage in its window before it.
      for (std::string& line : rows) line.resize(line.find("\"reason\":"));
      return rows;
    };
    check_same("coverage", gaps(of_group("coverage", [](Request&) {})),
               gaps(of_single_people("coverage", [](Request&) {})));
  }

  template <class Change>
  void check_sums(const std::string& command, const std::vector<std::string>& sums,
                  const std::vector<std::string>& keys, const Change& change) const {
    const auto added = [&](const Lines& rows) {
      std::map<std::string, std::vector<std::int64_t>> all;
      for (const std::string& line : rows) {
        std::string row;
        for (const std::string& key : keys) row += value(line, key) + " ";
        auto& values = all[row];
        values.resize(sums.size());
        for (std::size_t i = 0; i < sums.size(); ++i) values[i] += number(line, sums[i]);
      }
      Lines text;
      for (const auto& [row, values] : all) {
        const bool nothing = std::all_of(values.begin(), values.end(), [](std::int64_t one) { return one == 0; });
        if (nothing) continue;
        text.push_back(row);
        for (const std::int64_t one : values) text.back() += std::to_string(one) + " ";
      }
      return text;
    };
    check_same(command, added(of_group(command, change)), added(of_single_people(command, change)));
  }
  static std::string value(const std::string& line, const std::string& key) {
    const std::size_t at = line.find("\"" + key + "\":");
    REQUIRE_MESSAGE(at != std::string::npos, key << " in " << line);
    const std::size_t begin = at + key.size() + 3;
    return line.substr(begin, line.find_first_of(",}", begin) - begin);
  }

  // overlap, counted tick by tick from the intervals of the single people: --any, and all who are members then.
  void check_any() const {
    std::map<std::int64_t, std::map<std::string, std::string>> at_tick;  // tick: an id's state, active before away
    for (const std::string& line : of_single_people("intervals", [](Request&) {})) {
      const std::string state = value(line, "presence");
      for (std::int64_t ms = number(line, "from_ms"); ms < number(line, "to_ms"); ms += kTickSeconds * 1000)
        at_tick[ms][value(line, "workspace") + value(line, "user_id")] = state;
    }
    std::int64_t any = 0, together = 0;
    for (const auto& [ms, states] : at_tick) {
      std::map<std::string, int> ids;
      bool one = false, all = true;
      for (const auto& [who, state] : states) {
        ++ids[who.substr(who.size() - 11)];
        one = one || state == "\"active\"";
        all = all && state == "\"active\"";
      }
      any += one ? kTickSeconds * 1000 : 0;
      together += all && ids.size() >= 2 ? kTickSeconds * 1000 : 0;
    }
    const auto total = [&](bool any_of_them, const std::string& word) {
      std::int64_t sum = 0;
      for (const std::string& line : of_group("overlap", [&](Request& request) { request.any = any_of_them; }))
        if (value(line, "overlap") == word) sum += number(line, "duration_ms");
      return sum;
    };
    CHECK(total(true, "\"any\"") == any);
    std::map<std::string, int> people;
    for (const Stay& stay : stays_) ++people[stay.user];
    if (people.size() >= 2) CHECK(total(false, "\"together\"") == together);
  }

  const WrittenHistory& history_;
  std::int64_t from_;
  std::int64_t to_;
  std::vector<Stay> stays_;
};

TEST_CASE("answers about a group are about its people while they were in it") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    WrittenHistory history;
    history.tz = "Europe/Berlin";
    const DrawnDays days = write_drawn_days(history, 1'792'713'600, seed);
    base::Random random(seed);
    std::size_t stays = 0;
    for (int round = 0; round < 4; ++round) {
      const std::size_t from = round == 0 ? 0 : random.below(kTicks - 1);
      const std::size_t to = round == 0 ? kTicks : from + 1 + random.below(kTicks - from);
      const GroupOracle oracle(history, days.ms(from), days.ms(std::min(to, kTicks)));
      stays += oracle.stays();
      oracle.check();
      for (int i = 0; i < 10; ++i) oracle.check_moment(days.ms(random.below(kTicks)));
    }
    CHECK(stays > 10);
  }
}

}  // namespace
}  // namespace presenced::commands::test
