#include "sim/witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "engine/clock_witness.h"
#include "tracker/tracker.h"

namespace presenced::sim {

using base::Facet;
using base::MonoTime;
using base::UserId;

namespace {

// A minute is tolerated; a reading is as coarse as a second and the time that its call took.
constexpr base::Millis kSurelyRight = engine::ClockWitness::kTolerance - base::Millis{2'000};
constexpr base::Millis kSurelyWrong = engine::ClockWitness::kTolerance + base::Millis{22'000};

bool tracked(const std::vector<watch::Person>& watchlist, const UserId& user, Facet facet) {
  return std::any_of(watchlist.begin(), watchlist.end(),
                     [&](const watch::Person& person) { return person.id == user && person.track.contains(facet); });
}

// Another feed takes over.
bool handed_over(history::EndReason reason) {
  return reason == history::EndReason::unwatched || reason == history::EndReason::polling_ended;
}

// The next sample did not come: a question that is under way then asks for it, and its answer counts.
bool overdue(history::EndReason reason) {
  return reason == history::EndReason::timeout || reason == history::EndReason::rate_limited ||
         reason == history::EndReason::network_error;
}

std::string named(const UserId& user, Facet facet) { return fmt::format("{} {}", user.text, base::name_of(facet)); }

}  // namespace

Witness::Witness(const World& world, const fake_slack::Model& model, const Network& network, Findings& findings,
                 const MadeUpLine* line)
    : world_(world), model_(model), network_(network), line_(line), findings_(findings) {}

void Witness::say(const char* invariant, const std::string& what) {
  findings_.add(invariant, fmt::format("at {}: {}", clock_text(world_.truth().wall), what));
}

// ---- from run to run ----

void Witness::started(const history::Resume& resume) {
  if (resume.last_batch < committed_)
    say("step-lost", fmt::format("batch {} was acknowledged, the history ends with {}",
                                 static_cast<std::int64_t>(committed_), static_cast<std::int64_t>(resume.last_batch)));
  if (resume.last_batch == appended_) compare(resume);
  failing_ = false;
  appended_ = committed_ = resume.last_batch;
  take(resume);
}

void Witness::rewound(const history::Resume& resume) {
  if (covered_ != base::ByFacet<std::size_t>{})
    say("step-claimed", "somebody is covered while the future is moved aside");
  take(resume);
}

void Witness::take(const history::Resume& resume) {
  people_.clear();
  covered_ = {};
  alive_at_ = resume.recorded_until;
  for (const auto& [user, last] : resume.people) {
    Person& person = people_[user];
    for (const base::FacetRow& row : base::kFacets) {
      person.cover[row.facet].until = base::WallTime::min();
      const auto& known = last.facets[row.facet];
      if (!known) continue;
      person.known[row.facet] = {known->state, base::WallTime::min()};
      person.cover[row.facet].until = known->confirmed_until;
    }
  }
}

// All of the last run is there: so the history knows what was told last of everybody.
void Witness::compare(const history::Resume& resume) {
  if (resume.recorded_until < alive_at_)
    say("step-lost", fmt::format("recorded until {}, but it reaches to {}", clock_text(alive_at_),
                                 clock_text(resume.recorded_until)));
  for (const auto& [user, person] : people_) {
    const auto found = std::find_if(resume.people.begin(), resume.people.end(),
                                    [id = &user](const auto& entry) { return entry.first == *id; });
    const history::PersonResume nothing;
    const history::PersonResume& last = found == resume.people.end() ? nothing : found->second;
    for (const base::FacetRow& row : base::kFacets) {
      const auto& known = last.facets[row.facet];
      const auto& told = person.known[row.facet].state;
      if (told.has_value() != known.has_value() || (known && known->state != *told))
        say("step-lost", named(user, row.facet) + " is not as it was told last");
    }
  }
}

void Witness::committed(base::BatchNumber batch) {
  committed_ = batch;
  if (committed_ == appended_) failing_ = false;
}

void Witness::purged(const UserId& user) {
  purged_at_[user] = world_.mono();
  const auto person = people_.find(user);
  if (person == people_.end()) return;
  for (const base::FacetRow& row : base::kFacets)
    if (person->second.cover[row.facet].open) --covered_[row.facet];
  people_.erase(person);
}

// Slack's time has told the engine so, and there was a step since then in which it could see it. In the millisecond of
// that reply others may have come before it.
bool Witness::clock_known_wrong() const {
  return std::chrono::abs(world_.offset()) > kSurelyWrong &&
         network_.dated_at() > world_.mono() - engine::ClockWitness::kValid + base::Millis{60'000} &&
         network_.dated_at() != MonoTime::min() && network_.dated_at() < world_.mono();
}

bool Witness::covers(const UserId& user, Facet facet) const {
  const auto person = people_.find(user);
  return person != people_.end() && person->second.cover[facet].open;
}

int Witness::rank_of(base::SessionNumber session) const {
  if (made_up(session)) return kPollRank + 1;
  const auto found = sessions_.find(session);
  const auto feed = found == sessions_.end() ? history::FeedName::rtm : found->second;
  return static_cast<int>(feed);
}

std::optional<history::FeedName> Witness::covered_by(const UserId& user, Facet facet) const {
  if (!covers(user, facet)) return std::nullopt;
  const base::SessionNumber session = people_.at(user).cover[facet].session;
  return made_up(session) ? std::nullopt : std::optional(static_cast<history::FeedName>(rank_of(session)));
}

bool Witness::covers_by_app() const {
  return std::any_of(people_.begin(), people_.end(), [&](const auto& one) {
    return std::any_of(base::kFacets.begin(), base::kFacets.end(), [&](const base::FacetRow& row) {
      const Cover& cover = one.second.cover[row.facet];
      return cover.open && of_app(cover.session);
    });
  });
}

bool Witness::covered_by_better_than_poll(const UserId& user) const {
  const auto feed = covered_by(user, Facet::presence);
  return feed && static_cast<int>(*feed) < kPollRank;
}

// ---- a batch ----

void Witness::appended(const history::Batch& batch, const std::vector<watch::Person>& watchlist) {
  if (static_cast<std::int64_t>(batch.number) != static_cast<std::int64_t>(appended_) + 1)
    say("step-form", fmt::format("batch {} comes after {}", static_cast<std::int64_t>(batch.number),
                                 static_cast<std::int64_t>(appended_)));
  const base::WallTime wall = world_.daemon().wall;
  const bool right = std::chrono::abs(world_.offset()) < kSurelyRight;
  if (batch.alive_at < alive_at_ || (right && batch.alive_at < wall))
    say("step-form", "the recorded time goes back to " + clock_text(batch.alive_at));
  if (clock_known_wrong() && alive_at_ < wall && batch.alive_at == wall)
    say("step-form", "the recorded time goes on by a clock that is known to be wrong, to " + clock_text(wall));
  appended_ = batch.number;
  alive_at_ = batch.alive_at;
  watchlist_ = &watchlist;
  ended_.clear();
  given_up_.clear();
  for (const history::Record& record : batch.records) std::visit([this](const auto& one) { look(one); }, record);
  for (const base::SessionNumber session : ended_)
    for (const auto& [user, person] : people_)
      for (const base::FacetRow& row : base::kFacets) {
        const Cover& one = person.cover[row.facet];
        if (one.open && one.session == session) say("step-claimed", named(user, row.facet) + " outlives its session");
      }
}

void Witness::stepped(const std::vector<watch::Person>& watchlist, bool edited) {
  if (failing_ && covered_ != base::ByFacet<std::size_t>{})
    say("step-claimed", fmt::format("{} presences and {} statuses are covered, and nothing can be recorded",
                                    covered_[Facet::presence], covered_[Facet::status]));
  if (clock_known_wrong() && covered_ != base::ByFacet<std::size_t>{})
    say("step-claimed", fmt::format("{} presences and {} statuses are covered by a clock that is known to be wrong",
                                    covered_[Facet::presence], covered_[Facet::status]));
  if (network_.mail().foreign() && covers_by_app())
    say("step-claimed", "somebody is covered over Socket Mode, and another program is connected to the app");
  if (!edited) return;
  for (const auto& [user, person] : people_)
    for (const base::FacetRow& row : base::kFacets)
      if (person.cover[row.facet].open && !tracked(watchlist, user, row.facet))
        say("step-unwatched", named(user, row.facet) + " is no longer on the watchlist, and stays covered");
}

void Witness::look(const history::CoverageOpened& one) {
  Cover& cover = this->cover(one.user, one.facet);
  const std::string who = named(one.user, one.facet);
  if (cover.open) say("step-form", who + " is covered already");
  if (one.at < cover.until || one.at > alive_at_)
    say("step-form", fmt::format("{} is covered from {} on, the coverage before ended at {}, now is {}", who,
                                 clock_text(one.at), clock_text(cover.until), clock_text(alive_at_)));
  if (!tracked(*watchlist_, one.user, one.facet)) say("step-unwatched", who + " is not on the watchlist");
  if (one.mode == history::Mode::subscribed && !network_.confirmed(one.user, one.facet, of_app(one.session)))
    say("step-claimed", who + " is not confirmed on any link");
  const auto given_up = given_up_.find({one.user, one.facet});
  if (given_up != given_up_.end() && rank_of(one.session) > given_up->second)
    say("step-claimed", who + " is taken from a feed of better rank");
  if (made_up(one.session) && (one.mode != history::Mode::sampled || !line_->just_told(one.user)))
    say("step-claimed", who + " is covered by an answer that the made-up line has not given");
  if (one.mode == history::Mode::sampled || !rtm(one.session)) look_at_sample(one, cover);
  if (!cover.open) ++covered_[one.facet];
  cover = {true, one.at, cover.until, one.session, cover.lost_at};
}

void Witness::look_at_sample(const history::CoverageOpened& one, const Cover& cover) {
  const std::string who = named(one.user, one.facet);
  if (rtm(one.session)) {
    if (!network_.just_told(one.user)) say("step-claimed", who + " is covered by a sample that was not taken");
    return;
  }
  const bool app = of_app(one.session);
  const auto made = app ? network_.polls().just_answered(one.user, one.facet, world_.mono())
                        : network_.polls().just_told(one.user, one.facet, world_.mono());
  if (!made || (one.mode == history::Mode::sampled) == app)
    return say("step-claimed", who + " is covered by an answer that has not come");
  const auto purged = purged_at_.find(one.user);
  if (*made < cover.lost_at || (purged != purged_at_.end() && *made < purged->second))
    say("step-claimed", who + " is covered by an answer from before the facet was lost");
}

void Witness::look(const history::CoverageMoved& one) {
  Cover& cover = this->cover(one.user, one.facet);
  if (!cover.open) say("step-form", named(one.user, one.facet) + " is moved, and is not covered");
  if (cover.open && rank_of(cover.session) != rank_of(one.session))
    say("step-claimed", named(one.user, one.facet) + " goes on as another feed's");
  cover.session = one.session;
}

void Witness::look(const history::CoverageClosed& one) {
  Cover& cover = this->cover(one.user, one.facet);
  const std::string who = named(one.user, one.facet);
  if (!cover.open) return say("step-form", who + " is uncovered, and is not covered");
  if (one.at < cover.since || one.at > alive_at_)
    say("step-form", fmt::format("{} is covered from {} to {}, now is {}", who, clock_text(cover.since),
                                 clock_text(one.at), clock_text(alive_at_)));
  if (handed_over(one.reason)) given_up_[{one.user, one.facet}] = rank_of(cover.session);
  const bool lost = !handed_over(one.reason) && !(polled(cover.session) && overdue(one.reason));
  const MonoTime lost_at = lost ? world_.mono() : cover.lost_at;
  --covered_[one.facet];
  cover = {false, cover.since, std::max(cover.since, one.at), {}, lost_at};
}

// ---- a transition ----

void Witness::look(const history::Transition& one) {
  follow(one);
  if (one.source == history::Source::expiry) return ran_out(one);
  const bool event = one.source == history::Source::push || one.source == history::Source::late;
  if (of_app(one.session) && event) return look_at_event(one);
  if (!rtm(one.session)) return look_at_answer(one);
  if (!may_be_news(one))
    say("step-false", fmt::format("{} is told to be {} ({})", named(one.user, one.facet()), state_text(one.after),
                                  history::name_of(one.source)));
}

// An answer tells exactly what was so when it was made.
void Witness::look_at_answer(const history::Transition& one) {
  const std::string who = named(one.user, one.facet());
  const bool app = of_app(one.session);
  const auto made = app ? network_.polls().just_answered(one.user, one.facet(), world_.mono())
                        : network_.polls().just_told(one.user, one.facet(), world_.mono());
  if (!made) return say("step-false", who + " has changed, and no answer has come");
  if (one.source != history::Source::first && one.source != history::Source::resync &&
      one.source != (app ? history::Source::audit : history::Source::sample))
    say("step-form", fmt::format("{} is asked about, and has changed by {}", who, history::name_of(one.source)));
  if (!was_so(one.user, one.after, *made))
    say("step-false", fmt::format("{} is told to be {}, and was not", who, state_text(one.after)));
}

// An event tells what was so when it happened.
void Witness::look_at_event(const history::Transition& one) {
  const std::string who = named(one.user, one.facet());
  const auto made = network_.mail().just_told(one.user, one.facet(), world_.mono());
  if (!made) return say("step-false", who + " has changed, and no event has come");
  if (!was_so(one.user, one.after, *made))
    say("step-false", fmt::format("{} is told to be {}, and was not", who, state_text(one.after)));
}

bool Witness::was_so(const UserId& user, const base::State& state, MonoTime when) const {
  return std::visit([&](const auto& one) { return was_so(model_.truth(user).of(one), one, when); }, state);
}

// In a millisecond of several changes it was each of them.
template <class State>
bool Witness::was_so(const std::vector<fake_slack::Change<State>>& truth, const State& state, MonoTime when) const {
  for (auto change = truth.rbegin(); change != truth.rend(); ++change) {
    const MonoTime at = mono_of(change->at);
    if (at <= when && change->state == state) return true;
    if (at < when) return false;
  }
  return false;
}

void Witness::ran_out(const history::Transition& one) {
  const auto end = one.before ? base::ends_at(*one.before) : std::nullopt;
  const bool over =
      end && *end + tracker::Tracker::kExpiryGrace <= one.at && one.after == base::state_after_end(*one.before);
  if (!over) say("step-false", named(one.user, one.facet()) + " has not run out");
  if (polled(one.session) && !network_.polls().just_told(one.user, one.facet(), world_.mono()))
    say("step-claimed", named(one.user, one.facet()) + " is polled, and runs out with no answer that still shows it");
}

void Witness::follow(const history::Transition& one) {
  const Cover& cover = this->cover(one.user, one.facet());
  Known& known = people_[one.user].known[one.facet()];
  const auto form = [&](const char* what) {
    say("step-form", fmt::format("{} ({} at {}): {}", named(one.user, one.facet()), history::name_of(one.source),
                                 clock_text(one.at), what));
  };
  const bool at_once = one.source == history::Source::push || one.source == history::Source::first;
  if (!cover.open) form("it is not covered");
  if (one.before != known.state) form("`before` is not what was told before");
  if ((one.source == history::Source::first) != !one.before) form("`before` is there exactly when it is not the first");
  if (one.before == one.after) form("no change at all");
  if (one.before && base::facet_of(*one.before) != one.facet()) form("`before` is of another facet");
  if (one.earliest > one.at || (at_once && one.earliest != one.at)) form("the bounds are wrong");
  if (one.at < std::max(known.at, cover.since) || one.at > alive_at_) form("the time is wrong");
  known = {one.after, one.at};
}

bool Witness::may_be_news(const history::Transition& one) const {
  if (model_.directory().find(one.user) == nullptr) return false;
  return std::visit([&](const auto& state) { return heard_of(model_.truth(one.user).of(state), state); }, one.after);
}

// Whether it is so, as far as anybody was told: or was, until a change of which the news may be under way.
template <class State>
bool Witness::heard_of(const std::vector<fake_slack::Change<State>>& truth, const State& state) const {
  std::optional<MonoTime> ended;
  for (auto change = truth.rbegin(); change != truth.rend(); ++change) {
    if (ended && !network_.may_be_under_way(*ended)) return false;
    if (change->state == state) return true;
    if (change->announced) ended = mono_of(change->at);
  }
  return false;
}

}  // namespace presenced::sim
