// A watchlist.yaml, line by line, as somebody would write it: by ids and by names.
#pragma once

#include <string>
#include <string_view>

#include "base/ids.h"

namespace presenced::test {

class WatchlistText {
 public:
  // What follows belongs to this group. `keys`: further lines of it, such as "priority: high".
  WatchlistText& group(std::string_view name, std::string_view keys = {});

  WatchlistText& id(const base::UserId& user);
  WatchlistText& labelled(const base::UserId& user, std::string_view name);
  WatchlistText& email(std::string_view address);
  WatchlistText& handle(std::string_view name);       // without @
  WatchlistText& usergroup(std::string_view handle);  // without @
  WatchlistText& channel(std::string_view name);      // without #

  WatchlistText& exclude(const base::UserId& user);  // wins over every group

  std::string yaml() const;
  // "watchlist.yaml:LINE" of the member that was added last, as messages name it.
  std::string place() const;

 private:
  WatchlistText& member(const std::string& text);

  std::string groups_ = "groups:\n";
  std::string excluded_;
};

}  // namespace presenced::test
