// repair: what a wrong clock has dated into the future is set aside, so that recording goes on.
//
// The daemon does it where one records into this history; else presencectl itself, under the daemon's lock. A copy of
// the history is made first.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "commands/command.h"
#include "commands/future_rows.h"
#include "commands/history.h"
#include "commands/keeper.h"
#include "commands/sheet_output.h"
#include "store/backup.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

rendering::Columns repair_columns() {
  using rendering::Kind;
  return {{"workspace", "WORKSPACE"},       {"transitions", "TRANSITIONS", Kind::number},
          {"spans", "SPANS", Kind::number}, {"sessions", "SESSIONS", Kind::number},
          {"newest", "NEWEST", Kind::time}, {"copy", ""}};
}

// Beside the history, named for the moment.
std::string copy_for(const std::string& db, base::WallTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  return fmt::format("{}.before-repair-{:%Y%m%dT%H%M%S}Z", db, fmt::gmtime(std::time_t{seconds.count()}));
}

rendering::Row row_of(const store::Misdated& rows, const store::MisdatedRows& all, const rendering::Cell& copy) {
  return {rows.workspace.empty() ? rendering::Cell{} : rendering::Cell{rows.workspace},
          rows.transitions,
          rows.spans,
          rows.sessions,
          all.alive_at ? std::max(rows.newest, *all.alive_at) : rows.newest,
          copy};
}

void confirm(const std::vector<std::string>& findings, const std::string& copy, const Request& request,
             const CommandContext& context) {
  if (request.yes) return;
  if (!context.confirm)
    throw Refused(ExitStatus::usage,
                  "repair changes the history; without a terminal, confirm with --yes, or see what it would do with "
                  "--dry-run; nothing was changed");
  const std::string question = fmt::format("{}\nmove these aside, and keep a copy of the history as {}? [y/N] ",
                                           fmt::join(findings, "\n"), text::printable(copy));
  if (!context.confirm(question)) throw Refused(ExitStatus::failed, "nothing was changed");
}

void make_copy(store::Reader& reader, const std::string& copy, const CommandContext& context) {
  if (context.progress) context.progress("copying the history to " + copy);
  const auto failure = store::backup(reader, copy, [] {});
  if (context.progress) context.progress("");
  if (failure) throw Refused(ExitStatus::failed, text::printable(failure->message) + "; nothing was changed");
}

}  // namespace

ExitStatus repair(const Request& request, const CommandContext& context) {
  const time::ZoneDatabase zones;
  const auto zone = zone_for(request, context, zones);
  const base::WallTime now = context.clock();
  const auto reader = answered(store::Reader::open(request.db));
  store::MisdatedRows found = future_rows(*reader, now);
  if (!found.any() && request.format == rendering::Format::table) {
    context.output.write(fmt::format("{}: no record is dated in the future\n", text::printable(request.db)));
    return ExitStatus::answered;
  }
  if (found.any() && found.workspaces.empty()) found.workspaces.push_back({});  // a mark of life, and nothing else yet
  rendering::Cell copied;
  if (found.any() && !request.dry_run) {
    const std::string copy = copy_for(request.db, now);
    confirm(future_findings(found, *zone), copy, request, context);
    Keeper keeper(request, context);
    make_copy(*reader, copy, context);
    context.output.say("copy of the history before the repair: " + text::printable(copy));
    for (store::Misdated& one : found.workspaces) {
      const control::Repaired repaired = keeper.repair(one.workspace);
      one.transitions = static_cast<std::int64_t>(repaired.transitions);
      one.spans = static_cast<std::int64_t>(repaired.spans);
      one.sessions = static_cast<std::int64_t>(repaired.sessions);
    }
    keeper.close();
    copied = copy;
  }
  SheetOutput sheet(request, context, {request.command, std::nullopt, zone, {}}, repair_columns());
  for (const store::Misdated& one : found.workspaces) sheet.row(row_of(one, found, copied));
  sheet.end();
  return ExitStatus::answered;
}

}  // namespace presenced::commands
