#include "commands/history.h"

#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <thread>
#include <utility>

#include "store/transitions.h"
#include "text/text.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::commands {

std::shared_ptr<const time::Zone> zone_for(const Request& request, const CommandContext& context,
                                           const time::ZoneDatabase& zones) {
  if (request.tz) {
    if (auto named = zones.find(*request.tz)) return named;
    throw Refused(ExitStatus::usage,
                  "--tz: unknown time zone '" + text::printable(*request.tz) + "'; use a name such as Europe/Berlin");
  }
  auto local = time::local_zone(context.tz_variable);
  if (!local) throw Refused(ExitStatus::usage, local.error());
  return local.value();
}

namespace {

template <class T>
T understood(base::Result<T, std::string> result) {
  if (!result) throw Refused(ExitStatus::usage, result.error());
  return result.value();
}

}  // namespace

base::Millis span_of(std::string_view option, const std::optional<std::string>& written) {
  if (!written) return base::Millis{0};
  const auto parsed = time::parse_duration(*written);
  if (!parsed) throw Refused(ExitStatus::usage, std::string(option) + ": " + parsed.error().message);
  return parsed.value();
}

History::History(const Request& request, const CommandContext& context)
    : request_(request),
      context_(context),
      zone_(zone_for(request, context, zones_)),
      reader_(answered(store::Reader::open(request.db))),
      file_(file_at(request.db)),
      questions_(*reader_),
      limit_(context.limit) {
  if (context_.gives_up) reader_->give_up_when(context_.gives_up);
  begin();
}

void History::begin() {
  throw_if_failed(questions_.begin());
  recorder_ = answered(questions_.recorder()).value_or(history::Recorder{});
  now_ = answers::present(recorder_, context_.clock());
  const std::int64_t mark = answered(questions_.people_mark());
  if (std::exchange(people_mark_, mark) == mark) return;
  people_.clear();
  people_read_ = false;
  memberships_.reset();
}

void History::rest() { questions_.end(); }

History::File History::file_at(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0)
    throw Refused(ExitStatus::failed, text::printable(path) + ": cannot be found any more: " + std::strerror(errno));
  return {info.st_dev, info.st_ino};
}

void History::renew() {
  if (file_at(request_.db) != file_)
    throw Refused(ExitStatus::failed,
                  text::printable(request_.db) + ": was replaced by another file; run the command again");
  begin();
}

// No commit between the two readings of the data version, so none between the beginnings of the moments, either.
std::unique_ptr<History> History::twin() {
  constexpr int kAttempts = 3;
  if (std::thread::hardware_concurrency() < 2) return nullptr;
  auto twin = std::make_unique<History>(request_, context_);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    twin->rest();
    const std::int64_t before = answered(twin->questions_.data_version());
    rest();
    renew();
    twin->renew();
    if (answered(twin->questions_.data_version()) != before) continue;
    twin->people();  // whom a limit leaves is known with them
    return twin;
  }
  return nullptr;
}

base::WallTime History::moment(const std::string& written) const {
  return understood(time::parse_time(written, {now_, zone_, &zones_}));
}

history::Window History::window() const {
  return understood(time::parse_window(request_.since, request_.until, {now_, zone_, &zones_}));
}

answers::Smoothing History::smoothing() const {
  return {span_of("--merge-flaps", request_.merge_flaps), span_of("--idle-grace", request_.idle_grace)};
}

std::vector<history::Group> History::groups() {
  std::vector<history::Group> groups = answered(questions_.groups());
  if (request_.workspace)
    std::erase_if(groups, [&](const history::Group& group) { return group.workspace != *request_.workspace; });
  limit_.keep(groups);
  return groups;
}

const std::vector<history::Membership>& History::memberships() {
  if (memberships_) return *memberships_;
  memberships_ = answered(questions_.memberships());
  if (request_.workspace)
    std::erase_if(*memberships_, [&](const auto& one) { return one.workspace != *request_.workspace; });
  limit_.keep(*memberships_);
  return *memberships_;
}

const std::vector<history::Person>& History::people() {
  if (std::exchange(people_read_, true)) return people_;
  people_ = answered(questions_.people());
  if (limit_.limited()) {
    std::vector<history::Membership> all = answered(questions_.memberships());
    limit_.keep(all);
    limit_.keep(people_, all);
  }
  if (!request_.workspace) return people_;
  std::set<std::string> workspaces;
  for (const history::Person& person : people_) workspaces.insert(person.workspace);
  if (!workspaces.contains(*request_.workspace))
    throw Refused(ExitStatus::usage, fmt::format("--workspace: the history has no workspace '{}'; it has {}",
                                                 text::printable(*request_.workspace), fmt::join(workspaces, ", ")));
  std::erase_if(people_, [&](const history::Person& person) { return person.workspace != *request_.workspace; });
  return people_;
}

std::vector<history::Person> History::chosen(answers::NameMatch match) {
  const std::vector<history::Person>& all = people();
  std::vector<history::Person> chosen;
  if (request_.who.empty()) {
    for (const std::size_t index : answers::by_name(all)) chosen.push_back(all[index]);
    return chosen;
  }
  auto found = answers::resolve(request_.who, all, groups(), match);
  if (!found) throw Refused(ExitStatus::nobody, std::move(found.error().problems));
  for (const answers::Match& one : found.value()) chosen.push_back(all[one.index]);
  return chosen;
}

std::vector<history::Person> History::chosen_over(history::Window window) {
  std::vector<history::Person> people = meant(window);
  if (limit_.limited())
    std::erase_if(people, [&](const history::Person& person) { return limit_.when(person.key, window).empty(); });
  return people;
}

