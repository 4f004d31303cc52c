// The history for whoever keeps a copy of it elsewhere: its committed rows as they are stored, by the numbers that it
// gives to people and workspaces, and what identifies it. Over a Reader's connection, by the thread that uses the
// reader. Every call throws StoreError. Rows are handed over one by one: nothing is collected, however long the history
// is.
//
// All calls between begin() and end() see one moment of the history. Keep such a moment short: SQLite cannot reuse its
// log meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/facet_tables.h"
#include "store/reader.h"
#include "store/transitions.h"

namespace presenced::store {

// Rows that went for good (the table `deletion`).
struct Deletion {
  std::int64_t id = 0;
  std::optional<std::int64_t> person;     // a purge; else rows were set aside
  std::optional<std::int64_t> workspace;  // of which they were; empty: of the runs alone
  std::int64_t after = 0;                 // the moment that they were later than, or reached over
  std::int64_t until_seq = 0;             // transitions with a greater seq came later
};

struct RunMark {
  std::int64_t run = 0;
  std::string mark;  // empty: the run is older than marks
  std::int64_t alive_at = 0;
  std::optional<std::int64_t> seq_before;  // the last seq before it
};

// One facet of one person in one workspace, by the history's numbers.
struct SpanKey {
  std::int64_t person = 0;
  std::int64_t workspace = 0;
  std::int64_t facet = 0;
  auto operator<=>(const SpanKey&) const = default;
};

// The smaller tables, each with its columns:
enum class ReplicaTable : std::uint8_t {
  workspaces,  // number, name
  people,      // number, number of the workspace, user_id, label, name, real_name, tz, is_bot, deleted, watched, email
  groups,      // number of the workspace, name, user_id, since, until
  forgotten,   // user_id, at, by_uid
  sessions,    // number, number of the workspace, connected_at, ready_at, ended_at, end_reason, feed
  runs,        // number, started_at, alive_at, clean, version
};

class Replica {
 public:
  using Each = std::function<void(const Rows& row)>;

  explicit Replica(Reader& reader);

  void begin();
  void end();  // harmless when nothing was begun

  // Whether another connection has committed something since the last begin().
  bool has_changed();

  std::string history_id();
  std::int64_t last_seq();
  std::vector<RunMark> runs_from(std::int64_t run);  // that one and the later ones
  std::vector<Deletion> deletions(std::int64_t after_id);
  std::int64_t last_deletion();  // 0: there was none

  // The transitions that follow `after`: about `most` of them, or all up to `last_seq`.
  Stretch stretch(std::int64_t after, std::int64_t last_seq, std::int64_t most);
  // Those of one facet in a stretch: person, workspace, seq, session, at, uncertainty, source, and the facet's `state`
  // (FacetTable). Transitions of a person in `purged` count from a greater seq than the one given there.
  void transitions(const FacetTable& facet, const Stretch& stretch, const std::map<std::int64_t, std::int64_t>& purged,
                   const Each& each);

  std::vector<SpanKey> span_keys();
  // The spans of coverage of one key from the one on that holds the moment `from`: started_at, ended_at, mode,
  // end_reason, session.
  void spans(const SpanKey& key, std::int64_t from, const Each& each);

  // Of sessions and runs those from the number `from` on. Of sessions the open ones besides.
  void table(ReplicaTable table, std::int64_t from, const Each& each);

 private:
  Database& database_;
  std::vector<Statement> transitions_;  // by facet
  Statement spans_;
  std::int64_t version_ = -1;  // PRAGMA data_version
  bool begun_ = false;
};

// The stretch for the marks of a history, ascending: cut at the last mark that is at most `most` beyond `after`, else
// at the first one beyond it, else at `last_seq`.
Stretch stretch_after(const std::vector<SeqMark>& marks, std::int64_t after, std::int64_t last_seq, std::int64_t most);

}  // namespace presenced::store
