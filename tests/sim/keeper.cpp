#include "sim/keeper.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "support/recorded_history.h"

namespace presenced::sim {

using base::Millis;
using base::MonoTime;
using namespace std::chrono_literals;

namespace {

constexpr Millis kFirstRetry{100};  // store::WriterOptions
constexpr Millis kLongestRetry{5'000};
constexpr Millis kPatience{1'000};  // of the supervisor, when it stops the writer
constexpr std::size_t kMostLanded = 512;
constexpr std::size_t kMostRecords = 4'000;  // of one commit, as store/writer.cpp

// Whether `next` says again, and newer, all that `last` says: that the daemon lives, and these sessions.
bool overtakes(const history::Batch& next, const history::Batch& last) {
  return std::all_of(last.records.begin(), last.records.end(), [&](const history::Record& record) {
    const auto* proven = std::get_if<history::SessionProven>(&record);
    return proven != nullptr &&
           std::any_of(next.records.begin(), next.records.end(), [&](const history::Record& later) {
             const auto* again = std::get_if<history::SessionProven>(&later);
             return again != nullptr && again->number == proven->number;
           });
  });
}

}  // namespace

Keeper::Keeper(World& world, const Draws& draws, Journal& journal, Findings& findings, std::filesystem::path file,
               Events events)
    : world_(world),
      draws_(draws),
      journal_(journal),
      findings_(findings),
      file_(std::move(file)),
      events_(std::move(events)) {}

history::Resume Keeper::open(const std::string& workspace) {
  ++run_;
  stopping_ = false;
  workspace_ = workspace;
  auto opened = store::HistoryDb::open({file_, store::Durability::normal, "simulated", world_.daemon().wall});
  if (!opened) {
    findings_.add("store", "the history cannot be opened: " + opened.error().message);
    return {};
  }
  database_ = std::move(opened.value());
  for (Purge& purge : promised_) erased_.push_back(std::move(purge));
  promised_.clear();
  auto resume = database_->resume(workspace);
  if (resume) return std::move(resume.value());
  findings_.add("store", "the history cannot be read: " + resume.error().message);
  return {};
}

void Keeper::append(history::Batch batch) {
  ++batches_;
  queue_.emplace_back(std::move(batch));
  if (idle()) begin();
}

void Keeper::purge(Purge purge) {
  queue_.emplace_back(Order{std::move(purge)});
  if (idle()) begin();
}

void Keeper::set_aside(base::WallTime after) {
  queue_.emplace_back(Order{SetAside{after}});
  if (idle()) begin();
}

bool Keeper::begin_purge() {
  if (!writing()) return false;
  queue_.emplace_back(Order{Begin{}});
  if (idle()) begin();
  return true;
}

void Keeper::begin() {
  std::size_t records = 0;
  while (!queue_.empty() && std::holds_alternative<history::Batch>(queue_.front()) && records < kMostRecords) {
    records += std::get<history::Batch>(queue_.front()).records.size();
    group_.push_back(std::move(std::get<history::Batch>(queue_.front())));
    queue_.pop_front();
  }
  if (group_.empty() && !queue_.empty()) {
    order_ = std::move(std::get<Order>(queue_.front()));
    queue_.pop_front();
  } else if (group_.empty()) {
    order_ = Step{};
  }
  told_ = false;
  retry_ = kFirstRetry;
  base::Random random = draws_.of(Concern::store, static_cast<std::uint64_t>(world_.mono().time_since_epoch().count()));
  Millis takes = between(random, 1ms, 20ms);
  if (world_.mono() < slow_until_) takes += random.up_to(slow_most_);
  if (world_.mono() < crawl_until_)
    for (const history::Batch& batch : group_) takes += of_each_ * static_cast<Millis::rep>(batch.records.size());
  world_.after(takes, [this, run = run_] { attempt(run); });
}

void Keeper::attempt(std::uint64_t run) {
  if (run != run_ || idle()) return;
  if (const MonoTime until = std::max(world_.stalled_until(), stalled_until_); world_.mono() < until)
    return world_.at(until, [this, run] { attempt(run); });
  if (world_.mono() < full_until_) {
    if (order_ && std::holds_alternative<SetAside>(*order_)) {
      order_.reset();
      events_.not_rewound("no room");
      return go_on();
    }
    if (!order_ || !std::holds_alternative<Purge>(*order_)) return fail("no room");
    journal_.say("nothing of {} is deleted: no room", std::get<Purge>(*order_).user.text);  // who asked may ask again
    order_.reset();
    return go_on();
  }
  if (order_) {
    carry_out(*std::exchange(order_, std::nullopt));
    return go_on();
  }
  land();
  if (ambiguous_ > 0) {
    --ambiguous_;
    write_out();  // it must be there when the same is written again
    return fail("the disk did not confirm it");
  }
  const base::BatchNumber last = group_.back().number;
  group_.clear();
  if (!queue_.empty()) begin();
  events_.committed(last);
  go_on();
}

void Keeper::go_on() {
  if (!idle() || !writing()) return;
  if (!queue_.empty() || database_->purging()) return begin();
  if (stopping_) close(true);
}

// What is deleted, and what is not, depends on what was written before it.
void Keeper::carry_out(const Order& order) {
  write_out();
  const auto failed = [&](const store::Failure& failure) {
    findings_.add("store", "a purge failed: " + failure.message);
  };
  if (const auto* purge = std::get_if<Purge>(&order)) {
    if (const auto failure = database_->promise_purge(purge->user, purge->forget)) return failed(*failure);
    journal_.say("it is promised that all of {} is deleted{}", purge->user.text, purge->forget ? ", for good" : "");
    promised_.push_back(*purge);
    events_.promised(*purge);
  } else if (const auto* aside = std::get_if<SetAside>(&order)) {
    move_aside(aside->after);
  } else if (std::holds_alternative<Begin>(order)) {
    if (const auto failure = database_->begin_purge()) return failed(*failure);
    promised_.pop_front();
  } else if (const auto step = database_->purge_step(); !step.ok()) {
    failed(step.error());
  }
}

namespace {

// Of one facet: how much there is of up to this moment.
template <class State>
std::pair<std::ptrdiff_t, std::ptrdiff_t> count_until(const test::RecordedFacet<State>& facet, base::WallTime until) {
  return {std::count_if(facet.transitions.begin(), facet.transitions.end(),
                        [&](const auto& one) { return one.at <= until; }),
          std::count_if(facet.coverage.begin(), facet.coverage.end(),
                        [&](const auto& one) { return one.started_at < until; })};
}

}  // namespace

void Keeper::move_aside(base::WallTime after) {
  const base::WallTime now = world_.truth().wall;
  const test::RecordedHistory before = test::read_history(file_, workspace_);
  const auto rewound = database_->set_aside(workspace_, after);
  if (!rewound) return findings_.add("store", "moving aside failed: " + rewound.error().message);
  const store::Misdated& moved = rewound.value().moved;
  journal_.say("{} transitions, {} spans, {} sessions of after {} are moved aside", moved.transitions, moved.spans,
               moved.sessions, clock_text(after));
  const test::RecordedHistory left = test::read_history(file_, workspace_);
  for (const auto& [user, person] : before.people) {
    const auto found = left.people.find(user);
    const test::RecordedPerson nothing;
    const test::RecordedPerson& same = found == left.people.end() ? nothing : found->second;
    if (count_until(person.presence, now) != count_until(same.presence, now) ||
        count_until(person.status, now) != count_until(same.status, now))
      findings_.add("lost", fmt::format("{}: rows of before {} are moved aside", user.text, clock_text(now)));
  }
  if (rewound.value().resume.recorded_until > after)
    findings_.add("lost",
                  fmt::format("the history reaches to {} still", clock_text(rewound.value().resume.recorded_until)));
  events_.rewound(rewound.value().resume);
}

void Keeper::fail(const std::string& why) {
  const Millis delay = stopping_ ? kFirstRetry : retry_;
  retry_ = std::min(2 * retry_, kLongestRetry);
  world_.after(delay, [this, run = run_] { attempt(run); });
  if (std::exchange(told_, true)) return;
  if (group_.empty())
    journal_.say("the deleting waits: {}", why);
  else
    journal_.say("the commit of batch {} fails: {}", static_cast<std::int64_t>(group_.back().number), why);
  events_.failed(why);
}

void Keeper::land() {
  for (const history::Batch& batch : group_) {
    if (!landed_.empty() && overtakes(batch, landed_.back()))
      landed_.back() = batch;
    else
      landed_.push_back(batch);
  }
  if (landed_.size() >= kMostLanded) write_out();
}

void Keeper::write_out() {
  if (landed_.empty()) return;
  if (const auto failure = database_->commit(landed_)) findings_.add("store", "a commit failed: " + failure->message);
  landed_.clear();
}

void Keeper::crash() {
  base::Random random = draws_.of(Concern::crash, static_cast<std::uint64_t>(world_.mono().time_since_epoch().count()));
  ++run_;  // whatever is told of the last commit, nobody hears it
  if (!idle() && world_.mono() >= full_until_ && one_in(random, 2)) {
    land();
    if (order_ && std::holds_alternative<SetAside>(*order_)) order_.reset();  // it is given again
    if (order_) carry_out(*std::exchange(order_, std::nullopt));
  }
  close(false);
}

void Keeper::stop() {
  stopping_ = true;
  if (idle()) return close(true);
  give_up_after(kPatience);
}

void Keeper::give_up_after(Millis patience) {
  world_.after(patience, [this, run = run_] {
    if (run != run_) return;
    if (world_.stalled()) return give_up_after(world_.stalled_until() - world_.mono());
    close(false);
  });
}

void Keeper::close(bool clean) {
  ++run_;
  write_out();
  queue_.clear();
  group_.clear();
  order_.reset();
  if (clean)
    if (const auto failure = database_->close()) findings_.add("store", "it cannot be closed: " + failure->message);
  database_.reset();
  if (stopping_) events_.closed(clean);
}

void Keeper::slow(MonoTime until, Millis most) {
  slow_until_ = until;
  slow_most_ = most;
}

void Keeper::heal() {
  full_until_ = std::min(full_until_, world_.mono());
  slow_until_ = std::min(slow_until_, world_.mono());
  crawl_until_ = std::min(crawl_until_, world_.mono());
  if (world_.mono() < std::exchange(stalled_until_, MonoTime::min())) attempt(run_);
  ambiguous_ = 0;
}

}  // namespace presenced::sim
