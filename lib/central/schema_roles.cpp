// Who may read what at the centre. The writer owns everything, and no policy holds for an owner.
#include <fmt/format.h>

#include "central/schema.h"

namespace presenced::central {
namespace {

// Tables about people, and the column that names the person.
struct OfPeople {
  std::string table;
  std::string_view person;
};

std::vector<OfPeople> tables_of_people() {
  std::vector<OfPeople> tables{{"person", "id"}, {"membership", "person"}, {"group_membership", "person"}};
  for (const Partitioned& partitioned : partitioned_tables()) tables.push_back({partitioned.table, "person"});
  return tables;
}

// Tables that tell of nobody.
constexpr const char* kOfNobody = "workspace, end_reason, origin, session, run, mark, kept";

constexpr const char* kPolicies = R"(
  ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS of_all ON {table};
  DROP POLICY IF EXISTS of_groups ON {table};
  IF to_regrole('presenced_reader') IS NOT NULL THEN
    CREATE POLICY of_all ON {table} FOR SELECT TO presenced_reader USING (true);
    GRANT SELECT ON {table} TO presenced_reader;
  END IF;
  IF to_regrole('presenced_group_reader') IS NOT NULL THEN
    CREATE POLICY of_groups ON {table} FOR SELECT TO presenced_group_reader
      USING ({person} = ANY (ARRAY(SELECT visible_people(current_user))));
    GRANT SELECT ON {table} TO presenced_group_reader;
  END IF;)";

constexpr const char* kGrants = R"(
  FOREACH reader IN ARRAY ARRAY['presenced_reader', 'presenced_group_reader'] LOOP
    IF to_regrole(reader) IS NOT NULL THEN
      EXECUTE format('GRANT USAGE ON SCHEMA presenced TO %I', reader);
      EXECUTE format('GRANT SELECT ON {tables} TO %I', reader);
    END IF;
  END LOOP;)";

// The first word of what follows CREATE OR REPLACE VIEW.
std::string view_named_in(const std::string& statement) {
  constexpr std::string_view kBefore = "VIEW ";
  const std::size_t begin = statement.find(kBefore) + kBefore.size();
  return statement.substr(begin, statement.find(' ', begin) - begin);
}

}  // namespace

std::string rights_statement() {
  std::string tables = kOfNobody;
  for (const std::string& view : view_statements()) tables += ", " + view_named_in(view);
  std::string body = fmt::format(kGrants, fmt::arg("tables", tables));
  for (const OfPeople& of : tables_of_people())
    body += fmt::format(kPolicies, fmt::arg("table", of.table), fmt::arg("person", of.person));
  return "DO $$ DECLARE reader text; BEGIN" + body +
         "\n REVOKE ALL ON FUNCTION drop_before(timestamptz), drop_months(text, bigint), make_month(text, bigint) FROM "
         "PUBLIC;\nEND $$";
}

}  // namespace presenced::central
