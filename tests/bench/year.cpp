#include "bench/year.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/random.h"

namespace presenced::bench {
namespace {

constexpr std::int64_t kSessionLife = 6 * kHour;
constexpr std::int64_t kGap = 5'000;
constexpr std::size_t kRecordsPerBatch = 60;
constexpr std::size_t kBatchesPerCommit = 8;

// Makes the records of the year and commits them.
class Year {
 public:
  Year(store::HistoryDb& database, std::int64_t rows, std::uint64_t seed) : database_(database), random_(seed) {
    for (int person = 0; person < kPeople; ++person) {
      people_.push_back({base::UserId{year_user(person)}, false, {}});
      add(history::PersonSeen{people_.back().id, fmt::format("person {}", person), "", "Europe/Oslo", false, false});
      add(history::PersonWatched{people_.back().id, "", true});
    }
    connect();
    const double mean_step = static_cast<double>(kYear) / static_cast<double>(rows);
    double now = kBegin;
    for (std::int64_t row = 0; row < rows; ++row) {
      now += mean_step * -std::log((static_cast<double>(random_.below(1u << 30)) + 1) / (1u << 30));
      now_ = std::max(now_, static_cast<std::int64_t>(now));
      if (now_ - connected_at_ > kSessionLife) reconnect();
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

  void reconnect() {
    disconnect(history::EndReason::timeout);
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

std::string year_user(int number) { return fmt::format("U{:08}", number); }

std::int64_t write_year(store::HistoryDb& database, std::int64_t rows, std::uint64_t seed) {
  return Year(database, rows, seed).end();
}

}  // namespace presenced::bench
