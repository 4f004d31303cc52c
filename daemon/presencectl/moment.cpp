// now, at: everybody's state at one moment.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "command.h"
#include "query/sheets.h"
#include "query/text.h"
#include "query/times.h"
#include "query/who.h"
#include "query/zone_database.h"
#include "store/questions.h"

namespace presenced::presencectl {
namespace {

ExitStatus say(const std::string& what, ExitStatus status) {
  fmt::print(stderr, "presencectl: {}\n", what);
  return status;
}

query::Format format_of(const std::string& word) {
  if (word == "json") return query::Format::json;
  if (word == "jsonl") return query::Format::jsonl;
  return word == "csv" ? query::Format::csv : query::Format::table;
}

template <class State>
base::Result<query::FacetHistory<State>, store::Failure> facet(
    store::Questions& questions, store::PersonRow::Key key, base::Facet which, store::Between window,
    base::Result<std::vector<store::TransitionRow<State>>, store::Failure> changes) {
  if (!changes) return changes.error();
  auto covered = questions.coverage(key, which, window);
  if (!covered) return covered.error();
  query::FacetHistory<State> history;
  for (const auto& row : changes.value())
    history.changes.push_back({row.change.at, row.change.earliest, row.change.after, row.change.source});
  for (const auto& row : covered.value())
    history.coverage.push_back({row.started_at, row.ended_at, row.mode, row.reason});
  return history;
}

base::Result<std::shared_ptr<const query::Zone>, std::string> zone_of(const Options& options,
                                                                      const query::ZoneDatabase& zones) {
  if (options.tz) {
    if (auto named = zones.find(*options.tz)) return named;
    return "--tz: there is no time zone " + query::printable(*options.tz) + "; expected a name such as Europe/Berlin";
  }
  const char* tz = std::getenv("TZ");
  return query::local_zone(tz ? std::optional<std::string>(tz) : std::nullopt);
}

ExitStatus answer(const Options& options, const char* command, const std::optional<std::string>& time) {
  auto reader = store::Reader::open(options.db);
  if (!reader) return say(reader.error().message, ExitStatus::failed);
  store::Questions questions(*reader.value());
  if (auto failed = questions.begin()) return say(failed->message, ExitStatus::failed);
  const query::ZoneDatabase zones;
  auto zone = zone_of(options, zones);
  if (!zone) return say(zone.error(), ExitStatus::usage);

  auto recorder = questions.recorder();
  if (!recorder) return say(recorder.error().message, ExitStatus::failed);
  const auto& run = recorder.value();
  query::Recorder known{};
  if (run) known = {run->alive_at, run->started_at, run->clean, run->version};
  const auto clock = base::wall_from_unix_ms(
      std::chrono::floor<base::Millis>(std::chrono::system_clock::now()).time_since_epoch().count());
  const base::WallTime now = query::present(known, clock);
  base::WallTime at = now;
  if (time) {
    const auto parsed = query::parse_time(*time, {now, zone.value(), &zones});
    if (!parsed) return say(parsed.error(), ExitStatus::usage);
    at = parsed.value();
  }

  auto rows = questions.people();
  if (!rows) return say(rows.error().message, ExitStatus::failed);
  auto listed = questions.groups();
  if (!listed) return say(listed.error().message, ExitStatus::failed);
  std::vector<query::Person> people;
  for (const auto& row : rows.value())
    people.push_back({row.workspace, row.user, row.name, row.label, row.real_name, row.email.value_or(""), row.tz,
                      row.is_bot, row.deleted, row.watched});
  std::vector<query::Group> groups;
  for (const auto& row : listed.value()) groups.push_back({row.workspace, row.name, row.users});
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; options.who.empty() && i < people.size(); ++i) chosen.push_back(i);
  if (!options.who.empty()) {
    auto found = query::resolve(options.who, people, groups);
    if (!found) {
      for (const auto& problem : found.error().problems) say(problem, ExitStatus::nobody);
      return ExitStatus::nobody;
    }
    chosen = found.value();
  }

  std::string out;
  query::SheetHead head{command, std::nullopt, zone.value(), {}};
  head.totals.push_back({{"at", "", query::Kind::time}, at});
  const auto writer = query::sheet_writer(format_of(options.format), head, query::moment_columns(), {}, out);
  const store::Between window{at + base::Millis{1}, at + base::Millis{1}};
  bool unknown = false;
  for (const std::size_t i : chosen) {
    const auto key = rows.value()[i].key;
    auto presence =
        facet<base::Presence>(questions, key, base::Facet::presence, window, questions.presence(key, window));
    if (!presence) return say(presence.error().message, ExitStatus::failed);
    auto status = facet<base::Status>(questions, key, base::Facet::status, window, questions.status(key, window));
    if (!status) return say(status.error().message, ExitStatus::failed);
    const auto is = query::at_moment(presence.value(), at, known.alive_at);
    unknown = unknown || !is.state;
    writer->row(
        query::moment_row(people[i], is, query::at_moment(status.value(), at, known.alive_at), at, *zone.value()));
  }
  writer->end();
  if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0)
    return say("cannot write the answer", ExitStatus::failed);
  return options.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace

ExitStatus run_now(const Options& options) { return answer(options, "now", std::nullopt); }
ExitStatus run_at(const Options& options) { return answer(options, "at", options.time); }

}  // namespace presenced::presencectl
