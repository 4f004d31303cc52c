// One walk through all pages of users.list, and what it finds out: whose handle or address is on the watchlist, and who
// is not a person to be watched because of a channel. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/ids.h"
#include "slack/web_api.h"

namespace presenced::roster {

// Bots, deactivated accounts, and Slackbot (which does not say that it is one).
bool is_bot_or_deactivated(const slack::User& user);

class MemberList {
 public:
  bool running() const { return running_; }
  // Begins anew. All names folded (names.h).
  void start(const std::set<std::string>& handles, const std::set<std::string>& addresses);
  void stop() { running_ = false; }

  const std::string& cursor() const { return cursor_; }  // of the next page; empty: the first
  void add(const slack::UserPage& page);                 // ends the walk with the last page
  std::size_t pages() const { return pages_; }

  // Everybody who can be mentioned by it: the handle is the display name, which people see and type, or the user name
  // behind it, which older clients show. Several: it is not clear who is meant.
  const std::map<std::string, std::vector<base::UserId>>& handles() const { return handles_; }
  const std::map<std::string, std::vector<base::UserId>>& addresses() const { return addresses_; }
  const std::unordered_set<base::UserId>& not_people() const { return not_people_; }

 private:
  bool running_ = false;
  std::string cursor_;
  std::size_t pages_ = 0;
  std::map<std::string, std::vector<base::UserId>> handles_;
  std::map<std::string, std::vector<base::UserId>> addresses_;
  std::unordered_set<base::UserId> not_people_;
};

}  // namespace presenced::roster
