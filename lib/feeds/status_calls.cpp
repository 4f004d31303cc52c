#include "feeds/status_calls.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace presenced::feeds {

using base::LogLevel;
using base::MonoTime;
using slack::Method;

namespace {

StatusFetch::From from(const Context& context) {
  return {context.pace.earliest(Method::users_list), context.pace.earliest(Method::users_info)};
}

}  // namespace

void ask_for_statuses(const Context& context, StatusFetch& fetch, MonoTime now) {
  auto request = fetch.next(now, from(context));
  if (!request) return;
  context.pace.made(request->method, now);
  context.orders.call(std::move(*request));
}

MonoTime asking_due(const Context& context, const StatusFetch& fetch) { return fetch.deadline(from(context)); }

StatusFetch::Outcome take_answer(const Context& context, StatusFetch& fetch, const slack::Reply& reply, MonoTime now) {
  StatusFetch::Outcome outcome = fetch.replied(now, reply, context.random);
  for (const auto& found : outcome.found) context.orders.seen(found.user);
  if (outcome.not_visible)
    context.orders.note(
        LogLevel::warning, "not_visible",
        fmt::format(
            "Slack does not show {} to this token ({}); the status is not covered; presenced tries again every hour",
            outcome.not_visible->user.text, outcome.not_visible->why));
  if (!outcome.trouble) return outcome;
  const slack::ApiError& trouble = *outcome.trouble;
  const std::string advice = slack::advice(Method::users_info, trouble);
  context.orders.note(slack::is_refusal(trouble.kind) ? LogLevel::error : LogLevel::warning, "status_fetch_failed",
                      fmt::format("current statuses: {}{}{}; {} statuses are not known yet", trouble.error,
                                  advice.empty() ? "" : "; ", advice, fetch.pending()));
  return outcome;
}

}  // namespace presenced::feeds
