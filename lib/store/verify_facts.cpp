#include "store/verify_facts.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace presenced::store::verification {
namespace {

// After rows from the future were set aside, one workspace may reach beyond the mark of life until the next one.
constexpr std::int64_t kBeyondMark = 60'000;

}  // namespace

Facts::Facts(Database& database, Naming for_whom) : naming(for_whom) {
  each_row(database, "SELECT id, name FROM workspace", [&](const Rows& row) {
    workspaces.emplace(row.integer(0),
                       naming == Naming::nobody ? std::to_string(row.integer(0)) : std::string(row.text(1)));
  });
  each_row(database, "SELECT id, user_id FROM person",
           [&](const Rows& row) { people.emplace(row.integer(0), row.text(1)); });
  each_row(database, "SELECT person, workspace FROM membership",
           [&](const Rows& row) { members.emplace(row.integer(0), row.integer(1)); });
  each_row(database, "SELECT id, workspace, ended_at FROM session", [&](const Rows& row) {
    sessions.emplace(row.integer(0), Session{row.integer(1), row.is_null(2)});
  });
  each_row(database, "SELECT code FROM end_reason", [&](const Rows& row) { end_reasons.insert(row.integer(0)); });
  each_row(database,
           "SELECT p.id, max(g.until_seq) FROM purging g JOIN person p ON p.user_id = g.user_id GROUP BY p.id",
           [&](const Rows& row) { purged_until.emplace(row.integer(0), row.integer(1)); });
  last_seq = database.integer("SELECT seq FROM seq_last");
  each_row(database, "SELECT id, started_at, alive_at, clean FROM run ORDER BY id", [&](const Rows& row) {
    if (begun_at == INT64_MIN) begun_at = row.integer(1);
    alive_at = row.integer(2);
    clean = row.integer(3) != 0;
  });
}

bool Facts::deleted(std::int64_t person, std::int64_t seq) const {
  const auto purged = purged_until.find(person);
  return purged != purged_until.end() && seq <= purged->second;
}

std::string Facts::called(std::int64_t person) const {
  const auto known = people.find(person);
  return known == people.end() || naming == Naming::nobody ? fmt::format("person {}", person) : known->second;
}

void check_subject(const Facts& facts, Findings& findings, const std::string& what, std::int64_t person,
                   std::int64_t workspace) {
  const bool somebody = facts.people.contains(person);
  const bool somewhere = facts.workspaces.contains(workspace);
  if (!somebody) findings.tell("{} is of person {}, who does not exist", what, person);
  if (!somewhere) findings.tell("{} is of workspace {}, which does not exist", what, workspace);
  if (somebody && somewhere && !facts.members.contains({person, workspace}))
    findings.tell("{} is of {} in the workspace {}, of which they are not a member", what, facts.called(person),
                  facts.workspaces.at(workspace));
}

void check_session(const Facts& facts, Findings& findings, const std::string& what, std::int64_t workspace,
                   std::optional<std::int64_t> session) {
  if (!session) return;
  const auto known = facts.sessions.find(*session);
  if (known == facts.sessions.end())
    findings.tell("{} names session {}, which does not exist", what, *session);
  else if (known->second.workspace != workspace)
    findings.tell("{} names session {}, which is of another workspace", what, *session);
}

void check_time(const Facts& facts, Findings& findings, const std::string& what, const char* which, std::int64_t at) {
  if (at - kBeyondMark > facts.alive_at)
    findings.tell("{} {} at {}, after the last mark of life at {}", what, which, readable(at),
                  readable(facts.alive_at));
  if (at < facts.begun_at)
    findings.tell("{} {} at {}, before the first run of the daemon at {}", what, which, readable(at),
                  readable(facts.begun_at));
}

void check_end_reason(const Facts& facts, Findings& findings, const std::string& what,
                      std::optional<std::int64_t> ended_at, std::optional<std::int64_t> reason) {
  if (ended_at.has_value() != reason.has_value())
    findings.tell("{} has {}", what, reason ? "an end reason and no end" : "an end and no end reason");
  if (reason && !facts.end_reasons.contains(*reason)) findings.tell("{} has the unknown end reason {}", what, *reason);
}

std::string readable(std::int64_t ms) {
  constexpr std::int64_t kYear10000 = 253'402'300'800'000;
  if (ms < 0 || ms >= kYear10000) return std::to_string(ms);
  const std::tm utc = fmt::gmtime(static_cast<std::time_t>(ms / 1000));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, ms % 1000);
}

}  // namespace presenced::store::verification
