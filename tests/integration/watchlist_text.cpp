#include "integration/watchlist_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::test {

WatchlistText& WatchlistText::group(std::string_view name, std::string_view keys) {
  groups_ += fmt::format("  {}:\n", name);
  if (!keys.empty()) groups_ += fmt::format("    {}\n", keys);
  groups_ += "    members:\n";
  return *this;
}

WatchlistText& WatchlistText::id(const base::UserId& user) { return member(user.text); }

WatchlistText& WatchlistText::labelled(const base::UserId& user, std::string_view name) {
  return member(fmt::format("{{ id: {}, name: \"{}\" }}", user.text, name));
}

WatchlistText& WatchlistText::email(std::string_view address) {
  return member(fmt::format("{{ email: {} }}", address));
}

WatchlistText& WatchlistText::handle(std::string_view name) {
  return member(fmt::format("{{ handle: \"@{}\" }}", name));
}

WatchlistText& WatchlistText::usergroup(std::string_view handle) {
  return member(fmt::format("{{ usergroup: \"@{}\" }}", handle));
}

WatchlistText& WatchlistText::channel(std::string_view name) {
  return member(fmt::format("{{ channel: \"#{}\" }}", name));
}

WatchlistText& WatchlistText::exclude(const base::UserId& user) {
  excluded_ += (excluded_.empty() ? "" : ", ") + user.text;
  return *this;
}

std::string WatchlistText::yaml() const {
  const std::string groups = groups_ == "groups:\n" ? "groups: {}\n" : groups_;
  return excluded_.empty() ? groups : groups + "exclude: [" + excluded_ + "]\n";
}

std::string WatchlistText::place() const {
  return fmt::format("watchlist.yaml:{}", std::count(groups_.begin(), groups_.end(), '\n'));
}

WatchlistText& WatchlistText::member(const std::string& text) {
  groups_ += "      - " + text + "\n";
  return *this;
}

}  // namespace presenced::test
