// The user groups and the channels of the fake workspace, and who is in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"

namespace presenced::fake_slack {

// Members in the order in which they came. Each keeps the number they came with, so that a page goes on where the one
// before it ended, whoever came or left meanwhile.
class Roll {
 public:
  Roll() = default;
  Roll(const std::vector<base::UserId>& members) {  // NOLINT(google-explicit-constructor): a roll is written as a list
    for (const auto& user : members) add(user);
  }

  bool add(const base::UserId& user);     // false: they are there already
  bool remove(const base::UserId& user);  // false: they are not there
  bool contains(const base::UserId& user) const { return number_of_.contains(user); }
  std::size_t size() const { return number_of_.size(); }
  std::vector<base::UserId> members() const;

  struct Page {
    std::vector<base::UserId> users;
    std::uint64_t last = 0;  // the number of the last of them
    bool more = false;
  };
  Page page(std::uint64_t after, std::size_t most) const;

 private:
  std::map<std::uint64_t, base::UserId> by_number_;
  std::unordered_map<base::UserId, std::uint64_t> number_of_;
  std::uint64_t newest_ = 0;
};

struct Usergroup {
  std::string id;      // S...
  std::string handle;  // without @
  std::string name;
  Roll members;
  bool disabled = false;
  std::int64_t updated = 0;  // UNIX seconds of its last change; kept by the model
};

struct Channel {
  std::string id;    // C..., and G... for some private ones
  std::string name;  // without #
  bool is_private = false;
  bool archived = false;
  Roll members;
};

class Groups {
 public:
  void add(Usergroup group);  // the id must be new
  void add(Channel channel);

  const std::deque<Usergroup>& usergroups() const { return usergroups_; }  // in the order in which they were made
  const std::deque<Channel>& channels() const { return channels_; }
  const Usergroup* find_usergroup(std::string_view id) const;  // null: there is none of this id
  const Channel* find_channel(std::string_view id) const;
  Usergroup& usergroup(std::string_view id);  // of one that is there
  Channel& channel(std::string_view id);

 private:
  std::deque<Usergroup> usergroups_;
  std::deque<Channel> channels_;
  std::map<std::string, std::size_t, std::less<>> usergroup_index_;
  std::map<std::string, std::size_t, std::less<>> channel_index_;
};

}  // namespace presenced::fake_slack
