// Brings one history to the centre, round by round. Used by one thread, which also owns the reader and the connection.
//
// A round is one moment of the source and one transaction at the centre, in this order, so that the centre never claims
// more than it has:
//   1. what was deleted at the source since the last round;
//   2. workspaces and people;
//   3. the next transitions by seq, some ten thousand of them, and the position;
//   4. once no transition is missing: coverage, sessions, groups, who was forgotten, and the marks of life.
// A round that dies at any point leaves nothing, and the next one begins where the last one that was committed ended.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "central/centre.h"
#include "central/facets.h"
#include "store/replica.h"

namespace presenced::central {

struct Round {
  std::int64_t transitions = 0;
  bool complete = false;      // the centre has everything that the source had at that moment
  std::int64_t alive_at = 0;  // the source's last mark of life, in milliseconds; of a complete round
};

// The history does not go on from what the centre has of it (central/lineage.h).
struct Parted {
  std::string why;
};

class Replicator {
 public:
  // Throws what open_centre() throws, and StoreError.
  Replicator(Connection& connection, store::Reader& reader, const std::string& origin);

  // Throws CentreError, Stopped, Parted and store::StoreError. After any of them only a new object over a new
  // connection may go on.
  Round round();

  // Whether something was committed at the source since the last round.
  bool behind() { return source_.has_changed(); }

  std::int64_t position() const { return centre_.position.seq; }

 private:
  void check_lineage(const std::vector<store::Deletion>& deletions);
  std::int64_t bring_transitions(std::int64_t last_seq);
  std::int64_t bring_facet(const Facet& facet, const store::Stretch& stretch);
  void bring_mark(std::int64_t from, std::int64_t until, std::int64_t up_to);
  void bring_coverage();
  void save_position();

  store::Replica source_;
  Centre centre_;
  std::map<std::int64_t, std::int64_t>
      purged_;                 // until which seq transitions of a person go, as far as some may be left
  std::int64_t earliest_ = 0;  // of the transitions of this round
  std::int64_t latest_ = 0;
};

}  // namespace presenced::central
