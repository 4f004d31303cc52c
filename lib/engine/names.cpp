#include "engine/names.h"

#include <fmt/format.h>

#include <utility>

#include "base/counted.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::MonoTime;

Names::Names(Context& context, Directory& directory, const FeedSet& feeds, const history::Resume& resume)
    : context_(context),
      directory_(directory),
      feeds_(feeds),
      roster_(context.settings.tuning.resolve_interval, resume.names, resume.forgotten, context.random) {
  roster_.set_shard(context.settings.tuning.shard);
}

void Names::set(const watch::SharedWatchlist& watchlist, Instant now) {
  roster_.set(watchlist, now.mono);
  take(now);
}

void Names::tuning_changed(Instant now) {
  roster_.set_interval(context_.settings.tuning.resolve_interval, now.mono);
  roster_.set_shard(context_.settings.tuning.shard);
  take(now);
}

void Names::replied(slack::Method method, const slack::Reply& reply, MonoTime now) {
  if (const auto* page = std::get_if<slack::UserPage>(&reply))
    for (const slack::User& user : page->users) directory_.seen(user);
  if (const auto* info = std::get_if<slack::UserInfo>(&reply)) directory_.seen(info->user);
  roster_.replied(method, reply, now, context_.pace);
}

void Names::purged(const base::UserId& user, bool forgotten, Instant now) {
  if (forgotten)
    roster_.forget(user);
  else
    roster_.restate(user);
  take(now);
}

void Names::allow(const base::UserId& user, Instant now) {
  roster_.allow(user);
  take(now);
}

void Names::take(Instant now) {
  roster::Roster::News news = roster_.take(context_.clock.stamp(now.wall));
  for (const std::string& change : news.group_changes) context_.note(LogLevel::info, "group", change);
  for (const std::string& warning : news.warnings) context_.note(LogLevel::warning, "unresolved", warning);
  for (history::Record& record : news.records) context_.records().push_back(std::move(record));
  if (!news.changed) return;
  const watch::Shard& shard = context_.settings.tuning.shard;
  if (roster_.names() > 0 || !shard.alone())
    context_.note(LogLevel::info, "people",
                  fmt::format("the watchlist resolves to {}{}", base::counted_people(people().size()), shard.suffix()));
  context_.keeper.watch(people());
  feeds_.watch(people(), now);
}

void Names::ask(MonoTime now) {
  while (auto request = roster_.next(now, context_.pace)) context_.desk.call(std::move(*request), Caller::roster);
}

}  // namespace presenced::engine
