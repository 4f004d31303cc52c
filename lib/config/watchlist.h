// A watchlist: who is watched, in named groups. First as it is written, each member with its place in the file; then
// as what the engine needs, a list of people.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "config/problem.h"
#include "watch/people.h"

namespace presenced::config {

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
  Place place;
};

struct Group {
  std::string name;
  base::Facets track;
  std::vector<Member> members;
};

struct Watchlist {
  std::string file;  // for messages
  std::vector<Group> groups;
  std::vector<base::UserId> exclude;  // wins over every group
};

// Everybody who is named by id: each once, in the order of first appearance, with the facets of all their groups
// together and the first label given; without the excluded.
std::vector<watch::Person> people(const Watchlist& watchlist);

// A member that Slack has to be asked about before there is an id.
struct Pending {
  Who who;
  std::string file;
  Place place;
};
std::vector<Pending> pending(const Watchlist& watchlist);

// What a member is called in a message: `email "lee@example.com"`, `channel "#incidents"`.
std::string describe(const Who& who);

}  // namespace presenced::config
