// A watchlist: who is watched, in named groups, as somebody wrote it: by id, or by a name that Slack has to be asked
// about. Plain data; lib/config reads it, lib/roster turns it into people.
#pragma once

#include <cstdint>
#include <span>
#include <string>
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
  std::string where;  // "FILE:LINE", for messages
  bool operator==(const Member&) const = default;
};

struct Group {
  std::string name;
  base::Facets track;
  Priority priority = Priority::normal;
  std::vector<Member> members;
  bool operator==(const Group&) const = default;
};

struct Watchlist {
  std::vector<Group> groups;
  std::vector<base::UserId> exclude;  // wins over every group
  bool operator==(const Watchlist&) const = default;
};

// What a member is called in a message: `email "lee@example.com"`, `channel "#incidents"`.
std::string describe(const Who& who);

// A watchlist of ids that stands for exactly these people, in their order.
Watchlist watchlist_of(std::span<const Person> people);

}  // namespace presenced::watch
