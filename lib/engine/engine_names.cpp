// The watchlist and the names on it: what is asked about them, and what comes of the answers.
#include <fmt/format.h>

#include "engine/engine.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using slack::Method;

void Engine::handle(const WatchlistChanged& input, Instant now) {
  context_.settings.watchlist = input.watchlist;
  roster_.set(input.watchlist, now.mono);
  take_names(now);
  for (const auto& stream : streams_) stream->retry_now(now.mono);
  context_.fetch.retry_now(now.mono);
}

// No socket is needed for it: names are looked up also while RTM is refused.
void Engine::ask_for_names(Instant now) {
  if (context_.stopping) return;
  while (auto request = roster_.next(now.mono, context_.api_pace)) context_.call(std::move(*request), Caller::roster);
}

void Engine::names_replied(Method method, const slack::Reply& reply, Instant now) {
  if (const auto* page = std::get_if<slack::UserPage>(&reply))
    for (const slack::User& user : page->users) seen(user);
  if (const auto* info = std::get_if<slack::UserInfo>(&reply)) seen(info->user);
  roster_.replied(method, reply, now.mono, context_.api_pace);
}

void Engine::take_names(Instant now) {
  roster::Roster::News news = roster_.take(context_.recorder.stamp(now.wall));
  for (const std::string& warning : news.warnings) context_.note(LogLevel::warning, "unresolved", warning);
  for (history::Record& record : news.records) context_.records().push_back(std::move(record));
  if (!news.changed) return;
  const auto& people = roster_.composition().people;
  if (roster_.names() > 0)
    context_.note(LogLevel::info, "people", fmt::format("the watchlist stands for {} people", people.size()));
  watch_people(people, now);
}

}  // namespace presenced::engine
