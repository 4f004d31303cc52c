#include "ask/history.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "query/durations.h"
#include "query/text.h"
#include "query/times.h"

namespace presenced::ask {

std::shared_ptr<const query::Zone> zone_for(const Request& request, const Surroundings& surroundings,
                                            const query::ZoneDatabase& zones) {
  if (request.tz) {
    if (auto named = zones.find(*request.tz)) return named;
    throw Refused(ExitStatus::usage, "--tz: there is no time zone " + query::printable(*request.tz) +
                                         "; expected a name such as Europe/Berlin");
  }
  auto local = query::local_zone(surroundings.tz_variable);
  if (!local) throw Refused(ExitStatus::usage, local.error());
  return local.value();
}

namespace {

query::Recorder recorder_of(store::Questions& questions) {
  const auto run = answered(questions.recorder());
  return run ? query::Recorder{run->alive_at, run->started_at, run->clean, run->version} : query::Recorder{};
}

template <class T>
T understood(base::Result<T, std::string> result) {
  if (!result) throw Refused(ExitStatus::usage, result.error());
  return result.value();
}

base::Millis duration_for(std::string_view option, const std::optional<std::string>& written) {
  if (!written) return base::Millis{0};
  const auto parsed = query::parse_duration(*written);
  if (!parsed) throw Refused(ExitStatus::usage, std::string(option) + ": " + parsed.error().message);
  return parsed.value();
}

query::Person person_of(const store::PersonRow& row) {
  return {row.workspace,          row.user, row.name,   row.label,   row.real_name,
          row.email.value_or(""), row.tz,   row.is_bot, row.deleted, row.watched};
}

}  // namespace

History::History(const Request& request, const Surroundings& surroundings)
    : request_(request),
      surroundings_(surroundings),
      zone_(zone_for(request, surroundings, zones_)),
      reader_(answered(store::Reader::open(request.db))),
      file_(file_at(request.db)),
      questions_(*reader_) {
  begin();
}

void History::begin() {
  done(questions_.begin());
  recorder_ = recorder_of(questions_);
  now_ = query::present(recorder_, surroundings_.clock());
}

void History::rest() { questions_.end(); }

History::File History::file_at(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0)
    throw Refused(ExitStatus::failed, query::printable(path) + ": is gone: " + std::strerror(errno));
  return {info.st_dev, info.st_ino};
}

void History::renew() {
  if (file_at(request_.db) != file_)
    throw Refused(ExitStatus::failed, query::printable(request_.db) + ": was replaced by another file; ask again");
  begin();
  people_.clear();
  people_read_ = false;
}

base::WallTime History::moment(const std::string& written) const {
  return understood(query::parse_time(written, {now_, zone_, &zones_}));
}

query::Window History::window() const {
  return understood(query::parse_window(request_.since, request_.until, {now_, zone_, &zones_}));
}

query::Smoothing History::smoothing() const {
  return {duration_for("--merge-flaps", request_.merge_flaps), duration_for("--idle-grace", request_.idle_grace)};
}

std::vector<query::Group> History::groups() {
  std::vector<query::Group> groups;
  for (auto& row : answered(questions_.groups()))
    groups.push_back({std::move(row.workspace), std::move(row.name), std::move(row.users)});
  return groups;
}

const std::vector<Subject>& History::people() {
  if (!people_read_)
    for (const auto& row : answered(questions_.people())) people_.push_back({person_of(row), row.key});
  people_read_ = true;
  return people_;
}

std::vector<Subject> History::chosen(query::NameMatch match) {
  const std::vector<Subject>& all = people();
  if (request_.who.empty()) return all;
  std::vector<query::Person> known;
  known.reserve(all.size());
  for (const Subject& subject : all) known.push_back(subject.person);
  auto found = query::resolve(request_.who, known, groups(), match);
  if (!found) throw Refused(ExitStatus::nobody, std::move(found.error().problems));
  std::vector<Subject> chosen;
  for (const std::size_t index : found.value()) chosen.push_back(all[index]);
  return chosen;
}

std::vector<Subject> History::chosen(query::Window window) {
  std::vector<Subject> subjects = chosen();
  if (!request_.who.empty()) return subjects;
  const auto of_no_concern = [&](const Subject& subject) {
    if (subject.person.watched) return false;
    for (const base::FacetRow& facet : base::kFacets)
      for (const auto& row : answered(questions_.coverage(subject.key, facet.facet, {window.from, window.to})))
        if (!row.ended_at || *row.ended_at > window.from) return false;
    return true;
  };
  std::erase_if(subjects, of_no_concern);
  return subjects;
}

namespace {

template <class State>
std::vector<query::Change<State>> changes_of(std::vector<store::TransitionRow> rows) {
  std::vector<query::Change<State>> changes;
  for (auto& row : rows)
    changes.push_back(
        {row.change.at, row.change.earliest, std::get<State>(std::move(row.change.after)), row.change.source});
  return changes;
}

std::vector<query::Covered> covered_of(const std::vector<store::CoverageRow>& rows) {
  std::vector<query::Covered> covered;
  for (const auto& row : rows) covered.push_back({row.started_at, row.ended_at, row.mode, row.reason});
  return covered;
}

}  // namespace

template <class State>
query::FacetHistory<State> History::facet_within(const Subject& subject, base::Facet facet, query::Window window) {
  const store::Between between{window.from, window.to};
  return {changes_of<State>(answered(questions_.transitions(subject.key, facet, between))),
          covered_of(answered(questions_.coverage(subject.key, facet, between)))};
}

query::PresenceHistory History::presence(const Subject& subject, query::Window window) {
  return facet_within<base::Presence>(subject, base::Facet::presence, window);
}

query::StatusHistory History::status(const Subject& subject, query::Window window) {
  return facet_within<base::Status>(subject, base::Facet::status, window);
}

// An empty window asks for the change in force at its start: one seek. Changes after the coverage has ended are few:
// what was seen just as it began again, and nothing after that.
template <class State>
query::FacetHistory<State> History::facet_at(const Subject& subject, base::Facet facet, base::WallTime at) {
  const base::Millis just_after{1};
  auto coverage = covered_of(answered(questions_.coverage_until(subject.key, facet, at)));
  const query::SpanSet covered = query::covered_time(coverage, known_until());
  const base::WallTime last = covered.empty() ? at : std::min(at, covered.spans().back().to);
  const store::Between window{last + just_after, at + just_after};
  return {changes_of<State>(answered(questions_.transitions(subject.key, facet, window))), std::move(coverage)};
}

query::PresenceHistory History::presence_at(const Subject& subject, base::WallTime at) {
  return facet_at<base::Presence>(subject, base::Facet::presence, at);
}

query::StatusHistory History::status_at(const Subject& subject, base::WallTime at) {
  return facet_at<base::Status>(subject, base::Facet::status, at);
}

query::PresenceTimeline History::timeline(const Subject& subject, query::Window window) {
  const query::Smoothing corrections = smoothing();
  return query::timeline(presence(subject, query::needed(window, corrections)), window, alive_at(), corrections);
}

}  // namespace presenced::ask
