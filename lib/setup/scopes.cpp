#include "setup/scopes.h"

#include <algorithm>
#include <array>
#include <variant>

#include "slack/methods.h"

namespace presenced::setup {
namespace {

using slack::Method;

// What such a member is looked up with.
struct LookedUpWith {
  Method operator()(const watch::Id&) const { return Method::users_list; }
  Method operator()(const watch::Email&) const { return Method::users_lookup_by_email; }
  Method operator()(const watch::Handle&) const { return Method::users_list; }
  Method operator()(const watch::Usergroup&) const { return Method::usergroups_list; }
  Method operator()(const watch::Channel&) const { return Method::conversations_list; }
};

std::size_t members_with(const watch::Watchlist& watchlist, std::string_view scope) {
  std::size_t count = 0;
  for (const watch::Group& group : watchlist.groups)
    for (const watch::Member& member : group.members)
      if (slack::row_of(std::visit(LookedUpWith{}, member.who)).scope == scope) ++count;
  return count;
}

bool tracks(const watch::Watchlist& watchlist, base::Facet facet) {
  return std::any_of(watchlist.groups.begin(), watchlist.groups.end(),
                     [&](const watch::Group& group) { return group.track.contains(facet); });
}

}  // namespace

std::vector<ScopeUse> scope_uses(const watch::Watchlist& watchlist) {
  std::vector<ScopeUse> uses;
  for (const slack::MethodRow& row : slack::method_rows()) {
    if (row.scope.empty() || row.credential != slack::Credential::token || row.method == Method::rtm_connect) continue;
    const auto known =
        std::find_if(uses.begin(), uses.end(), [&](const ScopeUse& use) { return use.scope == row.scope; });
    if (known == uses.end()) {
      const bool always = row.scope == slack::row_of(Method::users_list).scope;
      const bool tracked = row.method == Method::dnd_team_info && tracks(watchlist, base::Facet::dnd);
      uses.push_back({row.scope, std::string(row.scope_for), always, members_with(watchlist, row.scope), tracked});
    } else if (known->purpose.find(row.scope_for) == std::string::npos) {
      known->purpose += ", " + std::string(row.scope_for);
    }
  }
  return uses;
}

bool stands_for_many(const std::vector<std::string>& granted) {
  constexpr std::array<std::string_view, 4> kWide{"bot", "bot:basic", "client", "admin"};
  return std::any_of(granted.begin(), granted.end(), [&](const std::string& scope) {
    return std::find(kWide.begin(), kWide.end(), scope) != kWide.end();
  });
}

}  // namespace presenced::setup
