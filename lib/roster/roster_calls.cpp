// What the roster asks Slack, and when.
#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "roster/roster.h"

namespace presenced::roster {

using base::MonoTime;
using history::NameKind;
using slack::Method;

namespace {

constexpr std::array kMethods{Method::users_list,         Method::users_lookup_by_email,
                              Method::usergroups_list,    Method::usergroups_users_list,
                              Method::conversations_list, Method::conversations_members};

}  // namespace

bool Roster::lists_members() const {
  const auto backoff = backoff_.find(Method::users_list);
  const bool fails = backoff != backoff_.end() && backoff->second.failures() >= kListPatience;
  return has_work(Method::users_list) && !refused(Method::users_list) && !fails;
}

const session::FairQueue<NameKey>* Roster::queue_of(Method method) const {
  switch (method) {
    case Method::users_lookup_by_email:
      return &addresses_;
    case Method::usergroups_users_list:
      return &group_members_;
    case Method::conversations_members:
      return &channel_members_;
    default:
      return nullptr;
  }
}

bool Roster::has_work(Method method) const {
  switch (method) {
    case Method::users_list:
      return want_list_ || list_.running();
    case Method::users_lookup_by_email:
      return !addresses_.empty() &&
             !(lists_members() && addresses_.size() > pages_of_last_list_);  // it serves them, too
    case Method::usergroups_list:
      return want_usergroups_;
    case Method::usergroups_users_list:
      return !group_members_.empty();
    case Method::conversations_list:
      return want_channels_ || listing_channels_;
    case Method::conversations_members:
      return !channel_members_.empty() || asked_channel_;
    default:
      return false;
  }
}

MonoTime Roster::earliest(Method method, const MethodPace& pace) const {
  MonoTime at = pace.earliest(method);
  if (const auto pause = refused_until_.find(method); pause != refused_until_.end()) at = std::max(at, pause->second);
  const bool goes_on = method == Method::conversations_members && asked_channel_;
  const auto* queue = queue_of(method);
  return queue && !goes_on ? std::max(at, queue->due()) : at;
}

MonoTime Roster::deadline(const MethodPace& pace) const {
  if (entries_.empty() && !events_at_) return MonoTime::max();
  MonoTime at = std::min(refresh_at_.value_or(MonoTime::max()), events_at_.value_or(MonoTime::max()));
  for (const Method method : kMethods)
    if (has_work(method) && !in_flight_.contains(method)) at = std::min(at, earliest(method, pace));
  return at;
}

bool Roster::settled() const {
  return !events_at_ && in_flight_.empty() && std::none_of(kMethods.begin(), kMethods.end(), [&](Method method) {
    const bool goes_on = method == Method::conversations_members && asked_channel_;
    const auto* queue = queue_of(method);
    const bool waits = queue && !goes_on ? queue->expects_answers() : has_work(method);
    return waits && !refused(method);
  });
}

std::optional<slack::Request> Roster::next(MonoTime now, MethodPace& pace) {
  if (entries_.empty() && !events_at_)
    return std::nullopt;  // all are watched by id, and this is asked at every input of the engine
  if (refresh_at_ && now >= *refresh_at_) refresh(now, false);
  if (events_at_ && now >= *events_at_) {
    events_at_.reset();
    want_list_ |= std::exchange(doubt_members_, false);
    want_usergroups_ |= std::exchange(doubt_groups_, false);
    for (const NameKey& key : std::exchange(doubtful_addresses_, {})) {
      addresses_.forgive(key, now);
      addresses_.add(key, now);
    }
    for (const std::string& id : doubtful_) want_members(id, now);
    doubtful_.clear();
  }
  for (const Method method : kMethods) {
    if (in_flight_.contains(method) || !has_work(method) || now < earliest(method, pace)) continue;
    in_flight_.insert(method);
    pace.made(method, now);
    return make(method);
  }
  return std::nullopt;
}

slack::Request Roster::make(Method method) {
  switch (method) {
    case Method::users_list:
      return next_member_page();
    case Method::users_lookup_by_email:
      asked_address_ = addresses_.take();
      return slack::users_lookup_by_email(asked_address_->second);
    case Method::usergroups_list:
      want_usergroups_ = false;
      return slack::usergroups_list();
    case Method::usergroups_users_list:
      asked_usergroup_ = group_members_.take();
      return slack::usergroups_users_list(entries_.at(*asked_usergroup_).slack_id);
    case Method::conversations_list:
      if (!listing_channels_) {
        want_channels_ = false;
        listing_channels_ = true;
        channels_cursor_.clear();
        channels_left_.clear();
        each(NameKind::channel, [&](const std::string& name, const Entry&) { channels_left_.insert(name); });
      }
      return slack::conversations_list(channels_cursor_, kPageSize, private_channels_);
    default:
      assert(method == Method::conversations_members);
      return next_channel_members();
  }
}

slack::Request Roster::next_member_page() {
  if (!list_.running()) {
    want_list_ = false;
    std::set<std::string> handles;
    std::set<std::string> addresses;
    each(NameKind::handle, [&](const std::string& name, const Entry&) { handles.insert(name); });
    each(NameKind::email, [&](const std::string& name, const Entry&) {
      if (addresses_.contains({NameKind::email, name})) addresses.insert(name);
    });
    list_.start(handles, addresses);
  }
  return slack::users_list(list_.cursor(), kPageSize);
}

slack::Request Roster::next_channel_members() {
  if (!find(asked_channel_)) {
    asked_channel_ = channel_members_.take();
    members_cursor_.clear();
    members_so_far_.clear();
  }
  return slack::conversations_members(entries_.at(*asked_channel_).slack_id, members_cursor_, kPageSize);
}

}  // namespace presenced::roster