std::vector<history::Person> History::meant(history::Window window) {
  members_.clear();
  if (request_.members && *request_.members != "now")
    throw Refused(ExitStatus::usage,
                  fmt::format("--members must be now, not '{}'", text::printable(*request_.members)));
  const bool group = std::any_of(request_.who.begin(), request_.who.end(),
                                 [](const std::string& who) { return who.find('@') != std::string::npos; });
  if (!group || request_.members) return chosen();
  const std::vector<history::Person>& all = people();
  auto found = answers::resolve(request_.who, all, answers::groups_within(groups(), memberships(), window));
  if (!found) throw Refused(ExitStatus::nobody, std::move(found.error().problems));
  const auto of = answers::by_member(memberships());
  std::vector<history::Person> chosen;
  for (const answers::Match& one : found.value()) {
    const history::Person& person = chosen.emplace_back(all[one.index]);
    if (!one.by_name)  // so they are in a group: they have a membership
      members_[person.key] = {one.groups,
                              answers::time_in_groups(of.at({person.workspace, person.id}), one.groups, window)};
  }
  return chosen;
}

answers::SpanSet History::counted(const history::Person& person, history::Window window) const {
  const auto member = members_.find(person.key);
  answers::SpanSet within = limit_.when(person.key, window);
  return member == members_.end() ? within : answers::intersection(member->second.during, within);
}

bool History::counts(history::Person::Key person, base::WallTime at) const {
  const auto member = members_.find(person);
  return limit_.counts(person, at) && (member == members_.end() || member->second.during.contains(at));
}

std::vector<History::MemberOf> History::as_members(const std::vector<history::Person>& people) const {
  std::vector<MemberOf> members;
  for (const history::Person& person : people)
    if (const auto member = members_.find(person.key); member != members_.end())
      members.push_back({person, member->second.groups});
  return members;
}

std::vector<history::Person> History::chosen(history::Window window) {
  std::vector<history::Person> people = chosen_over(window);
  if (!request_.who.empty()) return people;
  const auto of_no_concern = [&](const history::Person& person) {
    if (person.watched) return false;
    for (const base::FacetRow& facet : base::kFacets)
      for (const auto& span : answered(questions_.coverage(person, facet.facet, window)))
        if (!span.to || *span.to > window.from) return false;
    return true;
  };
  std::erase_if(people, of_no_concern);
  return people;
}

std::int64_t History::last_seq(std::int64_t after) {
  const std::int64_t newest = answered(questions_.last_seq());
  if (!limit_.limited() || newest <= after) return std::max(newest, after);
  store::TransitionFilter filter{.who = std::vector<history::Person::Key>{}, .after = after};
  for (const history::Person& person : people()) filter.who->push_back(person.key);
  std::int64_t found = after;
  throw_if_failed(store::each_transition(*reader_, filter, store::Order::newest_first, [&](const auto& entry) {
    if (counts(entry.who, entry.transition.at)) found = entry.seq;
    return found == after;
  }));
  return found;
}

std::optional<base::WallTime> History::recording_began(const std::vector<history::Person>& people) {
  std::set<std::string> workspaces;
  for (const history::Person& person : people) workspaces.insert(person.workspace);
  std::optional<base::WallTime> began;
  const history::Window ever{base::wall_from_unix_ms(0), base::WallTime::max()};
  throw_if_failed(questions_.sessions(ever, [&](const history::Session& session) {
    if (workspaces.contains(session.workspace)) began = session.connected_at;
    return !began;
  }));
  return began;
}

void History::throw_if_too_slow() const {
  if (context_.gives_up && context_.gives_up())
    throw Refused(ExitStatus::failed, "the answer takes too long; ask about a shorter window or fewer people");
}

answers::FacetHistory History::facet_within(const history::Person& person, base::Facet facet, history::Window window) {
  throw_if_too_slow();
  return {answered(questions_.transitions(person, facet, window)),
          answered(questions_.coverage(person, facet, window))};
}

// An empty window asks for the change in force at its start: one seek. It is asked for first, because without a change
// nothing is known, watched or not: of 500 people whose do-not-disturb and huddles are not tracked that saves 500
// pages of 3,400. Changes after the coverage has ended are few: what was seen just as it began again, and nothing after
// that.
answers::FacetHistory History::facet_at(const history::Person& person, base::Facet facet, base::WallTime at) {
  throw_if_too_slow();
  const base::Millis just_after{1};
  auto changes = answered(questions_.transitions(person, facet, {at + just_after, at + just_after}));
  if (changes.empty()) return {};
  auto coverage = answered(questions_.coverage_until(person, facet, at));
  if (limit_.limited())
    coverage = answers::clipped(coverage, limit_.when(person.key, {base::WallTime::min(), base::WallTime::max()}));
  const answers::SpanSet covered = answers::covered_time(coverage, known_until());
  if (!covered.empty() && covered.spans().back().to < at)
    changes =
        answered(questions_.transitions(person, facet, {covered.spans().back().to + just_after, at + just_after}));
  return {std::move(changes), std::move(coverage)};
}

answers::Timeline History::timeline(const history::Person& person, base::Facet facet, history::Window window) {
  const answers::Smoothing corrections = smoothing();
  return answers::clipped(answers::timeline(facet_within(person, facet, answers::needed(window, corrections)), window,
                                            alive_at(), corrections),
                          counted(person, window));
}

}  // namespace presenced::commands
