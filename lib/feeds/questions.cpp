#include "feeds/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace presenced::feeds {

using base::Facets;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using slack::Method;

namespace {

Facets in_records(Facets facets) { return facets & Facets::in_member_record(); }
// Asked for by a method of its own.
Facets apart(Facets facets) { return facets & Facets::asked_for().without(Facets::in_member_record()); }

StatusFetch::From from(const Context& context) {
  return {context.pace.earliest(Method::users_list), context.pace.earliest(Method::users_info)};
}

// `waiting`: "3 statuses are"
void note_trouble(const Context& context, Method method, const slack::ApiError& trouble, std::string_view what,
                  const std::string& waiting) {
  const std::string advice = slack::advice(method, trouble);
  context.orders.note(slack::is_refusal(trouble.kind) ? LogLevel::error : LogLevel::warning, "status_fetch_failed",
                      fmt::format("current {}: {}{}{}; {} not known yet", what, trouble.error,
                                  advice.empty() ? "" : "; ", advice, waiting));
}

}  // namespace

void Questions::need(const UserId& user, Facets facets, MonoTime now) {
  if (!in_records(facets).empty()) records_.need(user, now);
  if (!apart(facets).empty()) dnd_.need(user, now);
}

void Questions::need_soon(const UserId& user, Facets facets, MonoTime now) {
  if (!in_records(facets).empty()) records_.need_soon(user, now);
  if (!apart(facets).empty()) dnd_.need(user, now);
}

void Questions::cancel(const UserId& user, Facets facets) {
  if (!in_records(facets).empty()) records_.cancel(user);
  if (!apart(facets).empty()) dnd_.cancel(user);
}

void Questions::forgive(const UserId& user, MonoTime now) {
  records_.forgive(user, now);
  dnd_.forgive(user);
}

void Questions::retry_now(MonoTime now) {
  records_.retry_now(now);
  dnd_.retry_now();
}

void Questions::forget(const UserId& user) {
  cancel(user, Facets::all());
  reminders_.forget(user);
}

// ---- calls ----

void Questions::ask(const Context& context, MonoTime now) {
  remind(context, now);
  const auto make = [&](slack::Request request) {
    context.pace.made(request.method, now);
    context.orders.call(std::move(request));
  };
  if (auto request = records_.next(now, from(context))) make(std::move(*request));
  if (!context.pace.ready(Method::dnd_team_info, now)) return;
  if (auto request = dnd_.next(now)) make(std::move(*request));
}

void Questions::remind(const Context& context, MonoTime now) {
  for (const Reminders::Due& due : reminders_.take_due(now)) {
    if (!context.keeper.covers(context.id, due.user, due.facet)) continue;
    if (due.believed_until)
      context.keeper.lose(context.id, due.user, due.facet, history::EndReason::invalidated, *due.believed_until);
    else
      need(due.user, {due.facet}, now);
  }
}

MonoTime Questions::due(const Context& context) const {
  const MonoTime dnd = std::max(dnd_.deadline(), context.pace.earliest(Method::dnd_team_info));
  return std::min({records_.deadline(from(context)), dnd, reminders_.deadline()});
}

// ---- answers ----

Questions::Outcome Questions::replied(const Context& context, Method method, const slack::Reply& reply, MonoTime now) {
  Outcome outcome;
  if (method == Method::dnd_team_info)
    take_dnd(context, reply, now, outcome);
  else
    take_records(context, reply, now, outcome);
  return outcome;
}

void Questions::take_records(const Context& context, const slack::Reply& reply, MonoTime now, Outcome& outcome) {
  StatusFetch::Outcome fetched = records_.replied(now, reply, context.random);
  for (const auto& one : fetched.found) {
    context.orders.seen(one.user);
    outcome.found.push_back({slack::report_of(one.user), one.asked_at});
  }
  if (fetched.not_visible) {
    outcome.not_visible.emplace_back(fetched.not_visible->user, Facets::in_member_record());
    context.orders.note(LogLevel::warning, "not_visible",
                        fmt::format("Slack does not show {} to this token ({}); the status is not covered; presenced "
                                    "tries again every hour",
                                    fetched.not_visible->user.text, fetched.not_visible->why));
  }
  if (fetched.trouble)
    note_trouble(context, Method::users_info, *fetched.trouble, "statuses",
                 fmt::format("{} statuses are", records_.pending()));
}

void Questions::take_dnd(const Context& context, const slack::Reply& reply, MonoTime now, Outcome& outcome) {
  DndFetch::Outcome fetched = dnd_.replied(now, reply, context.random);
  for (const slack::DndChange& one : fetched.found) outcome.found.push_back({slack::report_of(one), fetched.asked_at});
  for (const UserId& user : fetched.not_visible) {
    outcome.not_visible.emplace_back(user, apart(Facets::all()));
    context.orders.note(LogLevel::warning, "not_visible",
                        fmt::format("Slack does not show the do-not-disturb of {} to this token; it is not covered; "
                                    "presenced tries again every hour",
                                    user.text));
  }
  if (fetched.trouble && context.pace.failure_is_news(Method::dnd_team_info, fetched.trouble->error))
    note_trouble(context, Method::dnd_team_info, *fetched.trouble, "do-not-disturb",
                 fmt::format("that of {} people is", dnd_.pending()));
}

}  // namespace presenced::feeds
