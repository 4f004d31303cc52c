// Whether a history goes on from what the centre has of it. A backup that was restored does not: it has been given the
// same seqs and numbers a second time. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/replica.h"

namespace presenced::central {

// How far a source has come at the centre (the table `origin`).
struct Position {
  std::string history;
  std::int64_t seq = 0;
  std::int64_t deletion = 0;
  std::int64_t run = 0;  // 0: nothing has come yet
  std::string run_mark;
  std::int64_t run_alive_at = 0;
};

// The history at one moment.
struct Lineage {
  std::string history;
  std::int64_t last_seq = 0;
  std::int64_t last_deletion = 0;
  bool set_aside = false;            // rows were set aside since Position::deletion: marks of life may have gone back
  std::vector<store::RunMark> runs;  // from Position::run on
};

// Why not, as the beginning of a sentence about the history ("is ..."); empty: it goes on.
//
// 1. It has the id that the centre remembers, and the newest run that the centre saw, with the same mark.
// 2. It is not behind: neither its last seq, nor its last deletion, nor that run's last mark of life.
// 3. Each later run began after the last seq that the centre has. A run that went on from a backup made in the middle
// of
//    the run in 1 began earlier, as long as anything had been replicated since that backup.
std::optional<std::string> parted(const Position& position, const Lineage& now);

}  // namespace presenced::central
