#include "config/read_watchlist.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/cursor.h"

namespace presenced::config {
namespace {

using watch::Channel;
using watch::Email;
using watch::Group;
using watch::Handle;
using watch::Id;
using watch::Member;
using watch::Priority;
using watch::Usergroup;
using watch::Watchlist;
using watch::Who;

constexpr std::string_view kExpectedId = "a member id such as U024BE7LH";
constexpr std::array<std::string_view, 5> kWays = {"id", "email", "handle", "usergroup", "channel"};
constexpr std::size_t kLongestName = 254;  // an address; Slack's own names have at most 80 characters
constexpr std::string_view kExpectedMember =
    "a member id, or a mapping with one of id, email, handle, usergroup and channel";

std::optional<base::UserId> user_id(const Value& value) {
  auto text = value.text(kExpectedId);
  if (!text) return std::nullopt;
  if (base::valid_user_id(*text)) return base::UserId{*std::move(text)};
  value.report(in_quotes(*text) + " is not a member id", kExpectedId);
  return std::nullopt;
}

// What is to be looked up at Slack, and is repeated in messages.
std::optional<std::string> lookup_text(const Value& value, std::string_view expected) {
  auto text = value.text(expected);
  if (!text) return std::nullopt;
  if (!looks_secret(*text) && text->size() <= kLongestName) return text;
  value.report(looks_secret(*text) ? "looks like a token or cookie" : "is longer than any name in Slack", expected);
  return std::nullopt;
}

// A name without its sigil: one word.
std::optional<std::string> name_without(char sigil, const Value& value, std::string_view expected) {
  auto text = lookup_text(value, expected);
  if (!text) return std::nullopt;
  std::string name = text->front() == sigil ? text->substr(1) : *text;
  if (!name.empty() && name.find_first_of(" @#") == name.npos) return name;
  value.report(in_quotes(*text) + " is not a valid name", expected);
  return std::nullopt;
}

std::optional<std::string> email(const Value& value) {
  constexpr std::string_view kExpected = "an address such as lee@example.com";
  auto text = lookup_text(value, kExpected);
  if (!text) return std::nullopt;
  const std::size_t at = text->find('@');
  const bool one = at != text->npos && at > 0 && at + 1 < text->size() && text->find('@', at + 1) == text->npos;
  if (one && text->find(' ') == text->npos) return text;
  value.report(in_quotes(*text) + " is not an email address", kExpected);
  return std::nullopt;
}

// Equal for two members that are the same one, whatever their labels.
struct Identity {
  std::string operator()(const Id& id) const { return "id " + id.id.text; }
  std::string operator()(const Email& email) const { return "email " + email.address; }
  std::string operator()(const Handle& handle) const { return "handle " + handle.name; }
  std::string operator()(const Usergroup& usergroup) const { return "usergroup " + usergroup.handle; }
  std::string operator()(const Channel& channel) const { return "channel " + channel.name; }
};

// The one key of a member's mapping that says who it is.
std::optional<Who> who(const Mapping& keys) {
  if (const Value* value = keys.find("id")) {
    auto id = user_id(*value);
    const Value* name = keys.find("name");
    auto label = name == nullptr ? std::nullopt : name->text("a name to show for this member");
    if (id) return Id{*std::move(id), label.value_or("")};
  } else if (value = keys.find("email"); value != nullptr) {
    if (auto address = email(*value)) return Email{*std::move(address)};
  } else if (value = keys.find("handle"); value != nullptr) {
    if (auto name = name_without('@', *value, "a handle in quotes, such as \"@kim\"")) return Handle{*std::move(name)};
  } else if (value = keys.find("usergroup"); value != nullptr) {
    if (auto name = name_without('@', *value, "a user group in quotes, such as \"@sre\"")) {
      return Usergroup{*std::move(name)};
    }
  } else if (value = keys.find("channel"); value != nullptr) {
    if (auto name = name_without('#', *value, "a channel in quotes, such as \"#incidents\"")) {
      return Channel{*std::move(name)};
    }
  }
  return std::nullopt;
}

std::optional<Member> read_member(const Value& value) {
  const auto member = [&](Who found) { return Member{std::move(found), value.place().line}; };
  if (value.is_text()) {
    auto id = user_id(value);
    if (!id) return std::nullopt;
    return member(Id{*std::move(id), ""});
  }
  if (!value.is_mapping()) {
    value.report_kind(kExpectedMember);
    return std::nullopt;
  }
  const Mapping keys(value, {"id", "name", "email", "handle", "usergroup", "channel"});
  const auto given = std::count_if(kWays.begin(), kWays.end(), [&](std::string_view way) { return keys.find(way); });
  if (given > 1 || (given == 0 && keys.clean())) {
    value.report(given == 0 ? "does not name a member" : "names a member in more than one way",
                 "one of id, email, handle, usergroup and channel");
    return std::nullopt;
  }
  if (const Value* name = keys.find("name"); name != nullptr && keys.find("id") == nullptr) {
    name->report("has a name without an id", "a name only beside an id");
  }
  auto found = who(keys);
  if (!found) return std::nullopt;
  return member(*std::move(found));
}

base::Facets read_track(const Value& value) {
  std::vector<std::string_view> known;
  std::vector<std::pair<std::string_view, base::Facet>> words;
  for (const base::FacetRow& row : base::kFacets) {
    known.push_back(row.word);
    words.emplace_back(row.word, row.facet);
  }
  if (value.is_text() && value.text("").value_or("") == "all") return base::Facets::all();
  const std::string expected = fmt::format("all, or a list of {}", fmt::join(known, ", "));
  base::Facets track;
  const auto items = value.items(expected);
  if (items && items->empty()) value.report("is empty", expected);
  for (const Value& item : items.value_or(std::vector<Value>{}))
    if (const auto facet = choice<base::Facet>(item, words)) track.insert(*facet);
  return track;
}

Group read_group(const Entry& entry, Report& report) {
  Group group;
  group.name = entry.key;
  if (entry.key.empty() || printable(entry.key) != entry.key) {
    report.add(entry.place, "is not a name for a group; expected printable text");
  }
  const Mapping keys(entry.value, {"track", "priority", "members"});
  if (const Value* track = keys.find("track")) group.track = read_track(*track);
  if (const Value* priority = keys.find("priority")) {
    group.priority =
        choice<Priority>(*priority, {{"high", Priority::high}, {"normal", Priority::normal}, {"low", Priority::low}})
            .value_or(Priority::normal);
  }
  const Value* members = keys.require("members", "a list of members");
  if (members == nullptr) return group;
  std::unordered_map<std::string, int> line_of;
  const auto items = members->items("a list of members").value_or(std::vector<Value>{});
  group.members.reserve(items.size());
  for (const Value& item : items) {
    auto member = read_member(item);
    if (!member) continue;
    const auto [first, fresh] = line_of.try_emplace(std::visit(Identity{}, member->who), item.place().line);
    if (fresh) {
      group.members.push_back(*std::move(member));
    } else {
      report.add(item.place(), fmt::format("{} is already in this group, on line {}; expected once",
                                           watch::describe(member->who), first->second));
    }
  }
  return group;
}

}  // namespace

watch::Watchlist read_watchlist(const Tree& tree, Report& report) {
  Watchlist watchlist;
  watchlist.file = report.file();
  const Mapping keys(Value::root(tree, report), {"groups", "exclude"});
  constexpr std::string_view kExpectedGroups = "a mapping from group names to groups";
  if (const Value* groups = keys.require("groups", kExpectedGroups)) {
    // More likely the rest of the file is missing than that nobody is to be watched any longer.
    if (groups->is_empty()) groups->report_kind("a mapping from group names to groups; write {} to watch nobody");
    for (const Entry& entry : groups->entries(kExpectedGroups).value_or(std::vector<Entry>{})) {
      watchlist.groups.push_back(read_group(entry, report));
    }
  }
  if (const Value* exclude = keys.find("exclude")) {
    for (const Value& item : exclude->items("a list of member ids").value_or(std::vector<Value>{})) {
      if (auto id = user_id(item)) watchlist.exclude.push_back(*std::move(id));
    }
  }
  return watchlist;
}

}  // namespace presenced::config
