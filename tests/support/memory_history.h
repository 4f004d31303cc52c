// A history kept in memory that checks every batch it is given against the rules of an honest history, as far as
// records alone can show them. A broken rule becomes a sentence in `violations`; a test demands that there are none.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "history/record.h"

namespace presenced::support {

struct Change {  // a transition; states as text
  base::UserId user;
  base::Facet facet{};
  base::WallTime at;
  base::WallTime earliest;
  std::optional<std::string> before;
  std::string after;
  history::Source source{};
  base::SessionNumber session{};
};

struct Span {  // of coverage
  base::UserId user;
  base::Facet facet{};
  base::WallTime started_at;
  std::optional<base::WallTime> ended_at;
  std::optional<history::EndReason> reason;
  std::vector<base::SessionNumber> sessions;  // that kept it up, in turn
  history::Mode mode = history::Mode::subscribed;
};

struct Session {
  base::WallTime connected_at;
  base::WallTime proven_at;
  std::optional<base::WallTime> ready_at;
  base::WallTime sampled_at{};
  std::optional<base::WallTime> ended_at;
  std::optional<history::EndReason> reason;
};

// "active", "away"; a status as "text|:emoji:|expiry".
std::string text_of(base::Presence presence);
std::string text_of(const base::Status& status);
std::string text_of(const base::Dnd& dnd);  // "enabled|STARTS|ENDS", or "|" and the window
std::string text_of(base::Huddle huddle);   // "in", "out"
std::string text_of(const base::State& state);

class MemoryHistory {
 public:
  explicit MemoryHistory(const history::Resume& resume = {});

  void apply(const history::Batch& batch);
  // Moves everything aside that is dated later than `after`; what reaches beyond is cut there.
  void set_aside(base::WallTime after);
  // Deletes all that is known of a person; forgotten: and wants no record of them ever after.
  void purge(const base::UserId& user, bool forgotten);
  void allow(const base::UserId& user) { std::erase(forgotten_, user); }  // records of them are wanted again

  const std::vector<Change>& changes() const { return changes_; }
  const std::vector<Span>& spans() const { return spans_; }
  const std::map<base::SessionNumber, Session>& sessions() const { return sessions_; }
  const std::map<base::UserId, history::PersonSeen>& seen() const { return seen_; }
  const history::GroupsSet& groups() const { return groups_; }
  const std::vector<base::WallTime>& marks() const { return marks_; }
  const std::vector<std::string>& violations() const { return violations_; }

  std::vector<Change> changes_of(const base::UserId& user, base::Facet facet) const;
  std::vector<Span> spans_of(const base::UserId& user, base::Facet facet) const;
  bool covered(const base::UserId& user, base::Facet facet) const;
  // What a daemon that starts after this one is told: open spans and sessions are taken as ended at `alive_at`.
  history::Resume resume() const;

 private:
  using Key = std::pair<base::UserId, base::Facet>;
  struct Purge {
    base::UserId user;
    bool forgotten = false;
  };
  struct Track {  // of one facet of one person, as the records so far tell it
    std::optional<std::string> state;
    std::optional<std::size_t> open;  // index of the open span
    base::WallTime newest{};          // nothing of this track may be recorded before
    base::WallTime covered_until{};   // the end of the last closed span
    base::WallTime not_before{};      // `state` has come to be then or later, if that is known
  };

  void record(const history::Transition& one);
  void record(const history::CoverageOpened& one);
  void record(const history::CoverageMoved& one);
  void record(const history::CoverageClosed& one);
  void record(const history::SessionOpened& one);
  void record(const history::SessionReady& one);
  void record(const history::SessionProven& one);
  void record(const history::SessionSampled& one);
  void record(const history::SessionEnded& one);
  void record(const history::PersonSeen& one);
  void record(const history::PersonWatched& one);
  void record(const history::NameResolved& one);
  void record(const history::NameDropped& one);
  void record(const history::GroupsSet& one);
  void demand_not_forgotten(const base::UserId& user);
  void check_source(const Change& change, const Track& track);
  void check_spans_have_sessions();

  // Notes `rule` as broken by `who` unless it holds.
  void demand(bool holds, const std::string& rule, const std::string& who);
  bool live(base::SessionNumber session) const;

  history::Resume began_with_;
  std::vector<std::variant<history::Batch, Purge>> told_;  // since then, all of it
  std::vector<Change> changes_;
  std::vector<Span> spans_;
  std::map<base::SessionNumber, Session> sessions_;
  std::map<base::UserId, history::PersonSeen> seen_;
  std::map<base::UserId, history::PersonWatched> watched_;
  std::map<Key, Track> tracks_;
  std::map<base::UserId, history::PersonResume> states_;
  std::vector<base::WallTime> marks_;
  std::vector<std::string> violations_;
  base::BatchNumber last_batch_;
  base::SessionNumber last_session_;
  base::WallTime alive_at_;
  std::map<std::pair<history::NameKind, std::string>, history::NameResolved> names_;
  history::GroupsSet groups_;
  std::vector<base::UserId> forgotten_;
};

}  // namespace presenced::support
