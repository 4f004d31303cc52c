#include "config/cursor.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/durations.h"

namespace presenced::config {
namespace {

constexpr std::string_view kMerge = "<<";

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// yaml-cpp marks a value that is not there with the place of what comes next, so its key or list lends it a place.
Place place_of(Tree::Node node, const Place& owner, std::string key) {
  if (node.is_null() || node.line() == 0) return {owner.line, owner.column, std::move(key)};
  return {node.line(), node.column(), std::move(key)};
}

}  // namespace

std::string child_key(const std::string& parent, std::string_view key) {
  return parent.empty() ? printable(key) : parent + '.' + printable(key);
}

Value Value::root(const Tree& tree, Report& report) {
  return Value(tree.root(), place_of(tree.root(), Place{1, 1, ""}, ""), report);
}

void Value::report(std::string_view what, std::string_view expected) const {
  report_->add(place_, fmt::format("{}; expected {}", what, expected));
}

void Value::report_kind(std::string_view expected) const {
  const bool list = node_.is_sequence();
  report(node_.is_mapping()  ? "is a mapping"
         : list              ? "is a list"
         : node_.is_scalar() ? "is a single value"
                             : "is empty",
         expected);
}

std::optional<std::string> Value::text(std::string_view expected) const {
  if (!node_.is_scalar()) {
    report_kind(expected);
  } else if (node_.scalar().empty()) {
    report("is empty", expected);
  } else if (has_control(node_.scalar())) {
    report("contains a control character", expected);
  } else {
    return std::string(node_.scalar());
  }
  return std::nullopt;
}

std::optional<bool> Value::truth() const {
  const auto written = text("true or false");
  if (!written) return std::nullopt;
  bool value = false;
  if (YAML::convert<bool>::decode(YAML::Node(*written), value)) return value;
  report(in_quotes(*written) + " is neither", "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Value::whole_number(std::string_view expected) const {
  const auto written = text(expected);
  if (!written) return std::nullopt;
  std::int64_t number = 0;
  const char* end = written->data() + written->size();
  const auto [stop, error] = std::from_chars(written->data(), end, number);
  if (error == std::errc{} && stop == end) return number;
  report(in_quotes(*written) + " is not a number", expected);
  return std::nullopt;
}

std::optional<base::Millis> Value::duration(std::string_view expected) const {
  const auto written = text(expected);
  if (!written) return std::nullopt;
  const auto parsed = base::parse_duration(*written);
  if (parsed) return parsed.value();
  if (parsed.error() == base::DurationError::too_long) {
    report(in_quotes(*written) + " is too long",
           fmt::format("at most {}d", base::kLongestDuration / std::chrono::hours{24}));
  } else {
    report(in_quotes(*written) + " is not a duration", expected);
  }
  return std::nullopt;
}

std::optional<std::vector<Value>> Value::items(std::string_view expected) const {
  std::vector<Value> found;
  if (node_.is_null()) return found;
  if (!node_.is_sequence()) {
    report_kind(expected);
    return std::nullopt;
  }
  node_.items([&](Tree::Node item) {
    std::string key = fmt::format("{}[{}]", place_.key, found.size());
    found.emplace_back(item, place_of(item, place_, std::move(key)), *report_);
  });
  return found;
}

std::optional<std::vector<Entry>> Value::entries(std::string_view expected) const {
  std::vector<Entry> found;
  if (node_.is_null()) return found;
  if (!node_.is_mapping()) {
    report_kind(expected);
    return std::nullopt;
  }
  std::unordered_set<std::string> taken;
  collect(node_, taken, found);
  return found;
}

// The entries of a mapping, then those that its merge keys add: what stands nearer wins (yaml.org/type/merge.html).
// yaml-cpp 0.7 keeps both of two equal keys and does not know merge keys.
void Value::collect(Tree::Node mapping, std::unordered_set<std::string>& taken, std::vector<Entry>& entries) const {
  std::unordered_map<std::string, int> line_of;
  std::vector<Tree::Node> merges;
  mapping.pairs([&](Tree::Node name, Tree::Node value) {
    Place place = place_of(name, place_, place_.key);
    if (!name.is_scalar()) {
      report_->add(place, "a key is not a word; expected text before the colon");
      return;
    }
    const std::string key(name.scalar());
    place.key = child_key(place_.key, key);
    const auto [first, fresh] = line_of.try_emplace(key, place.line);
    if (!fresh) {
      report_->add(place, fmt::format("is given twice, first on line {}; expected once", first->second));
    } else if (key == kMerge) {
      merges.push_back(value);
    } else if (taken.insert(key).second) {
      entries.push_back({key, place, Value(value, place_of(value, place, place.key), *report_)});
    }
  });
  for (Tree::Node source : merges) merge(source, taken, entries);
}

void Value::merge(Tree::Node source, std::unordered_set<std::string>& taken, std::vector<Entry>& entries) const {
  if (source.is_mapping()) {
    collect(source, taken, entries);
    return;
  }
  if (source.is_sequence()) {
    source.items([&](Tree::Node item) { merge(item, taken, entries); });
    return;
  }
  report_->add(place_of(source, place_, child_key(place_.key, kMerge)),
               "is not a mapping; expected an alias of a mapping, or a list of such");
}

Mapping::Mapping(const Value& value, std::vector<std::string_view> keys)
    : place_(value.place()), report_(&value.reports()) {
  std::string listed;
  for (const std::string_view key : keys) listed += (listed.empty() ? "" : ", ") + std::string(key);
  auto found = value.entries((keys.size() == 1 ? "a mapping with the key " : "a mapping with the keys ") + listed);
  is_mapping_ = clean_ = found.has_value();
  if (!found) return;
  for (Entry& entry : *found) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) {
      entries_.push_back(std::move(entry));
      continue;
    }
    clean_ = false;
    const std::string_view meant = nearest(entry.key, keys);
    if (!meant.empty()) misspelt_.push_back(meant);
    const std::string hint = meant.empty() ? "" : fmt::format(" (did you mean {}?)", meant);
    report_->add(entry.place, fmt::format("is not a known key{}; expected {}", hint, alternatives(keys)));
  }
}

const Value* Mapping::find(std::string_view key) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
  return found == entries_.end() ? nullptr : &found->value;
}

const Value* Mapping::require(std::string_view key, std::string_view expected) const {
  const Value* found = find(key);
  if (is_mapping_ && found == nullptr && std::find(misspelt_.begin(), misspelt_.end(), key) == misspelt_.end()) {
    report_->add({place_.line, place_.column, child_key(place_.key, key)},
                 fmt::format("is missing; expected {}", expected));
  }
  return found;
}

}  // namespace presenced::config
