#include "control/decode.h"

#include <limits>

#include "control/json_fields.h"

namespace presenced::control {
namespace {

int place(std::int64_t number) {
  const bool fits = number >= 0 && number <= std::numeric_limits<int>::max();
  return fits ? static_cast<int>(number) : 0;  // 0: not known, as in config::Place
}

config::Problems problems(const JsonFields& fields) {
  config::Problems all;
  for (const JsonFields& one : fields.objects("problems"))
    all.push_back({one.text("file"), place(one.number("line")), place(one.number("column")), one.text("key"),
                   one.text("message")});
  return all;
}

WorkspaceStatus workspace(const JsonFields& fields) {
  WorkspaceStatus status;
  status.name = fields.text("name");
  status.connected = fields.flag("connected");
  status.state = fields.text("state");
  status.since = fields.time_or_null("since");
  status.trouble = fields.text("trouble");
  if (fields.has("needed")) status.needed = fields.text("needed");  // not from an older daemon
  if (fields.has("provided")) status.provided = fields.text("provided");
  status.next_attempt_at = fields.time_or_null("next_attempt_at");
  status.watched = fields.count("watched");
  for (const JsonFields& one : fields.objects("unresolved"))
    status.unresolved.push_back({one.text("where"), one.text("name"), one.text("trouble")});
  status.confirmed = fields.count("confirmed");
  for (std::string& user : fields.texts("unconfirmed")) status.unconfirmed.push_back({std::move(user)});
  status.sampled = fields.count("sampled");
  for (const base::FacetRow& facet : base::kFacets)
    status.covered[facet.facet] = fields.count(std::string(facet.word) + "_covered");
  status.last_event = fields.time_or_null("last_event");
  status.uncommitted = fields.count("uncommitted");
  if (fields.has("uncommitted_bytes")) status.uncommitted_bytes = fields.count("uncommitted_bytes");
  if (fields.has("held")) status.held = fields.flag("held");
  const JsonFields clock = fields.object("clock");
  status.clock = {clock.text("state"), clock.number("ahead_ms"), clock.flag("confirmed"),
                  clock.number("history_ahead_ms")};
  if (!fields.has("feeds")) return status;  // from an older daemon
  for (const JsonFields& one : fields.objects("feeds"))
    status.feeds.push_back(
        {one.text("name"), one.text("state"), one.text("trouble"), one.count("people"), one.number("round_ms")});
  return status;
}

HistoryStatus history(const JsonFields& fields) {
  HistoryStatus status;
  status.path = fields.text("path");
  status.bytes = fields.count("bytes");
  status.queued = fields.count("queued");
  status.last_commit_at = fields.time_or_null("last_commit_at");
  status.recording = fields.flag("recording");
  status.trouble = fields.text("trouble");
  if (!fields.has("log_bytes")) return status;  // the daemon is older than this presencectl
  status.log_bytes = fields.count("log_bytes");
  status.log_trouble = fields.text("log_trouble");
  return status;
}

Status status(const JsonFields& fields) {
  Status status;
  status.version = fields.text("version");
  status.pid = fields.number("pid");
  status.started_at = fields.time("started_at");
  status.at = fields.time("at");
  status.history = history(fields.object("history"));
  const JsonFields configuration = fields.object("configuration");
  status.configuration = {configuration.text("file"), configuration.time_or_null("rejected_at"),
                          problems(configuration)};
  for (const JsonFields& one : fields.objects("workspaces")) status.workspaces.push_back(workspace(one));
  for (const JsonFields& one : fields.objects("recent"))
    status.recent.push_back(
        {one.time("at"), one.text("level") == "error", one.text("event"), one.text("workspace"), one.text("message")});
  return status;
}

Reloaded reloaded(const JsonFields& fields) { return {fields.texts("changed"), problems(fields)}; }

Purged purged(const JsonFields& fields) {
  return {{fields.text("user")},
          fields.flag("known"),
          fields.flag("forgotten"),
          fields.count("transitions"),
          fields.count("spans"),
          fields.has("named_at") ? fields.texts("named_at") : std::vector<std::string>{}};  // older daemons do not say
}

ForgetUndone forget_undone(const JsonFields& fields) { return {{fields.text("user")}}; }

Repaired repaired(const JsonFields& fields) {
  return {fields.text("workspace"), fields.count("transitions"), fields.count("spans"), fields.count("sessions")};
}

Reconnecting reconnecting(const JsonFields& fields) { return {fields.texts("workspaces")}; }

template <class T>
base::Result<T, std::string> read(std::string_view json, T (*take)(const JsonFields&)) {
  simdjson::dom::parser parser;
  std::string fault;
  const JsonFields fields = JsonFields::parse(json, parser, fault);
  const std::int64_t schema = fields.number("schema");
  if (fault.empty() && schema != kSchema)
    return "the daemon answers in schema " + std::to_string(schema) + ", and this presencectl reads schema " +
           std::to_string(kSchema) + ": they are of different versions";
  T taken = take(fields);
  if (fault.empty()) return taken;
  return "cannot read the daemon's answer: " + fault;
}

}  // namespace

base::Result<Status, std::string> read_status(std::string_view json) { return read(json, status); }
base::Result<Reloaded, std::string> read_reloaded(std::string_view json) { return read(json, reloaded); }
base::Result<Purged, std::string> read_purged(std::string_view json) { return read(json, purged); }
base::Result<ForgetUndone, std::string> read_forget_undone(std::string_view json) { return read(json, forget_undone); }
base::Result<Repaired, std::string> read_repaired(std::string_view json) { return read(json, repaired); }
base::Result<Reconnecting, std::string> read_reconnecting(std::string_view json) { return read(json, reconnecting); }

std::string read_error(std::string_view json) {
  simdjson::dom::parser parser;
  std::string fault;
  return JsonFields::parse(json, parser, fault).text("error");
}

}  // namespace presenced::control
