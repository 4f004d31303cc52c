#include "presencectl/drawn_days.h"

#include "base/random.h"
#include "tracker/tracker.h"

namespace presenced::ask::test {
namespace {

using base::Facet;
using base::Presence;

// The life of the people and of the connection, and the tracker that is told of it as the engine would tell it.
class Life {
 public:
  Life(DrawnDays& days, std::uint64_t seed) : days_(days), random_(seed), tracker_({}) {
    std::vector<watch::Person> people;
    for (const char* id : kPeople) people.push_back({base::UserId{id}, "", {true, false}});
    tracker_.watch(
        people, [&](const base::UserId&) { return at(0); }, records_);
  }

  void live() {
    for (std::size_t second = 0; second < kSeconds; ++second) {
      const bool connection_turns = second == next_turn_of_connection_;
      if (connection_turns) turn_connection(second);
      for (std::size_t i = 0; i < kPeople.size(); ++i) {
        if (!connection_turns && random_.below(busy(second) ? 900 : 14'000) == 0) turn(i, second);
        days_.seconds[i] += !connected_ ? '?' : active_[i] ? 'a' : 'w';
      }
    }
  }

  const tracker::Records& records() const { return records_; }

 private:
  base::WallTime at(std::size_t second) const {
    return base::wall_from_unix_ms((days_.first + static_cast<std::int64_t>(second)) * 1000);
  }
  static bool busy(std::size_t second) { return second % 86'400 > 30'000 && second % 86'400 < 70'000; }

  void turn(std::size_t i, std::size_t second) {
    active_[i] = !active_[i];
    if (connected_) tell(i, second, tracker::How::told);
  }

  void tell(std::size_t i, std::size_t second, tracker::How how) {
    tracker_.observe(base::UserId{kPeople[i]}, active_[i] ? Presence::active : Presence::away, at(second), how,
                     base::SessionNumber{session_}, records_);
  }

  // Some hours on, some seconds to an hour off; on to the end.
  void turn_connection(std::size_t second) {
    connected_ = !connected_;
    next_turn_of_connection_ = second + 1 + (connected_ ? 3000 + random_.below(60'000) : random_.below(4000));
    if (!connected_ && next_turn_of_connection_ > kSeconds - 10) next_turn_of_connection_ = second + 5;
    if (connected_ && next_turn_of_connection_ > kSeconds - 100) next_turn_of_connection_ = kSeconds;
    const base::SessionNumber number{session_ + (connected_ ? 1 : 0)};
    if (connected_) {
      ++session_;
      records_.emplace_back(history::SessionOpened{number, at(second)});
      records_.emplace_back(history::SessionReady{number, at(second)});
    }
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      if (connected_)
        tell(i, second, tracker::How::answered);
      else
        tracker_.close(base::UserId{kPeople[i]}, Facet::presence, at(second), history::EndReason::timeout, records_);
    }
    if (!connected_) records_.emplace_back(history::SessionEnded{number, at(second), history::EndReason::timeout});
  }

  DrawnDays& days_;
  base::Random random_;
  tracker::Tracker tracker_;
  tracker::Records records_;
  std::array<bool, kPeople.size()> active_{};
  bool connected_ = false;
  std::int64_t session_ = 0;
  std::size_t next_turn_of_connection_ = 5000;
};

}  // namespace

DrawnDays write_drawn_days(WrittenHistory& history, std::int64_t first, std::uint64_t seed) {
  DrawnDays days;
  days.first = first;
  Life life(days, seed);
  life.live();
  for (const history::Record& record : life.records()) history.script.record(record);
  const std::int64_t end = (first + static_cast<std::int64_t>(kSeconds)) * 1000;
  history.commit(end);
  history.clock = base::wall_from_unix_ms(end);
  return days;
}

}  // namespace presenced::ask::test
