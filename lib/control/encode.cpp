#include "control/encode.h"

#include <algorithm>

#include "base/json_object.h"

namespace presenced::control {
namespace {

using base::JsonObject;

std::int64_t number(std::size_t count) { return static_cast<std::int64_t>(count); }

JsonObject object() { return JsonObject(kMostTextBytes); }

JsonObject answer() {
  JsonObject text = object();
  text.number("schema", kSchema);
  return text;
}

template <class All, class Write>
std::vector<std::string> first_of(const All& all, Write write) {
  std::vector<std::string> json;
  for (std::size_t i = 0; i < std::min(all.size(), kMostListed); ++i) json.push_back(write(all[i]));
  return json;
}

std::string problem(const config::Problem& problem) {
  return object()
      .text("file", problem.file)
      .number("line", problem.line)
      .number("column", problem.column)
      .text("key", problem.key)
      .text("message", problem.message)
      .done();
}

void add_problems(JsonObject& text, const config::Problems& problems) {
  text.number("problem_count", number(problems.size())).array("problems", first_of(problems, problem));
}

std::string name(const UnresolvedName& unresolved) {
  return object()
      .text("where", unresolved.where)
      .text("name", unresolved.name)
      .text("trouble", unresolved.trouble)
      .done();
}

std::string clock(const ClockStatus& status) {
  return object()
      .text("state", status.state)
      .number("ahead_ms", status.ahead_ms)
      .flag("confirmed", status.confirmed)
      .number("history_ahead_ms", status.history_ahead_ms)
      .text("trouble", trouble_of(status))
      .done();
}

std::string feed(const FeedStatus& status) {
  return object()
      .text("name", status.name)
      .text("state", status.state)
      .text("trouble", status.trouble)
      .number("people", number(status.people))
      .number("round_ms", status.round_ms)
      .done();
}

std::string workspace(const WorkspaceStatus& status) {
  JsonObject text = object();
  text.text("name", status.name)
      .flag("connected", status.connected)
      .text("state", status.state)
      .time("since", status.since)
      .text("trouble", status.trouble)
      .text("needed", status.needed)
      .text("provided", status.provided)
      .time("next_attempt_at", status.next_attempt_at)
      .number("watched", number(status.watched))
      .number("unresolved_count", number(status.unresolved.size()))
      .array("unresolved", first_of(status.unresolved, name))
      .number("confirmed", number(status.confirmed))
      .number("unconfirmed_count", number(status.unconfirmed.size()))
      .texts("unconfirmed", first_of(status.unconfirmed, [](const base::UserId& user) { return user.text; }))
      .number("sampled", number(status.sampled));
  for (const base::FacetRow& facet : base::kFacets)
    text.number(std::string(facet.word) + "_covered", number(status.covered[facet.facet]));
  return text.time("last_event", status.last_event)
      .number("uncommitted", number(status.uncommitted))
      .number("uncommitted_bytes", number(status.uncommitted_bytes))
      .flag("held", status.held)
      .raw("clock", clock(status.clock))
      .array("feeds", first_of(status.feeds, feed))
      .done();
}

std::string log_line(const LogLine& line) {
  return object()
      .time("at", line.at)
      .text("level", line.error ? "error" : "warning")
      .text("event", line.event)
      .text("workspace", line.workspace)
      .text("message", line.message)
      .done();
}

std::string history(const HistoryStatus& status) {
  return object()
      .text("path", status.path)
      .number("bytes", number(status.bytes))
      .number("queued", number(status.queued))
      .time("last_commit_at", status.last_commit_at)
      .flag("recording", status.recording)
      .text("trouble", status.trouble)
      .number("log_bytes", number(status.log_bytes))
      .text("log_trouble", status.log_trouble)
      .done();
}

std::string configuration(const ConfigurationStatus& status) {
  JsonObject text = object();
  text.text("file", status.file).time("rejected_at", status.rejected_at);
  add_problems(text, status.problems);
  return text.done();
}

}  // namespace

std::string to_json(const Status& status) {
  std::vector<std::string> workspaces;
  for (const WorkspaceStatus& one : status.workspaces) workspaces.push_back(workspace(one));
  return answer()
             .text("version", status.version)
             .number("pid", status.pid)
             .time("started_at", status.started_at)
             .time("at", status.at)
             .raw("history", history(status.history))
             .raw("configuration", configuration(status.configuration))
             .array("workspaces", workspaces)
             .array("recent", first_of(status.recent, log_line))
             .done() +
         "\n";
}

std::string to_json(const Reloaded& reloaded) {
  JsonObject text = answer();
  text.flag("applied", reloaded.problems.empty());
  if (!reloaded.problems.empty()) text.text("error", "the configuration is not valid; the running one stays in force");
  text.texts("changed", reloaded.changed);
  add_problems(text, reloaded.problems);
  return text.done() + "\n";
}

std::string to_json(const Purged& purged) {
  return answer()
             .text("user", purged.user.text)
             .flag("known", purged.known)
             .flag("forgotten", purged.forgotten)
             .number("transitions", number(purged.transitions))
             .number("spans", number(purged.spans))
             .texts("named_at", purged.named_at)
             .done() +
         "\n";
}

std::string to_json(const ForgetUndone& undone) {
  return answer().text("user", undone.user.text).flag("forgotten", false).done() + "\n";
}

std::string to_json(const Repaired& repaired) {
  return answer()
             .text("workspace", repaired.workspace)
             .number("transitions", number(repaired.transitions))
             .number("spans", number(repaired.spans))
             .number("sessions", number(repaired.sessions))
             .done() +
         "\n";
}

std::string to_json(const Reconnecting& reconnecting) {
  return answer().texts("workspaces", reconnecting.workspaces).done() + "\n";
}

std::string error_json(std::string_view error) { return answer().text("error", error).done() + "\n"; }

}  // namespace presenced::control
