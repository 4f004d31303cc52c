// Workspaces, runs of the daemon, sessions, and the words of the end reasons.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "history/end_reason.h"
#include "store/verify_parts.h"

namespace presenced::store::verification {
namespace {

void check_workspaces(Database& database, Findings& findings) {
  each_row(database, "SELECT id, name, last_batch FROM workspace", [&](const Rows& row) {
    if (row.text(1).empty()) findings.tell("workspace {} has no name", row.integer(0));
    if (row.integer(2) < 0) findings.tell("workspace {} has committed batch {}", row.integer(0), row.integer(2));
  });
}

void check_each_run(Database& database, Findings& findings) {
  std::int64_t before = INT64_MIN;
  std::int64_t runs = 0;
  each_row(database, "SELECT id, started_at, alive_at, clean, version FROM run ORDER BY id", [&](const Rows& row) {
    ++runs;
    const std::int64_t alive_at = row.integer(2);
    if (row.integer(1) > alive_at)
      findings.tell("run {} began at {}, after its last mark of life at {}", row.integer(0), readable(row.integer(1)),
                    readable(alive_at));
    if (alive_at < before)
      findings.tell("run {} was last alive at {}, before the run that preceded it", row.integer(0), readable(alive_at));
    if (row.integer(3) != 0 && row.integer(3) != 1)
      findings.tell("run {} has the unknown end {}", row.integer(0), row.integer(3));
    if (row.text(4).empty()) findings.tell("run {} names no version", row.integer(0));
    before = std::max(before, alive_at);
  });
  if (runs == 0) findings.tell("no run of the daemon is recorded");
}

// Words may be there that this program does not have: of a newer release.
void check_words(Database& database, Findings& findings) {
  each_row(database, "SELECT code, word FROM end_reason", [&](const Rows& row) {
    for (const auto& [reason, word] : history::kEndReasonWords)
      if ((row.integer(0) == static_cast<std::int64_t>(reason)) != (row.text(1) == word))
        findings.tell("the end reason {} is called {}", row.integer(0), row.text(1));
  });
}

void check_sessions(Database& database, const Facts& facts, Findings& findings) {
  each_row(
      database, "SELECT id, number, connected_at, ended_at, end_reason, ready_at, proven_at, sampled_at FROM session",
      [&](const Rows& row) {
        const std::string what = fmt::format("session {}", row.integer(0));
        const std::int64_t connected_at = row.integer(2);
        const auto ended_at = row.maybe_integer(3);
        if (row.integer(1) < 1) findings.tell("{} has the number {}", what, row.integer(1));
        check_time(facts, findings, what, "connected", connected_at);
        check_end_reason(facts, findings, what, ended_at, row.maybe_integer(4));
        if (!ended_at && facts.clean) findings.tell("{} is open after a clean stop", what);
        if (ended_at && *ended_at < connected_at) findings.tell("{} ended before it began", what);
        if (ended_at) check_time(facts, findings, what, "ended", *ended_at);
        // A round of samples may have begun before the session that went on with it.
        constexpr int kSampled = 7;
        for (const auto& [column, done] : {std::pair{5, "was ready"}, {6, "was proven"}, {kSampled, "was sampled"}}) {
          const auto at = row.maybe_integer(column);
          if (!at) continue;
          if (*at < connected_at && column != kSampled)
            findings.tell("{} {} before it began", what, done);
          else
            check_time(facts, findings, what, done, *at);
        }
      });
}

}  // namespace

void check_runs(Database& database, const Facts& facts, Findings& findings) {
  check_workspaces(database, findings);
  check_each_run(database, findings);
  check_words(database, findings);
  check_sessions(database, facts, findings);
}

}  // namespace presenced::store::verification
