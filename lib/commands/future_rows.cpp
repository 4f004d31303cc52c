#include "commands/future_rows.h"

#include <fmt/format.h>

#include "commands/history.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

constexpr base::Millis kOnlyWaitedFor = std::chrono::minutes{1};

std::string counted(std::int64_t count, const char* one, const char* several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

store::MisdatedRows future_rows(store::Reader& reader, base::WallTime now) {
  return answered(store::find_misdated(reader, now + kOnlyWaitedFor));
}

std::string described(const store::Misdated& rows, const time::Zone& zone) {
  return fmt::format(
      "{}, {} and {} of {} are dated in the future, up to {}", counted(rows.transitions, "transition", "transitions"),
      counted(rows.spans, "span of coverage", "spans of coverage"), counted(rows.sessions, "session", "sessions"),
      rows.workspace, time::readable_time(zone, rows.newest));
}

std::vector<std::string> future_findings(const store::MisdatedRows& rows, const time::Zone& zone) {
  std::vector<std::string> findings;
  for (const store::Misdated& one : rows.workspaces)
    if (one.any()) findings.push_back(described(one, zone) + "; presencectl repair moves them aside");
  if (rows.alive_at)
    findings.push_back(fmt::format("the last mark of life is dated in the future, {}; presencectl repair corrects it",
                                   time::readable_time(zone, *rows.alive_at)));
  return findings;
}

}  // namespace presenced::commands
