#include "presencectl/working_month.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"

namespace presenced::commands::test {
namespace {

using base::Facet;
using base::Presence;
using base::Status;
using history::EndReason;
using history::Source;

constexpr std::int64_t kOfMinute = 60'000;
constexpr std::int64_t kOfDay = 24 * 60 * kOfMinute;
constexpr int kDays = 51;        // from 1 October
constexpr int kWinterFrom = 25;  // the first day that begins in winter time
constexpr int kToday = kDays - 1;

// Minutes of the day; what they do on Fridays differs.
struct Colleague {
  const char* id;
  const char* name;
  const char* real_name;
  std::int64_t comes;
  std::int64_t lunch;
  std::int64_t leaves;
  std::int64_t leaves_on_friday;
};
constexpr std::array<Colleague, 6> kTeam{{
    {"U0DANA001", "dana", "Dana Diaz", 8 * 60 + 50, 12 * 60 + 20, 17 * 60 + 40, 17 * 60},
    {"U0LEE0002", "lee", "Lee Young", 8 * 60 + 10, 12 * 60, 16 * 60 + 50, 15 * 60 + 50},
    {"U0KIM0003", "kim", "Kim Larsen", 9 * 60 + 40, 13 * 60, 18 * 60 + 30, 17 * 60 + 50},
    {"U0SAM0004", "sam", "Sam Okoro", 7 * 60 + 30, 11 * 60 + 45, 16 * 60, 13 * 60 + 10},
    {"U0PRIYA05", "priya", "Priya Nair", 9 * 60 + 5, 12 * 60 + 30, 17 * 60 + 50, 16 * 60 + 40},
    {"U0TOM0006", "tom", "Tom Weber", 8 * 60 + 30, 12 * 60 + 10, 17 * 60, 12 * 60 + 30},
}};
enum : std::size_t { kDana, kLee, kKim, kSam };

// From the evening of the first day to the morning of the last.
struct Vacation {
  std::size_t person;
  int first;
  int last;
};
constexpr std::array<Vacation, 2> kVacations{{{kKim, 18, 23}, {kSam, 41, 46}}};
const Status kOnVacation{"on vacation", ":palm_tree:", std::nullopt};

struct Happening {
  std::int64_t at = 0;
  std::size_t person = 0;
  std::optional<Presence> presence;  // else the status
  Status status;
};

// What the people do, whether somebody watches or not.
class Plan {
 public:
  std::vector<Happening> make() {
    for (int day = 0; day < kDays; ++day)
      for (std::size_t person = 0; person < kTeam.size(); ++person) live(day, person);
    active(kDana, minute(kToday, 2 * 60 + 41) + 27'000, minute(kToday, 3 * 60 + 24) + 9'000);  // a page in the night
    std::stable_sort(happenings_.begin(), happenings_.end(),
                     [](const Happening& one, const Happening& other) { return one.at < other.at; });
    return std::move(happenings_);
  }

  static std::int64_t minute(int day, std::int64_t minutes) {
    static const std::int64_t first = ms("2026-10-01 00:00 Europe/Berlin");
    return first + day * kOfDay + (day >= kWinterFrom ? 60 * kOfMinute : 0) + minutes * kOfMinute;
  }

 private:
  // 1 October is a Thursday.
  static bool weekend(int day) { return day % 7 == 2 || day % 7 == 3; }
  static bool friday(int day) { return day % 7 == 1; }
  static bool away_for_days(int day, std::size_t person) {
    return std::any_of(kVacations.begin(), kVacations.end(),
                       [&](const Vacation& one) { return one.person == person && day > one.first && day < one.last; });
  }

  std::int64_t about(int day, std::int64_t minutes, std::int64_t spread) {
    return minute(day, minutes) + draw(2 * spread * kOfMinute) - spread * kOfMinute;
  }
  std::int64_t draw(std::int64_t below) {
    return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(below)));
  }

  void active(std::size_t person, std::int64_t from, std::int64_t to) {
    happenings_.push_back({from, person, Presence::active, {}});
    happenings_.push_back({to, person, Presence::away, {}});
  }
  void status(std::size_t person, std::int64_t from, std::int64_t to, const Status& status) {
    happenings_.push_back({from, person, std::nullopt, status});
    happenings_.push_back({to, person, std::nullopt, {}});
  }

  void live(int day, std::size_t person) {
    for (const Vacation& one : kVacations)
      if (one.person == person && one.first == day)
        status(person, about(day, 16 * 60 + 20, 20), about(one.last, 8 * 60, 5), kOnVacation);
    if (weekend(day) || away_for_days(day, person)) return;
    const Colleague& who = kTeam[person];
    const std::int64_t lunch = about(day, who.lunch, 15);
    const std::int64_t back = lunch + (30 + draw(25)) * kOfMinute;
    const std::int64_t leaves = about(day, friday(day) ? who.leaves_on_friday : who.leaves, 25);
    work(person, about(day, who.comes, 20), std::min(lunch, leaves));
    if (draw(2) == 0 && back < leaves) status(person, lunch, back, {"lunch", ":pizza:", std::nullopt});
    if (back < leaves) work(person, back, leaves);
  }

