// A watchlist: who is watched, in named groups, as somebody wrote it: by id, or by a name that Slack has to be asked
// about. Plain data; lib/config reads it, lib/roster turns it into people.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "watch/people.h"

namespace presenced::watch {

struct Id {
  base::UserId id;
  std::string label;  // empty: none
  bool operator==(const Id&) const = default;
};
struct Email {
  std::string address;
  bool operator==(const Email&) const = default;
};
struct Handle {
  std::string name;  // without "@"
  bool operator==(const Handle&) const = default;
};
struct Usergroup {
  std::string handle;  // without "@"
  bool operator==(const Usergroup&) const = default;
};
struct Channel {
  std::string name;  // without "#"
  bool operator==(const Channel&) const = default;
};
using Who = std::variant<Id, Email, Handle, Usergroup, Channel>;

struct Member {
  Who who;
  int line = 0;  // of the watchlist's file, from 1; for messages
  bool operator==(const Member&) const = default;
};

struct Group {
  std::string name;
  base::Facets track = base::Facets::tracked_by_default();
  Priority priority = Priority::normal;
  std::vector<Member> members;
  bool operator==(const Group&) const = default;
};

struct Watchlist {
  std::vector<Group> groups;
  std::vector<base::UserId> exclude;  // wins over every group
  std::string file{};                 // where it is written, for messages
  bool operator==(const Watchlist&) const = default;
};

// A watchlist as all who need it hold it: one copy, which never changes. A long one takes megabytes, and the
// configuration, the engine and its roster hold it side by side.
class SharedWatchlist {
 public:
  SharedWatchlist(Watchlist watchlist = {}) : watchlist_(std::make_shared<const Watchlist>(std::move(watchlist))) {}

  const Watchlist& operator*() const { return *watchlist_; }
  const Watchlist* operator->() const { return watchlist_.get(); }
  bool operator==(const SharedWatchlist& other) const { return *watchlist_ == *other.watchlist_; }

 private:
  std::shared_ptr<const Watchlist> watchlist_;  // never null
};

// "FILE:LINE"
std::string place_of(const Watchlist& watchlist, const Member& member);

// What a member is called in a message: `email "lee@example.com"`, `channel "#incidents"`.
std::string describe(const Who& who);

// A watchlist of ids that stands for exactly these people, in their order.
Watchlist watchlist_of(std::span<const Person> people);

}  // namespace presenced::watch
