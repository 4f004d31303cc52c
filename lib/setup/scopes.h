// Which scopes a token needs to record a watchlist, and what each is for: read from the table of Web API methods. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "watch/members.h"

namespace presenced::setup {

struct ScopeUse {
  std::string_view scope;
  std::string purpose;      // "to read names and statuses"; of several methods all, separated by commas
  bool always = false;      // nothing can be recorded without it
  std::size_t members = 0;  // so many of the watchlist are named in a way that needs it
  bool tracked = false;     // the watchlist tracks what needs it
  bool needed() const { return always || members > 0 || tracked; }
};

// Each scope of a bot or user token once, in the order of slack::method_rows(). Without what RTM needs: no modern app
// is granted that, and Slack says itself whether RTM opens.
std::vector<ScopeUse> scope_uses(const watch::Watchlist& watchlist);

// Scopes of classic apps and browser sessions ("bot", "client"): each stands for many, so nothing can be told to be
// missing.
bool stands_for_many(const std::vector<std::string>& granted);

}  // namespace presenced::setup
