// People, their memberships, those who were forgotten, purges under way; the names and groups of the watchlist.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/counted.h"
#include "history/record.h"
#include "store/name_log.h"
#include "store/verify_parts.h"

namespace presenced::store::verification {
namespace {

// What is left of a forgotten person: rows in tables that tell something of them. A purge that is promised or under way
// has yet to delete it. {}: kTransitionsOfPerson of each facet.
constexpr const char* kLeftOfForgotten = R"(
  SELECT f.user_id,
         (SELECT count(*) FROM membership m WHERE m.person = p.id
          AND (m.watched OR m.seen OR m.label <> '' OR m.name <> '')) +
         (SELECT count(*) FROM coverage_span c WHERE c.person = p.id) +
         {} +
         (SELECT count(*) FROM misdated t WHERE t.person = p.id) +
         (SELECT count(*) FROM watch_group_member g WHERE g.user_id = f.user_id) +
         (SELECT count(*) FROM resolution r WHERE instr(' ' || r.users || ' ', ' ' || f.user_id || ' ') > 0)
  FROM forgotten f LEFT JOIN person p ON p.user_id = f.user_id
  WHERE f.user_id NOT IN (SELECT user_id FROM purging))";
constexpr const char* kTransitionsOfPerson = "(SELECT count(*) FROM {table} t WHERE t.person = p.id {only})";

constexpr const char* kMemberships = R"(
  SELECT person, workspace, is_bot, deleted, seen, watched, name <> '' OR real_name <> '' OR tz <> ''
  FROM membership)";

void check_memberships(Database& database, const Facts& facts, Findings& findings) {
  each_row(database, kMemberships, [&](const Rows& row) {
    const std::string who = facts.called(row.integer(0));
    for (const auto& [column, name] : {std::pair{2, "is_bot"}, {3, "deleted"}, {4, "seen"}, {5, "watched"}})
      if (row.integer(column) != 0 && row.integer(column) != 1)
        findings.tell("the membership of {} in workspace {} has {} {}", who, row.integer(1), name, row.integer(column));
    if (row.integer(4) == 0 && (row.integer(6) != 0 || row.integer(2) != 0 || row.integer(3) != 0))
      findings.tell("the membership of {} in workspace {} has Slack's profile data, but no profile was received", who,
                    row.integer(1));
  });
}

void check_purges(Database& database, const Facts& facts, Findings& findings) {
  each_row(database, "SELECT id, until_seq FROM purging", [&](const Rows& row) {
    if (row.integer(1) < -1 || row.integer(1) > facts.last_seq)
      findings.tell("purge {} reaches up to transition {}, which was not given yet", row.integer(0), row.integer(1));
  });
}

// "the email lee@example.com of workspace 0"
std::string name_in_words(const Rows& row, Naming naming) {
  const std::int64_t kind = row.integer(1);
  const bool known = kind >= 0 && kind < static_cast<std::int64_t>(history::kNameKindCount);
  const std::string_view word = known ? name_of(static_cast<history::NameKind>(kind)) : std::string_view("name");
  if (naming == Naming::nobody) return fmt::format("a name ({}) of workspace {}", word, row.integer(0));
  return fmt::format("the {} {} of workspace {}", word, row.text(2), row.integer(0));
}

void check_resolutions(Database& database, const Facts& facts, Findings& findings) {
  each_row(database, "SELECT workspace, kind, name, users, resolved_at FROM resolution", [&](const Rows& row) {
    const std::string what = name_in_words(row, facts.naming);
    const std::int64_t kind = row.integer(1);
    if (kind < 0 || kind >= static_cast<std::int64_t>(history::kNameKindCount))
      findings.tell("{} has the unknown kind {}", what, kind);
    const std::vector<base::UserId> users = users_of(row.text(3));
    if (text_of(users) != row.text(3) ||
        std::any_of(users.begin(), users.end(), [](const auto& user) { return user.text.empty(); }))
      findings.tell("{} resolves to something that is not a list of ids", what);
    const bool of_one_person = kind == static_cast<std::int64_t>(history::NameKind::email) ||
                               kind == static_cast<std::int64_t>(history::NameKind::handle);
    if (of_one_person && users.size() > 1) findings.tell("{} resolves to {} people", what, users.size());
    check_time(facts, findings, what, "was resolved", row.integer(4));
  });
}

}  // namespace

void check_people(Database& database, const Facts& facts, Findings& findings, FacetTables facets) {
  for (const auto& [id, user] : facts.people)
    if (user.empty()) findings.tell("person {} has no Slack id", id);
  each_row(
      database, "SELECT id FROM person WHERE id NOT IN (SELECT person FROM membership) ORDER BY id",
      [&](const Rows& row) { findings.tell("{} is not a member of any workspace", facts.called(row.integer(0))); });
  check_memberships(database, facts, findings);
  check_purges(database, facts, findings);
  const std::string left = fmt::format(kLeftOfForgotten, of_each_facet(kTransitionsOfPerson, " + ", facets));
  each_row(database, left, [&](const Rows& row) {
    const std::string who(facts.naming == Naming::nobody ? "somebody" : row.text(0));
    if (row.integer(1) != 0)
      findings.tell("{} was forgotten, but not everything about them was deleted: {}", who,
                    base::counted(row.integer(1), "row"));
  });
}

void check_names(Database& database, const Facts& facts, Findings& findings) {
  check_resolutions(database, facts, findings);
  each_row(database, "SELECT id, name FROM watch_group WHERE name = ''",
           [&](const Rows& row) { findings.tell("group {} has no name", row.integer(0)); });
  each_row(database, "SELECT watch_group FROM watch_group_member WHERE user_id = ''",
           [&](const Rows& row) { findings.tell("group {} has a member without an id", row.integer(0)); });
}

}  // namespace presenced::store::verification