  // With a break now and then, and sometimes a meeting.
  void work(std::size_t person, std::int64_t from, std::int64_t to) {
    std::int64_t begin = from;
    for (;;) {
      const std::int64_t end = begin + (50 + draw(90)) * kOfMinute + draw(kOfMinute);
      if (end >= to) break;
      active(person, begin, end);
      begin = end + (4 + draw(18)) * kOfMinute + draw(kOfMinute);
      if (begin >= to) return;
    }
    active(person, begin, to);
    if (draw(4) == 0 && to - begin > 40 * kOfMinute)
      status(person, begin + 5 * kOfMinute, begin + 35 * kOfMinute, {"in a meeting", ":calendar:", std::nullopt});
  }

  base::Random random_{20};
  std::vector<Happening> happenings_;
};

// What presenced records of it.
class Watching {
 public:
  explicit Watching(WrittenHistory& history) : history_(history), script_(history.script) {
    history::GroupsSet groups{{{"on-call", {id(kDana), id(kLee)}}, {"sre", {id(kDana), id(kKim), id(kSam)}}}};
    for (const Colleague& one : kTeam)
      script_.seen({base::UserId{one.id}, one.name, one.real_name, kOfficeZone, false, false}).watched(one.id, "");
    script_.record(std::move(groups));
  }

  void live(const std::vector<Happening>& plan) {
    const std::int64_t now = ms(kOfficeNow);
    std::size_t next = 0;
    const auto until = [&](std::int64_t end) {
      for (; next < plan.size() && plan[next].at < end; ++next) happen(plan[next]);
    };
    std::int64_t at = Plan::minute(0, 7 * 60 + 7);
    connect(at);
    for (const auto& [lost, back] : {std::pair{Plan::minute(12, 9 * 60 + 40), Plan::minute(12, 10 * 60 + 5)},
                                     {Plan::minute(kToday, 11 * 60 + 10), Plan::minute(kToday, 11 * 60 + 36)},
                                     {now, now}}) {
      for (at += kSession; at < lost; at += kSession) {
        until(at);
        rotate(at);
      }
      until(lost);
      if (lost == now) break;
      disconnect(lost);
      until(back);
      connect(at = back);
    }
    history_.commit(now);
  }

 private:
  static constexpr std::int64_t kSession = 8 * 60 * kOfMinute;  // as long as Slack keeps one

  struct Known {
    Presence presence = Presence::away;
    Status status;
    std::optional<Presence> recorded;
    std::optional<Status> recorded_status;
  };

  static base::UserId id(std::size_t person) { return base::UserId{kTeam[person].id}; }

  void connect(std::int64_t at) {
    ++session_;
    script_.session(session_, at).ready(session_, at);
    connected_ = true;
    for (std::size_t person = 0; person < kTeam.size(); ++person) {
      script_.cover(kTeam[person].id, at, session_).cover(kTeam[person].id, at, session_, Facet::status);
      record(person, at, lost_at_ ? Source::resync : Source::first);
    }
  }

  void rotate(std::int64_t at) {
    script_.session(session_ + 1, at).ready(session_ + 1, at);
    for (const Colleague& one : kTeam) script_.move(one.id, session_ + 1).move(one.id, session_ + 1, Facet::status);
    script_.ended(session_, at, EndReason::goodbye);
    ++session_;
    history_.commit(at);
  }

  void disconnect(std::int64_t at) {
    for (const Colleague& one : kTeam)
      script_.uncover(one.id, at, EndReason::network_error)
          .uncover(one.id, at, EndReason::network_error, Facet::status);
    script_.ended(session_, at, EndReason::network_error);
    history_.commit(at);
    lost_at_ = at;
    connected_ = false;
  }

  void happen(const Happening& one) {
    Known& known = known_[one.person];
    if (one.presence)
      known.presence = *one.presence;
    else
      known.status = one.status;
    if (connected_) record(one.person, one.at, Source::push);
  }

  void record(std::size_t person, std::int64_t at, Source source) {
    const char* user = kTeam[person].id;
    Known& known = known_[person];
    if (!known.recorded)
      script_.first(user, at, known.presence, session_);
    else if (*known.recorded != known.presence)
      script_.turn(user, at, known.presence, source, source == Source::resync ? lost_at_ : -1, session_);
    if (known.recorded_status != known.status)
      script_.record(history::Transition{
          id(person), base::wall_from_unix_ms(at), base::wall_from_unix_ms(source == Source::resync ? lost_at_ : at),
          known.recorded_status ? std::optional<base::State>(*known.recorded_status) : std::nullopt, known.status,
          source, base::SessionNumber{session_}});
    known.recorded = known.presence;
    known.recorded_status = known.status;
  }

  WrittenHistory& history_;
  store::test::Script& script_;
  std::array<Known, kTeam.size()> known_;
  std::int64_t session_ = 0;
  std::int64_t lost_at_ = 0;
  bool connected_ = false;
};

}  // namespace

void write_working_month(WrittenHistory& history) {
  history.tz = kOfficeZone;
  history.clock = moment(kOfficeNow);
  Watching(history).live(Plan().make());
}

}  // namespace presenced::commands::test
