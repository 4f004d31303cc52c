#include "store/transition_log.h"

#include <algorithm>
#include <string>

#include "store/facet_tables.h"

namespace presenced::store {
namespace {

// A mark every thousand transitions: a follower reads at most about that many rows too many, and a year of ten million
// transitions has ten thousand marks.
constexpr std::int64_t kMarkEvery = 1000;

}  // namespace

TransitionLog::TransitionLog(Database& database)
    : database_(database),
      add_mark_(database.prepare("INSERT INTO seq_mark(seq, at_after, at_until) VALUES(?1, ?2, ?3)")),
      lower_marks_(database.prepare("UPDATE seq_mark SET at_after = ?1 WHERE at_after > ?1")),
      save_seq_(database.prepare("UPDATE seq_last SET seq = ?1 WHERE only = 1")),
      recent_(database) {
  for (const FacetTable& facet : facet_tables()) inserts_.push_back(database.prepare(of_facet(facet.insert, facet)));
}

void TransitionLog::begin() {
  if (!position_) position_ = read_position();
  saved_seq_ = position_->seq;
}

void TransitionLog::finish() {
  if (position_->seq != saved_seq_) save_seq_.run(position_->seq);
  recent_.finish();
}

void TransitionLog::forget() {
  position_.reset();
  recent_.forget();
}

void TransitionLog::write(const history::Transition& transition, std::int64_t workspace, std::int64_t person,
                          std::optional<std::int64_t> session) {
  const std::int64_t at = base::unix_ms(transition.at);
  const TransitionKey key{person,
                          at,
                          next_seq(at),
                          workspace,
                          static_cast<std::int64_t>(transition.source),
                          std::max<std::int64_t>(0, at - base::unix_ms(transition.earliest)),
                          session};
  const auto facet = static_cast<std::size_t>(transition.facet());
  facet_tables()[facet].add(inserts_[facet], key, transition);
  recent_.add(key.seq, person);
}

std::int64_t TransitionLog::next_seq(std::int64_t at) {
  Position& position = *position_;
  ++position.seq;
  position.latest = std::max(position.latest, at);
  if (at < position.mark_at) {  // the clock went back, or people's records came out of order
    lower_marks_.run(at);
    position.mark_at = at;
  }
  if (position.seq - position.mark_seq >= kMarkEvery) {
    add_mark_.run(position.seq, at, position.latest);
    position.mark_seq = position.seq;
    position.mark_at = at;
  }
  return position.seq;
}

TransitionLog::Position TransitionLog::read_position() {
  Position position;
  position.seq = database_.integer("SELECT seq FROM seq_last");
  // One seek a person and facet, not a pass over the tables.
  position.latest = database_.integer(
      "SELECT max(at) FROM (" +
      of_each_facet("SELECT max((SELECT t.at FROM {table} t WHERE t.person = p.id {only} ORDER BY t.at DESC LIMIT 1)) "
                    "AS at FROM person p",
                    " UNION ALL ", facet_tables()) +
      ")");
  Statement newest = database_.prepare("SELECT seq, at_after FROM seq_mark ORDER BY seq DESC LIMIT 1");
  if (Rows mark = newest.select(); mark.next()) {
    position.mark_seq = mark.integer(0);
    position.mark_at = mark.integer(1);
  }
  return position;
}

}  // namespace presenced::store
