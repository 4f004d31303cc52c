#include "roster/roster.h"

#include <algorithm>
#include <utility>

#include "roster/group_changes.h"

namespace presenced::roster {

using base::MonoTime;
using base::UserId;
using history::NameKind;
using slack::ErrorClass;

Roster::Roster(base::Millis interval, const std::vector<history::NameResolved>& stored, std::vector<UserId> forgotten,
               base::Random random)
    : interval_(interval),
      random_(random),
      forgotten_(std::move(forgotten)),
      book_(stored),
      members_(book_, addresses_),
      addresses_(book_, members_),
      usergroups_(book_, in_usergroups_),
      in_usergroups_(book_, members_),
      channels_(book_, in_channels_),
      in_channels_(book_, members_) {}

void Roster::set(watch::SharedWatchlist watchlist, MonoTime now) {
  watchlist_ = std::move(watchlist);
  book_.set(*watchlist_);
  for (Inquiry* inquiry : inquiries_) inquiry->progress.refused_until.reset();  // a token may have been replaced
  doubtful_addresses_.clear();
  channels_.try_private_ones();
  in_channels_.forget_the_unnamed();
  refresh(now, true);
}

void Roster::forget(const UserId& user) {
  forgotten_.push_back(user);
  outdated_ = true;
}

void Roster::allow(const UserId& user) {
  std::erase(forgotten_, user);
  outdated_ = true;
  restate(user);
}

void Roster::restate(const UserId& user) { book_.restate(user); }

std::vector<std::string> Roster::places_naming(const UserId& user) const {
  return roster::places_naming(*watchlist_, user, [this](const watch::Who& who) { return known(who); });
}

// ---- what to ask ----

void Roster::refresh(MonoTime now, bool anew) {
  refresh_at_.reset();
  want_everything(anew, now);
  if (!book_.empty()) refresh_at_ = now + interval_ + random_.up_to(interval_ / 10);
}

void Roster::set_interval(base::Millis interval, MonoTime now) {
  if (interval_ == interval) return;
  interval_ = interval;
  if (refresh_at_) refresh_at_ = now + interval_ + random_.up_to(interval_ / 10);
}

void Roster::set_shard(const watch::Shard& shard) {
  if (std::exchange(shard_, shard) != shard && composed_) outdated_ = true;
}

// A walk through pages that is under way goes on, unless there are other names to look for.
void Roster::want_everything(bool anew, MonoTime now) {
  if (anew) {
    members_.drop();
    usergroups_.want(false);
    channels_.drop();
    for (OneByOne* inquiry : {static_cast<OneByOne*>(&addresses_), static_cast<OneByOne*>(&in_usergroups_),
                              static_cast<OneByOne*>(&in_channels_)})
      inquiry->queue = {};
  }
  bool list = false;
  for (const auto& [key, entry] : book_.entries()) {
    if (key.first == NameKind::email) addresses_.queue.add(key, now);
    if (key.first == NameKind::usergroup) usergroups_.want(true);
    if (key.first == NameKind::channel) channels_.want();
    if (key.first == NameKind::handle || key.first == NameKind::channel) list = true;
  }
  members_.want(!members_.walking() && (list || members_.is_cheaper_for(addresses_.queue.size())));
}

void Roster::after_event(MonoTime now) {
  if (!events_at_) events_at_ = now + kCoalesce;
}

void Roster::hear(const slack::Event& event, MonoTime now) {
  if (book_.empty()) return;
  if (const auto* joined = std::get_if<slack::TeamJoin>(&event)) {
    if (is_bot_or_deactivated(joined->user)) return members_.joined(joined->user.id);
    for (const auto& [key, entry] : book_.entries()) {
      if (entry.users && !entry.users->empty()) continue;
      if (key.first == NameKind::handle) doubt_members_ = true;
      if (key.first == NameKind::email) doubtful_addresses_.insert(key);
    }
    if (doubt_members_ || !doubtful_addresses_.empty()) after_event(now);
  } else if (const auto* members = std::get_if<slack::SubteamMembersChanged>(&event)) {
    doubtful_.insert(members->subteam);
    after_event(now);
  } else if (std::holds_alternative<slack::SubteamUpdated>(event)) {
    doubt_groups_ = true;  // it may have another handle
    after_event(now);
  } else if (const auto* channel = std::get_if<slack::ChannelMembersChanged>(&event)) {
    doubtful_.insert(channel->channel);
    after_event(now);
  }
}

// If a name was stored, the id that an event gives may not be known yet: then the list that tells it has been on its
// way since the start, and comes first.
void Roster::want_what_is_doubtful(MonoTime now) {
  events_at_.reset();
  if (std::exchange(doubt_members_, false)) members_.want(true);
  if (std::exchange(doubt_groups_, false)) usergroups_.want(true);
  for (const NameKey& key : std::exchange(doubtful_addresses_, {})) addresses_.want_anew(key, now);
  for (const auto& [key, entry] : book_.entries()) {
    if (!doubtful_.contains(entry.slack_id)) continue;
    OneByOne& inside = key.first == NameKind::usergroup ? static_cast<OneByOne&>(in_usergroups_) : in_channels_;
    inside.want_anew(key, now);
  }
  doubtful_.clear();
}

// ---- when to ask ----

MonoTime Roster::earliest(const Inquiry& inquiry, const MethodPace& pace) {
  return std::max(
      {pace.earliest(inquiry.method), inquiry.progress.refused_until.value_or(MonoTime::min()), inquiry.due()});
}

MonoTime Roster::deadline(const MethodPace& pace) const {
  if (book_.empty() && !events_at_) return MonoTime::max();
  MonoTime at = std::min(refresh_at_.value_or(MonoTime::max()), events_at_.value_or(MonoTime::max()));
  for (const Inquiry* inquiry : inquiries_)
    if (inquiry->has_work() && !inquiry->progress.in_flight) at = std::min(at, earliest(*inquiry, pace));
  return at;
}

bool Roster::settled() const {
  return !events_at_ && std::none_of(inquiries_.begin(), inquiries_.end(), [](const Inquiry* inquiry) {
    const Inquiry::Progress& progress = inquiry->progress;
    return progress.in_flight || (inquiry->expects_answers() && !progress.refused_until);
  });
}

std::optional<slack::Request> Roster::next(MonoTime now, MethodPace& pace) {
  if (book_.empty() && !events_at_)
    return std::nullopt;  // all are watched by id, and this is asked at every input of the engine
  if (refresh_at_ && now >= *refresh_at_) refresh(now, false);
  if (events_at_ && now >= *events_at_) want_what_is_doubtful(now);
  for (Inquiry* inquiry : inquiries_) {
    if (inquiry->progress.in_flight || !inquiry->has_work() || now < earliest(*inquiry, pace)) continue;
    inquiry->progress.in_flight = true;
    pace.made(inquiry->method, now);
    return inquiry->ask();
  }
  return std::nullopt;
}

// ---- what the answers mean ----

Inquiry& Roster::asked_with(slack::Method method) {
  return **std::find_if(inquiries_.begin(), inquiries_.end(),
                        [&](const Inquiry* one) { return one->method == method; });
}

void Roster::replied(slack::Method method, const slack::Reply& reply, MonoTime now, MethodPace& pace) {
  Inquiry& inquiry = asked_with(method);
  inquiry.progress.in_flight = false;
  if (const auto* error = std::get_if<slack::ApiError>(&reply)) return failed(inquiry, *error, now, pace);
  inquiry.progress = Inquiry::Progress();
  const bool walked = members_.walking();
  inquiry.answered(reply, now);
  if (walked && !members_.walking()) in_channels_.member_list_is_read();
}

void Roster::failed(Inquiry& inquiry, const slack::ApiError& error, MonoTime now, MethodPace& pace) {
  if (error.kind == ErrorClass::absent) return inquiry.absent();
  if (error.of_this_one) return inquiry.unanswered(error.error, now, random_);
  inquiry.ask_again(now);
  if (inquiry.content_with_less(error)) return inquiry.restart(now);
  if (slack::is_refusal(error.kind)) return refused(inquiry, error, now);
  pause(inquiry, error, now, pace);
}

// Said of the names that the method is needed for, each with its place.
void Roster::refused(Inquiry& inquiry, const slack::ApiError& error, MonoTime now) {
  inquiry.progress.refused_until = now + kRefusedPause;
  const std::string why = std::string(slack::row_of(inquiry.method).name) + " was refused (" + error.error + "); " +
                          slack::advice(inquiry.method, error);
  const auto complain = [&](const std::string&, Entry& entry) { book_.complain(entry, why); };
  book_.each(inquiry.kind, complain);
  if (&inquiry != &members_) return;
  // Refused whatever is asked, or for minutes: nothing is learnt of the method.
  if (slack::refuses_token(error.error) || error.kind == ErrorClass::slow)
    return book_.each(NameKind::channel, complain);
  in_channels_.give_up_on_bots(why);
}

void Roster::pause(Inquiry& inquiry, const slack::ApiError& error, MonoTime now, MethodPace& pace) {
  Inquiry::Progress& progress = inquiry.progress;
  const base::Millis pause = progress.backoff.next(random_);
  pace.not_before(inquiry.method,
                  now + std::max(pause, base::Millis{error.retry_after.value_or(std::chrono::seconds{0})}));
  if (error.error == "ratelimited") return;  // as long as Slack says
  constexpr int kStale = 3;                  // a cursor may have gone stale
  const int failures = progress.backoff.failures();
  if (error.error == "invalid_cursor" || failures % kStale == 0) inquiry.restart(now);
  if (&inquiry == &members_ && failures >= kListPatience)
    in_channels_.give_up_on_bots("users.list does not answer (" + error.error + ")");
  if (std::exchange(progress.waiting, error.error) != error.error)
    book_.warn(std::string(slack::row_of(inquiry.method).name) + ": " + error.error +
               "; names on the watchlist wait for it, and earlier results stay in force");
}

// ---- what comes of it ----

Roster::News Roster::take(base::WallTime at) {
  News news = book_.take();
  if (std::exchange(outdated_, false) || news.changed) {
    Composition next = compose(*watchlist_, forgotten_, shard_, [this](const watch::Who& who) { return known(who); });
    const bool groups_differ = !composed_ || next.groups != composition_.groups;
    if (composed_) news.group_changes = group_changes(composition_.groups, next.groups, forgotten_);
    news.changed = !composed_ || next.people != composition_.people;
    composition_ = std::move(next);
    composed_ = true;
    if (groups_differ) {
      history::GroupsSet set;
      for (const GroupOfIds& group : composition_.groups) set.groups.push_back({group.name, group.users});
      news.records.emplace_back(std::move(set));
    }
  }
  for (history::Record& record : news.records)
    if (auto* resolved = std::get_if<history::NameResolved>(&record)) resolved->at = at;
  return news;
}

}  // namespace presenced::roster
