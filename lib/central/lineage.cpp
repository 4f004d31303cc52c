#include "central/lineage.h"

#include <fmt/format.h>

namespace presenced::central {

std::optional<std::string> parted(const Position& position, const Lineage& now) {
  if (position.history != now.history) return "is not the history that was replicated under this name";
  if (now.last_seq < position.seq)
    return fmt::format("ends at change {}, and the centre has it up to {}", now.last_seq, position.seq);
  if (now.last_deletion < position.deletion) return std::string("has lost deletions that the centre carried out");
  if (position.run == 0) return std::nullopt;
  if (now.runs.empty() || now.runs.front().run != position.run || now.runs.front().mark != position.run_mark)
    return fmt::format("does not have run {} of the daemon as the centre has it", position.run);
  if (now.runs.front().alive_at < position.run_alive_at && !now.set_aside)
    return fmt::format("has an older mark of life of run {} than the centre", position.run);
  for (const store::RunMark& run : now.runs)
    if (run.run != position.run && run.seq_before && *run.seq_before < position.seq)
      return fmt::format("went on from change {}, and the centre has it up to {}", *run.seq_before, position.seq);
  return std::nullopt;
}

}  // namespace presenced::central
