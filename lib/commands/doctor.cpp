// doctor: a report on the whole installation, made to be pasted into a bug report (commands/doctor_report.h).
#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "commands/command.h"
#include "commands/daemon.h"
#include "commands/doctor_report.h"
#include "commands/future_rows.h"
#include "commands/history.h"
#include "commands/places.h"
#include "commands/sheet_output.h"
#include "commands/status_text.h"
#include "config/file.h"
#include "store/verify.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

constexpr std::uintmax_t kQuicklyVerified = 100'000'000;  // bytes: about two seconds
constexpr std::size_t kMostFindings = 10;
constexpr std::size_t kMostEnds = 10;
constexpr base::Millis kRecently = std::chrono::hours{24} * 7;

// Over a connection of its own: it is of a moment of its own, too.
void examine_soundness(Report& report, const std::string& db, std::uintmax_t bytes) {
  if (bytes > kQuicklyVerified)
    return report.add("integrity", "not checked because that would take a while; use presencectl verify");
  std::size_t findings = 0;
  const auto reader = answered(store::Reader::open(db));
  const auto failure = store::verify(
      *reader,
      [&](const std::string& finding) {
        report.add("finding", finding, true);
        return ++findings < kMostFindings;
      },
      store::Naming::nobody);
  if (failure)
    report.add("integrity", fmt::format("cannot be checked (code {})", failure->code), true);
  else if (findings == 0)
    report.add("integrity", "OK: file and contents are consistent");
}

void examine_future(Report& report, const std::string& db, base::WallTime now, const time::Zone& zone) {
  const auto reader = answered(store::Reader::open(db));
  store::MisdatedRows rows = future_rows(*reader, now);
  for (store::Misdated& one : rows.workspaces) one.workspace = report.workspace(one.workspace);
  const std::vector<std::string> findings = future_findings(rows, zone);
  for (const std::string& finding : findings) report.add("future", finding, true);
  if (findings.empty()) report.add("future", "no record is later than this machine's clock");
}

void examine_recorder(Report& report, const History& history) {
  const history::Recorder& run = history.recorder();
  if (run.started_at == base::WallTime{}) return report.add("recorder", "no daemon has ever recorded into it", true);
  report.add("recorder", fmt::format("presenced {}, started {}, alive until {}{}", plain_word(run.version),
                                     time::readable_time(*history.zone(), run.started_at),
                                     time::readable_time(*history.zone(), run.alive_at), run.clean ? ", stopped" : ""));
}

// The newest sessions that ended otherwise than planned.
void examine_ends(Report& report, History& history, base::WallTime now) {
  std::deque<std::string> ends;
  const auto failure =
      history.questions().sessions({now - kRecently, now + base::Millis{1}}, [&](const history::Session& row) {
        using history::EndReason;
        if (!row.ended_at || !row.reason || *row.reason == EndReason::goodbye || *row.reason == EndReason::shutdown ||
            *row.reason == EndReason::unwatched)
          return true;
        ends.push_back(fmt::format("{} session {} of {}: {}", time::readable_time(*history.zone(), *row.ended_at),
                                   row.number, report.workspace(row.workspace), name_of(*row.reason)));
        if (ends.size() > kMostEnds) ends.pop_front();
        return true;
      });
  if (failure) return report.add("sessions", fmt::format("cannot be read (code {})", failure->code), true);
  for (const std::string& end : ends) report.add("ended", end);
  if (ends.empty()) report.add("ended", "no unplanned end in the last week");
}

void examine_history(Report& report, const Request& request, const CommandContext& context) {
  report.topic("history");
  try {
    History history(request, context);
    const store::Extent extent = answered(history.questions().extent());
    const auto bytes = static_cast<std::uintmax_t>(extent.file_bytes);
    report.add("size", fmt::format("{}, {} of it free, {} in its log", readable_size(bytes),
                                   readable_size(static_cast<std::uintmax_t>(extent.free_bytes)),
                                   readable_size(static_cast<std::uintmax_t>(extent.log_bytes))));
    report.add("content",
               fmt::format("schema {}; workspaces: {}, people: {}, sessions: {}, transitions ever: {}", extent.schema,
                           extent.workspaces, extent.people, extent.sessions, extent.last_seq));
    examine_recorder(report, history);
    examine_future(report, request.db, context.clock(), *history.zone());
    examine_soundness(report, request.db, bytes);
    report.topic("sessions that ended");
    examine_ends(report, history, context.clock());
  } catch (const Refused&) {
    report.add("cannot be read", "presencectl people shows the reason", true);
  }
}

std::string in_words(const std::vector<Item>& items) {
  std::string text;
  std::string topic;
  for (const Item& item : items) {
    if (item.topic != topic) text += (text.empty() ? "" : "\n") + item.topic + "\n";
    topic = item.topic;
    const std::string name = item.name.empty() ? "" : item.name + ": ";
    text +=
        name.empty() && item.value.empty() ? "\n" : fmt::format("{} {}{}\n", item.wrong ? "!" : " ", name, item.value);
  }
  return text;
}

}  // namespace

ExitStatus doctor(const Request& asked, const CommandContext& context) {
  Request request = asked;
  request.config = config::absolute_path(configuration_file(request));
  const time::ZoneDatabase zones;
  const auto zone = zone_for(request, context, zones);
  Report report;
  examine_versions(report, context);
  const auto settings = examine_configuration(report, request, context);
  std::error_code ignored;
  // Without --db there may be none at the usual place: then it is the one that the configuration names.
  if (settings && !std::filesystem::exists(request.db, ignored)) request.db = settings->history.path;
  const bool elsewhere = request.socket.empty() && settings && settings->control.configured;
  const auto socket = elsewhere ? settings->control.socket : control_socket(request, context);
  examine_files(report, request, settings, socket);
  if (settings && !std::filesystem::equivalent(settings->history.path, request.db, ignored))
    report.add("note", "the configuration names another history than this report", true);
  examine_clock(report, *zone, context.clock());
  examine_history(report, request, context);
  examine_daemon(report, socket, *zone);
  const std::vector<Item> items = report.items();
  const bool found = std::any_of(items.begin(), items.end(), [](const Item& item) { return item.wrong; });
  const ExitStatus status = found ? ExitStatus::failed : ExitStatus::answered;
  if (request.format == rendering::Format::table) {
    context.output.write(in_words(items));
    return status;
  }
  SheetOutput sheet(request, context, {request.command, std::nullopt, zone, {}},
                    {{"topic", "TOPIC"}, {"name", "NAME"}, {"value", "VALUE"}, {"wrong", "", rendering::Kind::truth}});
  for (const Item& item : items) sheet.row({item.topic, item.name, item.value, item.wrong});
  sheet.end();
  return status;
}

}  // namespace presenced::commands
