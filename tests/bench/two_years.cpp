#include "bench/two_years.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/random.h"

namespace presenced::bench {
namespace {

constexpr std::int64_t kSessionLife = 8 * kHour;
constexpr std::int64_t kGap = 5'000;
constexpr std::size_t kRecordsPerBatch = 60;
constexpr std::size_t kBatchesPerCommit = 8;

constexpr std::int64_t kWorkBegins = 7 * kHour;
constexpr std::int64_t kWork = 12 * kHour;
constexpr std::int64_t kWorkingDays = kTwoYears / kDay / 7 * 5 + kTwoYears / kDay % 7;  // it begins on a Monday

// The moment at which somebody who does nothing but work has worked for so long.
std::int64_t moment_of_work(double worked) {
  const auto work = static_cast<std::int64_t>(worked);
  const std::int64_t day = work / kWork;
  return kBegin + (day / 5 * 7 + day % 5) * kDay + kWorkBegins + work % kWork;
}

// Makes the records and commits them.
class TwoYears {
 public:
  TwoYears(store::HistoryDb& database, std::int64_t rows, std::uint64_t seed) : database_(database), random_(seed) {
    for (int person = 0; person < kPeople; ++person) {
      people_.push_back({base::UserId{person_id(person)}, false, {}});
      add(history::PersonSeen{people_.back().id, fmt::format("person {}", person), "", "Europe/Oslo", false, false});
      add(history::PersonWatched{people_.back().id, "", true});
    }
    connect();
    const double mean_step = static_cast<double>(kWorkingDays * kWork) / static_cast<double>(rows);
    double worked = 0;
    for (std::int64_t row = 0; row < rows; ++row) {
      worked += mean_step * -std::log((static_cast<double>(random_.below(1u << 30)) + 1) / (1u << 30));
      pass_until(moment_of_work(worked));
      turn();
      if (row % 10 == 0) change_status();
    }
    disconnect(history::EndReason::shutdown);
    flush();
    commit();
  }

  std::int64_t end() const { return now_; }

 private:
  struct Person {
    base::UserId id;
    bool active;
    base::Status status;
  };

  void connect() {
    ++session_;
    connected_at_ = now_;
    add(history::SessionOpened{number(), time()});
    for (Person& person : people_) {
      add(history::CoverageOpened{person.id, base::Facet::presence, time(), history::Mode::subscribed, number()});
      add(history::CoverageOpened{person.id, base::Facet::status, time(), history::Mode::subscribed, number()});
    }
    add(history::SessionReady{number(), time()});
  }

  void disconnect(history::EndReason reason) {
    for (Person& person : people_) {
      add(history::CoverageClosed{person.id, base::Facet::presence, time(), reason});
      add(history::CoverageClosed{person.id, base::Facet::status, time(), reason});
    }
    add(history::SessionEnded{number(), time(), reason});
  }

  // With the sessions that end meanwhile.
  void pass_until(std::int64_t next) {
    while (next - connected_at_ > kSessionLife) reconnect(connected_at_ + kSessionLife);
    now_ = std::max(now_, next);
  }

  void reconnect(std::int64_t at) {
    now_ = std::max(now_, at);
    disconnect(history::EndReason::goodbye);
    now_ += kGap;
    connect();
    resync_left_ = kPeople / 50;  // those who changed meanwhile
  }

  void turn() {
    Person& person = people_[random_.below(kPeople)];
    const bool resync = resync_left_ > 0;
    if (resync) --resync_left_;
    const auto state = [](bool active) { return active ? base::Presence::active : base::Presence::away; };
    const base::WallTime earliest = resync ? time() - base::Millis{kGap} : time();
    const auto source = resync ? history::Source::resync : history::Source::push;
    add(history::Transition{person.id, time(), earliest, state(person.active), state(!person.active), source,
                            number()});
    person.active = !person.active;
  }

  void change_status() {
    Person& person = people_[random_.below(kPeople)];
    base::Status next;
    if (person.status.cleared()) next = {"In a meeting", ":calendar:", time() + base::Millis{kHour}};
    add(history::Transition{person.id, time(), time(), person.status, next, history::Source::push, number()});
    person.status = next;
  }

  base::SessionNumber number() const { return base::SessionNumber{session_}; }
  base::WallTime time() const { return base::wall_from_unix_ms(now_); }

  void add(history::Record record) {
    records_.push_back(std::move(record));
    if (records_.size() >= kRecordsPerBatch) flush();
  }

  void flush() {
    records_.emplace_back(history::SessionProven{number(), time()});
    batches_.push_back({"acme", base::BatchNumber{++batch_}, time(), std::exchange(records_, {})});
    if (batches_.size() >= kBatchesPerCommit) commit();
  }

  void commit() {
    if (const auto failure = database_.commit(batches_)) throw std::runtime_error(failure->message);
    batches_.clear();
  }

  store::HistoryDb& database_;
  base::Random random_;
  std::vector<Person> people_;
  std::vector<history::Record> records_;
  std::vector<history::Batch> batches_;
  std::int64_t now_ = kBegin;
  std::int64_t connected_at_ = kBegin;
  std::int64_t session_ = 0;
  std::int64_t batch_ = 0;
  int resync_left_ = 0;
};

}  // namespace

std::string person_id(int number) { return fmt::format("U{:08}", number); }

std::int64_t write_two_years(store::HistoryDb& database, std::int64_t rows, std::uint64_t seed) {
  return TwoYears(database, rows, seed).end();
}

}  // namespace presenced::bench
