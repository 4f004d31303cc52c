#include "store/recent.h"

namespace presenced::store {

RecentTransitions::RecentTransitions(Database& database)
    : replace_(database.prepare("INSERT OR REPLACE INTO recent_transition(slot, seq, person) VALUES(?1, ?2, ?3)")) {}

void RecentTransitions::add(std::int64_t seq, std::int64_t person) { added_.push_back({seq, person}); }

void RecentTransitions::finish() {
  if (added_.size() <= kMostRecentOfCommit)
    for (const Added& one : added_) replace_.run(one.seq % kRecentTransitions, one.seq, one.person);
  added_.clear();
}

std::optional<std::set<std::int64_t>> people_since(Database& database, std::int64_t after) {
  const std::int64_t last = database.integer("SELECT seq FROM seq_last");
  if (after < 0 || last - after > kRecentTransitions) return std::nullopt;
  std::set<std::int64_t> people;
  Statement of_seq = database.prepare("SELECT person FROM recent_transition WHERE slot = ?1 AND seq = ?2");
  for (std::int64_t seq = after + 1; seq <= last; ++seq) {
    const auto person = of_seq.first(seq % kRecentTransitions, seq);
    if (!person) return std::nullopt;
    people.insert(*person);
  }
  return people;
}

void forget_recent(Database& database, std::int64_t person) {
  database.prepare("DELETE FROM recent_transition WHERE person = ?1").run(person);
}

}  // namespace presenced::store
