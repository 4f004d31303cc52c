// wait, asked once at each moment of a drawn history as it grows: whether something has lasted is held against the
// public views, looked at moment by moment. Nothing of lib/answers is used for that.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/random.h"
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using base::Presence;

// People turn and coverage changes at whole seconds; marks of life come between them, and with them the groups.
constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kStep = 250;  // of the moments that are looked at
constexpr std::int64_t kMark = 500;
constexpr std::array<const char*, 3> kThree{"U0ANN0001", "U0BOB0001", "U0CYD0001"};

// Who is covered, active and in the group changes now and then.
class GrowingHistory {
 public:
  explicit GrowingHistory(std::uint64_t seed) : random_(seed) {
    for (const char* user : kThree) history.script.watched(user, "");
    history.commit(now_ * kSecond);
    history.script.session(1, now_ * kSecond);
  }

  // Some seconds go by; then there is a mark of life.
  void grow() {
    now_ += 1 + static_cast<std::int64_t>(random_.below(random_.below(6) == 0 ? 25 : 4));
    for (std::size_t i = 0; i < kThree.size(); ++i) {
      if (random_.below(4) == 0) cover(i);
      if (covered_[i] && random_.below(3) == 0) turn(i);
    }
    if (random_.below(6) == 0) regroup();
    history.commit(now_ * kSecond + kMark);
  }

  WrittenHistory history;

 private:
  void cover(std::size_t i) {
    covered_[i] = !covered_[i];
    if (!covered_[i]) {
      history.script.uncover(kThree[i], now_ * kSecond);
      return;
    }
    history.script.cover(kThree[i], now_ * kSecond);
    if (!seen_[i]) history.script.first(kThree[i], now_ * kSecond, presence_[i]);
    seen_[i] = true;
  }
  void turn(std::size_t i) {
    presence_[i] = presence_[i] == Presence::active ? Presence::away : Presence::active;
    history.script.turn(kThree[i], now_ * kSecond, presence_[i]);
  }
  void regroup() {
    std::vector<base::UserId> users;
    for (const char* user : kThree)
      if (random_.below(2) == 0) users.emplace_back(base::UserId{user});
    history.script.record(history::GroupsSet{{{"shift", std::move(users)}}});
  }

  base::Random random_;
  std::int64_t now_ = 1'795'161'600;  // second: Friday, 08:00
  std::array<bool, 3> covered_{};
  std::array<bool, 3> seen_{};
  std::array<Presence, 3> presence_{Presence::away, Presence::active, Presence::away};
};

struct Row {
  std::string user;
  std::string word;  // a state
  std::int64_t from = 0;
  std::int64_t to = 0;
};

// The views as they are now.
struct Views {
  explicit Views(const WrittenHistory& history) {
    store::Database database(history.file(), store::Database::Access::read_only);
    read(database,
         "SELECT user_id, presence, started_at, coalesce(ended_at, (SELECT alive_at FROM recorder)) "
         "FROM presence_intervals",
         states);
    read(database, "SELECT user_id, '', since, coalesce(until, 1 << 62) FROM group_memberships WHERE name = 'shift'",
         memberships);
    alive = database.integer("SELECT alive_at FROM recorder");
  }
  static void read(store::Database& database, const char* sql, std::vector<Row>& into) {
    store::Statement all = database.prepare(sql);
    for (store::Rows row = all.select(); row.next();)
      into.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2), row.integer(3)});
  }
  static const Row* find(const std::vector<Row>& rows, const std::string& user, std::int64_t at) {
    for (const Row& row : rows)
      if (row.user == user && row.from <= at && at < row.to) return &row;
    return nullptr;
  }
  std::string state(const std::string& user, std::int64_t at) const {
    const Row* row = find(states, user, at);
    return row ? row->word : "unknown";
  }
  bool member(const std::string& user, std::int64_t at) const { return find(memberships, user, at) != nullptr; }

  std::vector<Row> states;
  std::vector<Row> memberships;
  std::int64_t alive = 0;
};

struct AskedWait {
  std::vector<std::string> who;
  std::string state;
  bool all = false;
  std::int64_t seconds = 0;  // it has to have lasted
  std::int64_t gone = 0;     // how long ago the last mark of life was, in seconds
};

