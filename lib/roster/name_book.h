// The names on the watchlist: whom each stands for, as far as is known, and what there is to say about it. Knows
// nothing of calls (inquiry.h). Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "history/record.h"
#include "roster/names.h"
#include "watch/members.h"

namespace presenced::roster {

// One name. Several members of the watchlist may write it.
struct Entry {
  watch::Who who;
  std::string where;                                 // FILE:LINE, where it is written first
  std::optional<std::vector<base::UserId>> users;    // whom it stands for; empty: not known yet
  bool stored = false;                               // `users` is what the history has, or will have
  std::string slack_id;                              // of the user group or channel; empty: not known
  std::optional<std::vector<base::UserId>> members;  // of a channel, bots and all, until bots can be told from people
  std::string trouble;                               // what was last said about it there; empty: nothing
};

// A name that stands for nobody yet, or about which something is wrong.
struct Unresolved {
  std::string where;    // FILE:LINE, where it is written first
  std::string name;     // as watch::describe has it
  std::string trouble;  // "is not watched: ..." or "is watched as before: ..."; empty: Slack has not answered yet
  bool operator==(const Unresolved&) const = default;
};

// For the history and the log.
struct News {
  bool changed = false;  // a name stands for others than before
  std::vector<history::Record> records;
  std::vector<std::string> group_changes;  // roster/group_changes.h; none for the first composition
  std::vector<std::string> warnings;       // whole sentences with FILE:LINE; each is given once until it changes
};

class NameBook {
 public:
  // `stored`: what the names stood for in an earlier run. It is in force at once.
  explicit NameBook(const std::vector<history::NameResolved>& stored);

  // The names of this watchlist from now on. What is known of those that stay is kept.
  void set(const watch::Watchlist& watchlist);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  const std::map<NameKey, Entry>& entries() const { return entries_; }
  Entry* find(const std::optional<NameKey>& key);  // null: it is not on the watchlist
  template <class Act>
  void each(history::NameKind kind, const Act& act) {
    for (auto& [key, entry] : entries_)
      if (key.first == kind) act(key.second, entry);
  }
  // Whom this member stands for; null: not known.
  const std::vector<base::UserId>* known(const watch::Who& who) const;
  std::vector<Unresolved> unresolved() const;

  void conclude(Entry& entry, std::vector<base::UserId> users);  // Slack's answer; all is well with the name
  void nobody(Entry& entry, const std::string& why);             // Slack's answer: there is no such thing
  void complain(Entry& entry, const std::string& why);           // what is known stays in force
  void warn(std::string sentence) { news_.warnings.push_back(std::move(sentence)); }
  // The history has lost what the names of this person stand for: it is recorded again.
  void restate(const base::UserId& user);

  News take() { return std::exchange(news_, {}); }  // since the last call

 private:
  std::map<NameKey, std::vector<base::UserId>> stored_;  // moved into the entries by the first `set`
  std::map<NameKey, Entry> entries_;
  News news_;
};

}  // namespace presenced::roster
