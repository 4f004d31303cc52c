#include "store/transition_log.h"

#include <algorithm>

namespace presenced::store {
namespace {

// A mark every thousand transitions: a follower reads at most about that many rows too many, and a year of ten million
// transitions has ten thousand marks.
constexpr std::int64_t kMarkEvery = 1000;

std::int64_t uncertainty_of(base::WallTime at, base::WallTime earliest) {
  return std::max<std::int64_t>(0, base::unix_ms(at) - base::unix_ms(earliest));
}

}  // namespace

TransitionLog::TransitionLog(Database& database)
    : database_(database),
      add_presence_(database.prepare("INSERT INTO presence_transition(person, at, seq, workspace, code, uncertainty, "
                                     "session) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")),
      add_status_(database.prepare(
          "INSERT INTO status_transition(person, at, seq, workspace, source, uncertainty, session, before_text, "
          "before_emoji, text, emoji, expires_at) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, CASE WHEN ?12 THEN ?8 END, CASE WHEN ?12 THEN ?9 END, ?10, ?11, ?13)")),
      add_mark_(database.prepare("INSERT INTO seq_mark(seq, at_after, at_until) VALUES(?1, ?2, ?3)")),
      lower_marks_(database.prepare("UPDATE seq_mark SET at_after = ?1 WHERE at_after > ?1")),
      save_seq_(database.prepare("UPDATE seq_last SET seq = ?1 WHERE only = 1")) {}

void TransitionLog::begin() {
  if (!position_) position_ = read_position();
  saved_seq_ = position_->seq;
}

void TransitionLog::finish() {
  if (position_->seq != saved_seq_) save_seq_.run(position_->seq);
}

void TransitionLog::forget() { position_.reset(); }

void TransitionLog::write(const history::PresenceTransition& transition, std::int64_t workspace, std::int64_t person,
                          std::optional<std::int64_t> session) {
  const std::int64_t at = base::unix_ms(transition.at);
  const std::int64_t code =
      static_cast<std::int64_t>(transition.after) + 2 * static_cast<std::int64_t>(transition.source);
  add_presence_.run(person, at, next_seq(at), workspace, code, uncertainty_of(transition.at, transition.earliest),
                    session);
}

void TransitionLog::write(const history::StatusTransition& transition, std::int64_t workspace, std::int64_t person,
                          std::optional<std::int64_t> session) {
  const std::int64_t at = base::unix_ms(transition.at);
  const base::Status before = transition.before.value_or(base::Status{});
  std::optional<std::int64_t> expires_at;
  if (transition.after.expires_at) expires_at = base::unix_ms(*transition.after.expires_at);
  add_status_.run(person, at, next_seq(at), workspace, static_cast<std::int64_t>(transition.source),
                  uncertainty_of(transition.at, transition.earliest), session, before.text, before.emoji,
                  transition.after.text, transition.after.emoji, transition.before.has_value(), expires_at);
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
  // One seek a person, not a pass over the tables.
  position.latest = std::max(
      database_.integer("SELECT max((SELECT t.at FROM presence_transition t WHERE t.person = p.id ORDER BY t.at DESC "
                        "LIMIT 1)) FROM person p"),
      database_.integer("SELECT max((SELECT t.at FROM status_transition t WHERE t.person = p.id ORDER BY t.at DESC "
                        "LIMIT 1)) FROM person p"));
  Statement newest = database_.prepare("SELECT seq, at_after FROM seq_mark ORDER BY seq DESC LIMIT 1");
  if (Rows mark = newest.select(); mark.next()) {
    position.mark_seq = mark.integer(0);
    position.mark_at = mark.integer(1);
  }
  return position;
}

}  // namespace presenced::store