enum class Truth : std::uint8_t { no, yes, open };

Truth truth_at(const Views& views, const AskedWait& asked, std::int64_t at) {
  bool one = false, every = true, somebody = false, open = false, refuted = false;
  for (const char* user : kThree) {
    const bool counts = asked.who.front() == "@shift"
                            ? views.member(user, at)
                            : std::find(asked.who.begin(), asked.who.end(), user) != asked.who.end();
    if (!counts) continue;
    // The mark itself is known while the recorder lives, and nobody has turned since the moment before it.
    const std::string state = views.state(user, at == views.alive && asked.gone == 0 ? at - 1 : at);
    somebody = true;
    one = one || state == asked.state;
    every = every && state == asked.state;
    open = open || (state == "unknown" && asked.state != "unknown");
    refuted =
        refuted || (state != asked.state && state != "unknown") || (state != asked.state && asked.state == "unknown");
  }
  if (!somebody) return Truth::no;
  if (asked.all) return every ? Truth::yes : refuted ? Truth::no : Truth::open;
  return one ? Truth::yes : open ? Truth::open : Truth::no;
}

ExitStatus expected_end(const Views& views, const AskedWait& asked) {
  const std::int64_t end = views.alive + asked.gone * kSecond;
  const auto truth = [&](std::int64_t at) { return truth_at(views, asked, at); };
  bool lasted = true;
  for (std::int64_t at = end; at >= end - asked.seconds * kSecond && lasted; at -= kStep)
    lasted = truth(at) == Truth::yes;
  if (lasted) return ExitStatus::answered;
  if (asked.gone > 0 && asked.state != "unknown") return ExitStatus::unknown;
  return truth(end) == Truth::open ? ExitStatus::unknown : ExitStatus::failed;
}

AskedWait drawn_wait(base::Random& random) {
  const std::vector<std::vector<std::string>> whos{
      {kThree[0]}, {kThree[1], kThree[2]}, {kThree[0], kThree[1], kThree[2]}, {"@shift"}};
  const std::array<const char*, 3> states{"active", "away", "unknown"};
  AskedWait asked{whos[random.below(whos.size())], states[random.below(3)], random.below(2) == 0};
  asked.seconds = static_cast<std::int64_t>(random.below(random.below(3) == 0 ? 40 : 8));
  asked.gone = random.below(6) == 0 ? 30 : 0;
  return asked;
}

TEST_CASE("wait says that something has lasted exactly when the views say so of every moment") {
  std::array<int, 4> ends{};
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    GrowingHistory growing(seed);
    base::Random random(seed);
    for (int round = 0; round < 150; ++round) {
      growing.grow();
      const Views views(growing.history);
      for (int question = 0; question < 8; ++question) {
        const AskedWait asked = drawn_wait(random);
        if (asked.who.front() == "@shift" && views.memberships.empty()) continue;  // there is no such group yet
        Request request = growing.history.request("wait", asked.who);
        request.state = asked.state;
        request.all = asked.all;
        request.lasting = std::to_string(asked.seconds) + "s";
        request.timeout = "0";
        growing.history.clock = base::wall_from_unix_ms(views.alive + asked.gone * kSecond);
        const Answer answer = growing.history.ask(request);
        const ExitStatus wanted = expected_end(views, asked);
        ++ends[static_cast<std::size_t>(wanted)];
        if (answer.status == wanted) continue;
        CAPTURE(seed);
        CAPTURE(round);
        CAPTURE(asked.who.size());
        CAPTURE(asked.who.front());
        CAPTURE(asked.state);
        CAPTURE(asked.all);
        CAPTURE(asked.seconds);
        CAPTURE(asked.gone);
        CAPTURE(answer.text);
        REQUIRE(answer.status == wanted);
      }
    }
  }
  for (const ExitStatus status : {ExitStatus::answered, ExitStatus::failed, ExitStatus::unknown})
    CHECK(ends[static_cast<std::size_t>(status)] > 300);
}

}  // namespace
}  // namespace presenced::commands::test
