// A roster on virtual time, and a Slack that answers what it asks.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "roster/roster.h"

namespace presenced::roster::testing {

using base::operator""ms;
using base::operator""s;
using base::operator""min;
using base::operator""h;
using slack::Method;

inline watch::Member member(watch::Who who, int line = 1) { return {std::move(who), line}; }
inline watch::Watchlist list_of(std::vector<watch::Member> members) {
  watch::Watchlist list;
  list.file = "w";
  list.groups.push_back({"team", {}, {}, std::move(members)});
  return list;
}
inline slack::User user(const char* id, const char* handle, const char* display = "", const char* email = "") {
  slack::User one;
  one.id = {id};
  one.handle = handle;
  one.display_name = display;
  one.email = email;
  one.is_bot = one.deleted = false;
  return one;
}
inline slack::ApiError refused(const char* error, slack::ErrorClass kind = slack::ErrorClass::credential) {
  slack::ApiError one;
  one.kind = kind;
  one.error = error;
  return one;
}
inline std::vector<base::UserId> ids(std::initializer_list<const char*> texts) {
  std::vector<base::UserId> found;
  for (const char* text : texts) found.push_back({text});
  return found;
}

struct Call {
  base::MonoTime at;
  Method method;
  std::string form;
};

class Desk {
 public:
  explicit Desk(std::vector<history::NameResolved> stored = {}, std::vector<base::UserId> forgotten = {},
                base::Millis interval = 6h)
      : roster(interval, stored, std::move(forgotten), base::Random(1)) {}

  void set(watch::Watchlist list) {
    roster.set(std::move(list), now);
    take();
  }
  // Asks and is answered, until `span` has passed.
  void run_for(base::Millis span) {
    const base::MonoTime until = now + span;
    while (true) {
      ask();
      base::MonoTime next = roster.deadline(pace);
      if (!open_.empty()) next = std::min(next, open_.begin()->first);
      if (next > until) break;
      now = std::max(now, next);
      while (!open_.empty() && open_.begin()->first <= now) {
        const auto [method, reply] = std::move(open_.begin()->second);
        open_.erase(open_.begin());
        roster.replied(method, reply, now, pace);
        take();
      }
    }
    now = until;
  }
  void hear(const slack::Event& event) { roster.hear(event, now); }

  // The people now watched, by id.
  std::vector<base::UserId> people() const {
    std::vector<base::UserId> found;
    for (const watch::Person& person : roster.composition().people) found.push_back(person.id);
    std::sort(found.begin(), found.end());
    return found;
  }
  std::size_t count(Method method) const {
    return static_cast<std::size_t>(
        std::count_if(calls.begin(), calls.end(), [&](const Call& call) { return call.method == method; }));
  }
  template <class R>
  std::vector<R> recorded() const {
    std::vector<R> found;
    for (const history::Record& record : records)
      if (const auto* one = std::get_if<R>(&record)) found.push_back(*one);
    return found;
  }

  // Slack, changeable at any time.
  std::vector<slack::User> members;
  std::map<std::string, std::pair<std::string, std::vector<base::UserId>>> usergroups;  // handle -> id, users
  std::map<std::string, std::pair<std::string, std::vector<base::UserId>>> channels;    // name -> id, members
  std::size_t page = 200;
  std::map<Method, slack::ApiError> fails;
  std::map<std::string, slack::ApiError> fails_for;  // by the form, such as "usergroup=S1"

  Roster roster;
  MethodPace pace;
  base::MonoTime now{1'000s};
  std::vector<Call> calls;
  std::vector<history::Record> records;
  std::vector<std::string> warnings;
  std::vector<std::string> group_changes;
  std::size_t changes = 0;

 private:
  void take() {
    Roster::News news = roster.take(base::wall_from_unix_ms(1'700'000'000'000));
    changes += news.changed ? 1 : 0;
    for (auto& record : news.records) records.push_back(std::move(record));
    for (auto& change : news.group_changes) group_changes.push_back(std::move(change));
    for (auto& warning : news.warnings) warnings.push_back(std::move(warning));
  }
  void ask() {
    while (const auto request = roster.next(now, pace)) {
      for (const auto& [at, one] : open_)
        if (one.first == request->method) throw std::runtime_error("two calls of a method at once");
      calls.push_back({now, request->method, slack::form_body(*request)});
      open_.emplace(now + 20ms, std::pair(request->method, answer(*request)));
    }
  }
  static std::string parameter(const slack::Request& request, std::string_view key) {
    for (const auto& [name, value] : request.parameters)
      if (name == key) return value;
    return "";
  }
  // The part of a list that a page shows, and the cursor of the next.
  template <class T>
  std::pair<std::vector<T>, std::string> paged(const std::vector<T>& all, const slack::Request& request) const {
    const std::string cursor = parameter(request, "cursor");
    const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor);
    const std::size_t to = std::min(all.size(), from + page);
    return {{all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to)},
            to < all.size() ? std::to_string(to) : ""};
  }
  slack::Reply answer(const slack::Request& request) const {
    if (const auto failure = fails.find(request.method); failure != fails.end()) return failure->second;
    for (const auto& [form, failure] : fails_for)
      if (slack::form_body(request).starts_with(form)) return failure;
    switch (request.method) {
      case Method::users_list: {
        auto [users, next] = paged(members, request);
        return slack::UserPage{std::move(users), next};
      }
      case Method::users_lookup_by_email:
        for (const slack::User& one : members)
          if (folded(*one.email) == parameter(request, "email")) return slack::UserInfo{one};
        return refused("users_not_found", slack::ErrorClass::absent);
      case Method::usergroups_list: {
        slack::Usergroups found;
        for (const auto& [handle, group] : usergroups) found.usergroups.push_back({group.first, handle});
        return found;
      }
      case Method::usergroups_users_list:
        for (const auto& [handle, group] : usergroups)
          if (group.first == parameter(request, "usergroup")) return slack::UsergroupUsers{group.second};
        return refused("no_such_subteam", slack::ErrorClass::absent);
      case Method::conversations_list: {
        std::vector<slack::Channel> all;
        for (const auto& [name, channel] : channels) all.push_back({channel.first, name});
        auto [found, next] = paged(all, request);
        return slack::ChannelPage{std::move(found), next};
      }
      case Method::conversations_members:
        for (const auto& [name, channel] : channels)
          if (channel.first == parameter(request, "channel")) {
            auto [found, next] = paged(channel.second, request);
            return slack::ChannelMemberPage{std::move(found), next};
          }
        return refused("channel_not_found", slack::ErrorClass::absent);
      default:
        throw std::runtime_error("a method that the roster has no use for");
    }
  }

  std::multimap<base::MonoTime, std::pair<Method, slack::Reply>> open_;
};

}  // namespace presenced::roster::testing
