// The functions in the centre's database.
#include <fmt/format.h>

#include "central/schema.h"

namespace presenced::central {
namespace {

// The first moment of a month in milliseconds, from any moment in it; months are those of UTC.
constexpr const char* kMonthOf = R"(
  CREATE OR REPLACE FUNCTION month_of(at bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
    SELECT date_trunc('month', to_timestamp(at / 1000.0) AT TIME ZONE 'UTC') $$)";
constexpr const char* kMillisecondsOf = R"(
  CREATE OR REPLACE FUNCTION milliseconds_of(utc timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT (extract(epoch FROM utc) * 1000)::bigint $$)";

// Makes the partition for the month of `moment`, unless there is one. It is attached and not made in place, which would
// wait for everybody who reads the table.
constexpr const char* kMakeMonth = R"(
  CREATE OR REPLACE FUNCTION make_month(parent text, moment bigint) RETURNS void LANGUAGE plpgsql
  SET search_path = presenced, pg_temp AS $$
  DECLARE
    month timestamp := month_of(moment);
    part  text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
    until bigint := milliseconds_of(month + interval '1 month');
  BEGIN
    IF to_regclass('presenced.' || quote_ident(part)) IS NOT NULL OR until <= (SELECT kept_from FROM kept) THEN
      RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, parent);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', parent, part,
                   milliseconds_of(month), until);
  END $$)";

// Replaces all partitions before the cutoff by one, `PARENT_kept`, which is empty.
constexpr const char* kDropMonths = R"(
  CREATE OR REPLACE FUNCTION drop_months(parent text, cutoff bigint) RETURNS integer LANGUAGE plpgsql
  SET search_path = presenced, pg_temp AS $$
  DECLARE
    part    text;
    dropped integer := 0;
  BEGIN
    FOR part IN
      SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = to_regclass('presenced.' || quote_ident(parent))
        AND (c.relname = parent || '_kept'
             OR c.relname < format('%s_%s', parent, to_char(month_of(cutoff), 'YYYY_MM')))
    LOOP
      EXECUTE format('DROP TABLE %I', part);
      dropped := dropped + 1;
    END LOOP;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', parent || '_kept', parent);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%s)', parent, parent || '_kept',
                   cutoff);
    RETURN dropped;
  END $$)";

// The retention. As at a source: of every person and facet the newest transition before the cutoff stays, the state in
// force there, and a span that reaches over the cutoff begins at it. The cutoff is the beginning of a month. The
// replicator waits meanwhile, and then reads again what it knew (kept.kept_from).
constexpr const char* kDropBefore = R"(
  CREATE OR REPLACE FUNCTION drop_before(moment timestamptz) RETURNS integer LANGUAGE plpgsql
  SET search_path = presenced, pg_temp AS $$
  DECLARE
    cutoff  bigint := milliseconds_of(date_trunc('month', moment AT TIME ZONE 'UTC'));
    dropped integer := 0;
  BEGIN
    PERFORM 1 FROM origin FOR UPDATE;
    IF cutoff <= (SELECT kept_from FROM kept FOR UPDATE) THEN
      RETURN 0;
    END IF;
    UPDATE kept SET kept_from = cutoff;
    {transitions}
    CREATE TEMP TABLE cut ON COMMIT DROP AS
      SELECT * FROM coverage_span WHERE started_at < cutoff AND (ended_at IS NULL OR ended_at > cutoff);
    UPDATE cut SET started_at = cutoff;
    dropped := dropped + drop_months('coverage_span', cutoff);
    PERFORM make_month('coverage_span', cutoff);
    INSERT INTO coverage_span SELECT * FROM cut;
    DROP TABLE cut;
    DELETE FROM group_membership WHERE until < cutoff;
    DELETE FROM mark m
    WHERE m.at_until < cutoff AND m.seq < (SELECT max(n.seq) FROM mark n WHERE n.origin = m.origin);
    RETURN dropped;
  END $$)";

constexpr const char* kDropTransitions = R"(
    CREATE TEMP TABLE in_force ON COMMIT DROP AS
      SELECT DISTINCT ON (person, workspace, origin) * FROM {table} WHERE at < cutoff
      ORDER BY person, workspace, origin, at DESC, seq DESC;
    dropped := dropped + drop_months('{table}', cutoff);
    INSERT INTO {table} SELECT * FROM in_force;
    DROP TABLE in_force;)";

// Whom the members of `who` may see: the people who are in one of its groups now. `who` is a role of the session.
constexpr const char* kVisiblePeople = R"(
  CREATE OR REPLACE FUNCTION visible_people(who name) RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = presenced, pg_temp AS $$
    SELECT DISTINCT m.person
    FROM reader_group r
    JOIN workspace w ON w.name = r.workspace
    JOIN group_membership m ON m.workspace = w.id AND m.name = r.name AND m.until IS NULL
    WHERE r.role IN (SELECT rolname FROM pg_roles) AND pg_has_role(who, r.role, 'member')
      AND pg_has_role(session_user, who, 'member') $$)";

// What the queries of docs/HISTORY.md take from SQLite, as far as they use it.
constexpr const char* kSqlite[] = {
    R"(CREATE OR REPLACE FUNCTION datetime(seconds bigint, VARIADIC modifiers text[]) RETURNS text LANGUAGE sql STABLE
       AS $$ SELECT to_char(CASE WHEN 'localtime' = ANY(modifiers) THEN to_timestamp(seconds)::timestamp
                                 ELSE to_timestamp(seconds) AT TIME ZONE 'UTC' END, 'YYYY-MM-DD HH24:MI:SS') $$)",
    R"(CREATE OR REPLACE FUNCTION unixepoch(written text) RETURNS bigint LANGUAGE sql IMMUTABLE
       AS $$ SELECT extract(epoch FROM written::timestamp)::bigint $$)",
    R"(CREATE OR REPLACE FUNCTION min(one bigint, other bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
       AS $$ SELECT CASE WHEN one IS NOT NULL AND other IS NOT NULL THEN least(one, other) END $$)",
    R"(CREATE OR REPLACE FUNCTION max(one bigint, other bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
       AS $$ SELECT CASE WHEN one IS NOT NULL AND other IS NOT NULL THEN greatest(one, other) END $$)",
};

std::string drop_before_statement() {
  std::string transitions;
  for (const Facet& facet : facets()) transitions += fmt::format(kDropTransitions, fmt::arg("table", table_of(facet)));
  return fmt::format(kDropBefore, fmt::arg("transitions", transitions));
}

}  // namespace

std::vector<std::string> function_statements() {
  std::vector<std::string> statements{kMonthOf,    kMillisecondsOf,         kMakeMonth,
                                      kDropMonths, drop_before_statement(), kVisiblePeople};
  statements.insert(statements.end(), std::begin(kSqlite), std::end(kSqlite));
  return statements;
}

}  // namespace presenced::central
