#include "feeds/poll/presences.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::feeds::poll {

using base::Facet;
using base::Instant;
using base::MonoTime;
using base::UserId;
using base::WallTime;
using history::EndReason;

void Presences::watch(std::span<const watch::Person> people, MonoTime now) {
  rota_.replace(people, context_.turn_from(Facet::presence, now));
  std::erase_if(failures_, [&](const auto& one) { return !rota_.contains(one.first); });
}

std::vector<UserId> Presences::active() const {
  std::vector<UserId> all;
  rota_.each([&](const UserId& user) { all.push_back(user); });
  return all;
}

void Presences::restate(const UserId& user, MonoTime now) {
  for (auto& [call, question] : under_way_)
    if (question.user == user) question.counts = false;
  rota_.hold(user, context_.turn_from(Facet::presence, now));
}

void Presences::wait_no_longer(MonoTime now) {
  for (const UserId& user : active())
    if (!context_.keeper.owner_of(user, Facet::presence) && !failures_.contains(user)) rota_.hold(user, now);
}

void Presences::restart(MonoTime now) { rota_.restart(context_.turn_from(Facet::presence, now)); }

void Presences::retry_now(MonoTime now) {
  lane_.retry_now();
  failures_.clear();
  for (const UserId& user : active())
    if (!context_.better_covers(user, Facet::presence)) rota_.hold(user, now);
}

// ---- questions ----

void Presences::tend(Instant now) {
  while (context_.may_ask() && under_way_.size() < kMostUnderWay && now.mono >= lane_.due() &&
         context_.pace.ready(slack::Method::users_get_presence, now.mono)) {
    const auto user = rota_.next(now.mono);
    if (!user) return;
    if (context_.better_covers(*user, Facet::presence)) {
      rota_.dismiss(*user);
      continue;
    }
    lane_.made(now.mono, spacing(), context_.random);
    context_.pace.made(slack::Method::users_get_presence, now.mono);
    under_way_.emplace(context_.orders.call(slack::users_get_presence(*user)), Question{*user, now.mono});
  }
}

MonoTime Presences::deadline() const {
  if (!context_.may_ask() || under_way_.size() >= kMostUnderWay) return MonoTime::max();
  return std::max({rota_.due(), lane_.due(), context_.pace.earliest(slack::Method::users_get_presence)});
}

// ---- answers ----

bool Presences::replied(base::CallId call, const slack::Reply& reply, Instant now) {
  const auto found = under_way_.extract(call);
  if (found.empty()) return false;
  const Question& question = found.mapped();
  if (const auto* error = std::get_if<slack::ApiError>(&reply))
    failed(question, *error, now);
  else if (const auto* answer = std::get_if<slack::UserPresence>(&reply))
    take(question, answer->presence, now);
  return true;
}

void Presences::take(const Question& question, base::Presence presence, Instant now) {
  lane_.answered();
  failures_.erase(question.user);
  const bool counts = question.counts && now.mono - question.asked <= Context::kAnswerLimit;
  if (!counts) return rota_.again(question.user, now.mono);
  rota_.answered(question.user, now.mono, spacing());
  if (context_.claims && rota_.contains(question.user))
    context_.keeper.observe(context_.answered(now.wall), question.user, presence, tracker::How::sampled, now.wall);
}

void Presences::failed(const Question& question, const slack::ApiError& error, Instant now) {
  if (error.kind == slack::ErrorClass::absent || error.of_this_one) return not_answered_for(question.user, error, now);
  const bool first = lane_.error().error != error.error;
  lane_.failed(error, now.mono, context_.random);
  rota_.again(question.user, now.mono);
  if (!first) return;
  const std::string advice = slack::advice(slack::Method::users_get_presence, error);
  context_.note(slack::is_refusal(error.kind) ? base::LogLevel::error : base::LogLevel::warning, "poll_failed",
                fmt::format("users.getPresence: {}{}{}; next call in {} s", error.error, advice.empty() ? "" : "; ",
                            advice, std::max<base::Millis::rep>(1, (lane_.due() - now.mono).count() / 1000)));
}

void Presences::not_answered_for(const UserId& user, const slack::ApiError& error, Instant now) {
  using Pauses = session::FairQueue<UserId>;
  lane_.answered();
  const bool absent = error.kind == slack::ErrorClass::absent;
  int& failures = failures_[user];
  const bool news = failures < Pauses::kPatience;
  failures = absent ? Pauses::kPatience : failures + 1;
  rota_.hold(user, now.mono + (absent ? kNotVisiblePause : session::Backoff(Pauses::kPauses).ceiling(failures)));
  if (!news || failures < Pauses::kPatience) return;
  context_.note(
      base::LogLevel::warning, "not_visible",
      fmt::format(
          "Slack does not show {} to this token ({}); their presence is not covered; presenced tries again every hour",
          user.text, error.error));
}

// ---- coverage ----

std::optional<WallTime> Presences::give_up_overdue(WallTime now) {
  std::optional<WallTime> oldest;
  const base::Millis round = std::max(rota_.round(spacing()), kShortestRound);
  for (const UserId& user : active()) {
    const auto sampled = context_.keeper.sampled_until(context_.id, user, Facet::presence);
    if (!sampled) continue;
    if (now - *sampled > std::max(rota_.period(user, spacing()), kShortestRound) + 2 * round)
      context_.keeper.lose(context_.id, user, Facet::presence, lane_.reason());
    else
      oldest = std::min(oldest.value_or(*sampled), *sampled);
  }
  return oldest;
}

void Presences::lose_all(EndReason reason) {
  for (auto& [call, question] : under_way_) question.counts = false;
  for (const UserId& user : active()) context_.keeper.lose(context_.id, user, Facet::presence, reason);
}

}  // namespace presenced::feeds::poll
