#include "store/resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "store/facet_tables.h"
#include "store/forgotten.h"
#include "store/name_log.h"

namespace presenced::store {
namespace {

// {}: the newest transition and span of each facet.
constexpr const char* kRecordedUntil = R"(
  SELECT max(at) FROM (
    SELECT max(max(started_at, alive_at)) AS at FROM run
    UNION ALL
    SELECT max(max(connected_at, proven_at, coalesce(ready_at, 0), coalesce(sampled_at, 0),
                   coalesce(ended_at, 0))) FROM session WHERE workspace = ?1
    {}
  ))";

constexpr const char* kNewestOfFacet = R"(
    UNION ALL
    SELECT max((SELECT t.at FROM {table} t WHERE t.person = m.person AND t.workspace = m.workspace {only}
                ORDER BY t.at DESC LIMIT 1))
    FROM membership m WHERE m.workspace = ?1
    UNION ALL
    SELECT max((SELECT max(c.started_at, coalesce(c.ended_at, 0)) FROM coverage_span c
                WHERE c.person = m.person AND c.facet = {facet} AND c.workspace = m.workspace
                ORDER BY c.started_at DESC LIMIT 1))
    FROM membership m WHERE m.workspace = ?1)";

// A number is not given a second time when its session is set aside (store/misdated.h).
constexpr const char* kLastSession = R"(
  SELECT max(number) FROM (
    SELECT max(number) AS number FROM session WHERE workspace = ?1
    UNION ALL
    SELECT max(json_extract(row, '$.number')) FROM misdated
    WHERE person IS NULL AND from_table = 'session' AND workspace = ?1
  ))";

constexpr const char* kMembers = R"(
  SELECT p.user_id, m.person, m.label, m.watched, m.seen, m.name, m.real_name, m.tz, m.is_bot, m.deleted
  FROM membership m JOIN person p ON p.id = m.person
  WHERE m.workspace = ?1
  ORDER BY p.user_id)";

// Without what a purge that has begun is still to delete.
constexpr const char* kNewestTransition = R"(
  SELECT {transition} FROM {table} t WHERE t.person = ?1 AND t.workspace = ?2 {only}
    AND t.seq > (SELECT coalesce(max(g.until_seq), 0) FROM purging g JOIN person p ON p.user_id = g.user_id
                 WHERE p.id = ?1)
  ORDER BY t.at DESC, t.seq DESC LIMIT 1)";

constexpr const char* kLastCoverage = R"(
  SELECT coalesce(ended_at, started_at) FROM coverage_span
  WHERE person = ?1 AND facet = ?2 AND workspace = ?3 ORDER BY started_at DESC LIMIT 1)";

class PeopleReader {
 public:
  PeopleReader(Database& database, std::int64_t workspace)
      : workspace_(workspace), members_(database.prepare(kMembers)), coverage_(database.prepare(kLastCoverage)) {
    for (const FacetTable& facet : facet_tables())
      transitions_.push_back(database.prepare(of_facet(kNewestTransition, facet)));
  }

  std::vector<std::pair<base::UserId, history::PersonResume>> read() {
    std::vector<std::pair<base::UserId, history::PersonResume>> people;
    Rows row = members_.select(workspace_);
    while (row.next()) {
      const base::UserId user{std::string(row.text(0))};
      const std::int64_t id = row.integer(1);
      history::PersonResume person;
      person.label = row.text(2);
      person.watched = row.integer(3) != 0;
      if (row.integer(4) != 0)
        person.seen = history::PersonSeen{user,
                                          std::string(row.text(5)),
                                          std::string(row.text(6)),
                                          std::string(row.text(7)),
                                          row.integer(8) != 0,
                                          row.integer(9) != 0};
      for (const base::FacetRow& facet : base::kFacets) person.facets[facet.facet] = last_known(id, facet.facet);
      people.emplace_back(user, std::move(person));
    }
    return people;
  }

 private:
  std::optional<history::LastKnown> last_known(std::int64_t person, base::Facet facet) {
    const auto place = static_cast<std::size_t>(facet);
    Rows row = transitions_[place].select(person, workspace_);
    if (!row.next()) return std::nullopt;
    history::Transition last = read_transition(facet_tables()[place], row, 0, {});
    const base::WallTime until = confirmed_until(person, facet, last.at);
    return history::LastKnown{std::move(last.after), until};
  }

  base::WallTime confirmed_until(std::int64_t person, base::Facet facet, base::WallTime changed_at) {
    const auto covered = coverage_.first(person, static_cast<std::int64_t>(facet), workspace_);
    return covered ? std::max(changed_at, base::wall_from_unix_ms(*covered)) : changed_at;
  }

  std::int64_t workspace_;
  Statement members_;
  std::vector<Statement> transitions_;  // by facet
  Statement coverage_;
};

std::vector<history::NameResolved> read_names(Database& database, std::int64_t workspace) {
  std::vector<history::NameResolved> names;
  Statement all = database.prepare("SELECT kind, name, users, resolved_at FROM resolution WHERE workspace = ?1");
  for (Rows row = all.select(workspace); row.next();)
    names.push_back({static_cast<history::NameKind>(row.integer(0)), std::string(row.text(1)), users_of(row.text(2)),
                     base::wall_from_unix_ms(row.integer(3))});
  return names;
}

}  // namespace

std::vector<std::string> read_workspaces(Database& database) {
  std::vector<std::string> names;
  Statement all = database.prepare("SELECT name FROM workspace ORDER BY name");
  for (Rows row = all.select(); row.next();) names.emplace_back(row.text(0));
  return names;
}

history::Resume read_resume(Database& database, std::string_view workspace) {
  history::Resume resume;
  std::optional<std::int64_t> id;
  Statement find = database.prepare("SELECT id, last_batch FROM workspace WHERE name = ?1");
  if (Rows row = find.select(workspace); row.next()) {
    id = row.integer(0);
    resume.last_batch = base::BatchNumber{row.integer(1)};
  }
  resume.recorded_until = base::wall_from_unix_ms(
      database.prepare(fmt::format(kRecordedUntil, of_each_facet(kNewestOfFacet, "", facet_tables())))
          .first(id)
          .value_or(0));
  const std::set<base::UserId> forgotten = read_forgotten_ids(database);
  resume.forgotten.assign(forgotten.begin(), forgotten.end());
  if (!id) return resume;
  resume.last_session = base::SessionNumber{database.prepare(kLastSession).first(*id).value_or(0)};  // 0: none yet
  resume.people = PeopleReader(database, *id).read();
  resume.names = read_names(database, *id);
  return resume;
}

}  // namespace presenced::store
