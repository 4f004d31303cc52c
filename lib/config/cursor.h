// A cursor over a YAML tree that knows where it stands and reports what it does not find there. Every reading function
// returns nothing after it has reported why, so that the caller goes on and all problems are found in one run.
//
// Anchors, aliases and merge keys (`<<`) are followed; the tree must come from `parse`, which has bounded them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/time.h"
#include "config/problem.h"
#include "config/tree.h"
#include "config/wording.h"

namespace presenced::config {

struct Entry;

inline constexpr std::string_view kExpectedDuration = "a duration such as 400d, 12h, 30m, 90s or 500ms";

// One value of the file. Tree and report must outlive it.
class Value {
 public:
  Value(Tree::Node node, Place place, Report& report) : node_(node), place_(std::move(place)), report_(&report) {}

  // The root of a file.
  static Value root(const Tree& tree, Report& report);

  const Place& place() const { return place_; }
  bool is_text() const { return node_.is_scalar(); }
  bool is_mapping() const { return node_.is_mapping(); }
  bool is_empty() const { return node_.is_null(); }  // nothing is written

  // Each takes what was expected, in words that end the sentence "...; expected ".
  std::optional<std::string> text(std::string_view expected) const;  // not empty, no control characters
  std::optional<bool> truth() const;
  std::optional<std::int64_t> whole_number(std::string_view expected) const;  // digits only
  std::optional<base::Millis> duration(std::string_view expected) const;
  std::optional<std::vector<Value>> items(std::string_view expected) const;    // nothing written: an empty list
  std::optional<std::vector<Entry>> entries(std::string_view expected) const;  // nothing written: an empty mapping

  // "what; expected what".
  void report(std::string_view what, std::string_view expected) const;
  void report_kind(std::string_view expected) const;  // "is a list; expected ..."
  Report& reports() const { return *report_; }

 private:
  void collect(Tree::Node mapping, std::unordered_set<std::string>& taken, std::vector<Entry>& entries) const;
  void merge(Tree::Node source, std::unordered_set<std::string>& taken, std::vector<Entry>& entries) const;

  Tree::Node node_;
  Place place_;
  Report* report_;
};

struct Entry {
  std::string key;
  Place place;  // of the key itself
  Value value;
};

// A mapping with a fixed set of keys. Others are reported when it is made, with the one that was probably meant.
class Mapping {
 public:
  Mapping(const Value& value, std::vector<std::string_view> keys);

  bool clean() const { return clean_; }  // false: it is not a mapping, or has keys it should not have
  bool is_mapping() const { return is_mapping_; }

  const Value* find(std::string_view key) const;
  // Reports a missing key, unless a misspelling of it has been reported already.
  const Value* require(std::string_view key, std::string_view expected) const;

 private:
  Place place_;
  Report* report_;
  std::vector<Entry> entries_;
  std::vector<std::string_view> misspelt_;  // what was probably meant by the unknown keys
  bool is_mapping_ = true;
  bool clean_ = true;
};

// One of a few words, each with what it stands for.
template <class T>
std::optional<T> choice(const Value& value, const std::vector<std::pair<std::string_view, T>>& words) {
  std::vector<std::string_view> known;
  for (const auto& [word, meaning] : words) known.push_back(word);
  const std::string expected = alternatives(known);
  const std::optional<std::string> text = value.text(expected);
  if (!text) return std::nullopt;
  for (const auto& [word, meaning] : words) {
    if (word == *text) return meaning;
  }
  value.report(in_quotes(*text) + " is not a known value", expected);
  return std::nullopt;
}

// The key path of `key` in `parent`.
std::string child_key(const std::string& parent, std::string_view key);

}  // namespace presenced::config
