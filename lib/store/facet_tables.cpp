#include "store/facet_tables.h"

#include <fmt/format.h>

#include <array>

namespace presenced::store {
namespace {

using base::Facet;
using history::Transition;

// ---- presence ----

// code = the new presence (1 active) + 2 * history::Source. What was before follows: there are two states.
void add_presence(Statement& insert, const TransitionKey& key, const Transition& transition) {
  const auto after = static_cast<std::int64_t>(std::get<base::Presence>(transition.after));
  insert.run(key.person, key.at, key.seq, key.workspace, after + 2 * key.source, key.uncertainty, key.session);
}

base::State presence_after(const Rows& row, int first) {
  return row.integer(first) != 0 ? base::Presence::active : base::Presence::away;
}

void read_presence_before(const Rows&, int, Transition& transition) {
  const bool active = std::get<base::Presence>(transition.after) == base::Presence::active;
  if (transition.source != history::Source::first)
    transition.before = active ? base::Presence::away : base::Presence::active;
}

// ---- status ----

// When the status before was to expire is kept with the transition that set it.
void add_status(Statement& insert, const TransitionKey& key, const Transition& transition) {
  const auto& after = std::get<base::Status>(transition.after);
  const auto before = transition.before ? std::get<base::Status>(*transition.before) : base::Status{};
  std::optional<std::int64_t> expires_at;
  if (after.expires_at) expires_at = base::unix_ms(*after.expires_at);
  insert.run(key.person, key.at, key.seq, key.workspace, key.source, key.uncertainty, key.session, before.text,
             before.emoji, after.text, after.emoji, transition.before.has_value(), expires_at);
}

base::State status_after(const Rows& row, int first) {
  base::Status after{std::string(row.text(first)), std::string(row.text(first + 1)), std::nullopt};
  if (const auto expires_at = row.maybe_integer(first + 2)) after.expires_at = base::wall_from_unix_ms(*expires_at);
  return after;
}

void read_status_before(const Rows& row, int first, Transition& transition) {
  if (!row.is_null(first + 3))
    transition.before = base::Status{std::string(row.text(first + 3)), std::string(row.text(first + 4)), std::nullopt};
}

// ---- facet_transition ----

// `text`: of a state, as the row keeps it.
template <class Text>
void add_text(Statement& insert, const TransitionKey& key, const Transition& transition, const Text& text) {
  const std::string before = transition.before ? text(*transition.before) : std::string();
  insert.run(key.person, key.at, key.seq, key.workspace, key.source, key.uncertainty, key.session, before,
             text(transition.after), transition.before.has_value());
}

// ---- do-not-disturb: 0 or 1, and the ends of the window in 15 digits each, or nothing ----
// The views take it apart with substr(): SQLite does not let the views of a file use its JSON functions.

std::string dnd_text(const base::State& state) {
  const auto& dnd = std::get<base::Dnd>(state);
  const std::string enabled = dnd.enabled ? "1" : "0";
  if (!dnd.starts_at || !dnd.ends_at) return enabled;
  return fmt::format("{}{:015}{:015}", enabled, base::unix_ms(*dnd.starts_at), base::unix_ms(*dnd.ends_at));
}

void add_dnd(Statement& insert, const TransitionKey& key, const Transition& transition) {
  add_text(insert, key, transition, dnd_text);
}

base::Dnd dnd_from(const Rows& row, int first) {
  const auto moment = [&](int column) -> std::optional<base::WallTime> {
    const auto ms = row.maybe_integer(column);
    return ms ? std::optional(base::wall_from_unix_ms(*ms)) : std::nullopt;
  };
  return {row.integer(first) != 0, moment(first + 1), moment(first + 2)};
}

base::State dnd_after(const Rows& row, int first) { return dnd_from(row, first); }

void read_dnd_before(const Rows& row, int first, Transition& transition) {
  if (!row.is_null(first + 3)) transition.before = dnd_from(row, first + 3);
}

// ---- huddle: its word ----

std::string huddle_text(const base::State& state) { return std::string(name_of(std::get<base::Huddle>(state))); }

void add_huddle(Statement& insert, const TransitionKey& key, const Transition& transition) {
  add_text(insert, key, transition, huddle_text);
}

base::Huddle huddle_from(std::string_view word) {
  return word == name_of(base::Huddle::in) ? base::Huddle::in : base::Huddle::out;
}

base::State huddle_after(const Rows& row, int first) { return huddle_from(row.text(first)); }

void read_huddle_before(const Rows& row, int first, Transition& transition) {
  if (!row.is_null(first + 1)) transition.before = huddle_from(row.text(first + 1));
}

constexpr std::array<StateColumn, 1> kPresenceColumns{
    {{"presence", "CASE WHEN t.code & 1 THEN 'active' ELSE 'away' END"}}};
constexpr std::array<StateColumn, 3> kStatusColumns{
    {{"text", "t.text"}, {"emoji", "t.emoji"}, {"expires_at", "t.expires_at"}}};

constexpr std::array<std::string_view, 2> kDndTurns{"CAST(nullif(substr(t.after, 2, 15), '') AS INTEGER)",
                                                    "CAST(nullif(substr(t.after, 17), '') AS INTEGER)"};
// Of the view's moment m.
constexpr StateColumn kDndColumn{"dnd",
                                 "CASE WHEN m.at >= CAST(nullif(substr(t.after, 2, 15), '') AS INTEGER) "
                                 "AND m.at < CAST(nullif(substr(t.after, 17), '') AS INTEGER) "
                                 "THEN 'on' ELSE 'off' END"};
constexpr std::array<StateColumn, 1> kDndColumns{kDndColumn};
constexpr std::array<StateColumn, 1> kHuddleColumns{{{"huddle", "t.after"}}};

constexpr std::string_view kInsertOfTexts =
    "INSERT INTO facet_transition(person, facet, at, seq, workspace, source, uncertainty, session, before, after) "
    "VALUES(?1, {facet}, ?2, ?3, ?4, ?5, ?6, ?7, CASE WHEN ?10 THEN ?8 END, ?9)";
constexpr std::string_view kChainOfTexts = "t.after, '', t.before, CASE WHEN t.before IS NOT NULL THEN '' END, NULL";

constexpr auto kTables = std::to_array<FacetTable>({
    {
        .facet = Facet::presence,
        .word = base::name_of(Facet::presence),
        .table = "presence_transition",
        .only = "",
        .source = "t.code >> 1",
        .insert = "INSERT INTO presence_transition(person, at, seq, workspace, code, uncertainty, session) "
                  "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        .add = add_presence,
        .state = "t.code & 1",
        .after = presence_after,
        .read_before = read_presence_before,
        .chain = "t.code & 1, '', CASE t.code >> 1 WHEN 1 THEN NULL ELSE 1 - (t.code & 1) END, "
                 "CASE t.code >> 1 WHEN 1 THEN NULL ELSE '' END, NULL",
        .transitions_view = "presence_transitions",
        .transition_columns =  // 1 is history::Source::first, which nothing comes before
        "CASE WHEN t.code >> 1 = 1 THEN NULL WHEN t.code & 1 THEN 'away' ELSE 'active' END AS \"before\", "
        "CASE WHEN t.code & 1 THEN 'active' ELSE 'away' END AS \"after\"",
        .intervals_view = "presence_intervals",
        .interval_columns = kPresenceColumns,
        .unknown = "'unknown'",
        .coverage_view = "coverage",
    },
    {
        .facet = Facet::status,
        .word = base::name_of(Facet::status),
        .table = "status_transition",
        .only = "",
        .source = "t.source",
        .insert = "INSERT INTO status_transition(person, at, seq, workspace, source, uncertainty, session, "
                  "before_text, before_emoji, text, emoji, expires_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                  "CASE WHEN ?12 THEN ?8 END, CASE WHEN ?12 THEN ?9 END, ?10, ?11, ?13)",
        .add = add_status,
        .state = "t.text, t.emoji, t.expires_at, t.before_text, t.before_emoji",
        .after = status_after,
        .read_before = read_status_before,
        .chain = "t.text, t.emoji, t.before_text, t.before_emoji, t.expires_at",
        .transitions_view = "status_transitions",
        .transition_columns = "t.before_text, t.before_emoji, t.text, t.emoji, t.expires_at",
        .intervals_view = "status_intervals",
        .interval_columns = kStatusColumns,
        .unknown = "",
        .coverage_view = "status_coverage",
    },
    {
        .facet = Facet::dnd,
        .word = base::name_of(Facet::dnd),
        .table = "facet_transition",
        .only = "AND t.facet = 2",
        .source = "t.source",
        .insert = kInsertOfTexts,
        .add = add_dnd,
        .state = "substr(t.after, 1, 1) = '1', CAST(nullif(substr(t.after, 2, 15), '') AS INTEGER), "
                 "CAST(nullif(substr(t.after, 17), '') AS INTEGER), substr(t.before, 1, 1) = '1', "
                 "CAST(nullif(substr(t.before, 2, 15), '') AS INTEGER), "
                 "CAST(nullif(substr(t.before, 17), '') AS INTEGER)",
        .after = dnd_after,
        .read_before = read_dnd_before,
        .chain = kChainOfTexts,
        .transitions_view = "dnd_transitions",
        .transition_columns = "substr(t.before, 1, 1) = '1' AS before_enabled, "
                              "CAST(nullif(substr(t.before, 2, 15), '') AS INTEGER) AS before_starts_at, "
                              "CAST(nullif(substr(t.before, 17), '') AS INTEGER) AS before_ends_at, "
                              "substr(t.after, 1, 1) = '1' AS enabled, "
                              "CAST(nullif(substr(t.after, 2, 15), '') AS INTEGER) AS starts_at, "
                              "CAST(nullif(substr(t.after, 17), '') AS INTEGER) AS ends_at",
        .intervals_view = "dnd_intervals",
        .interval_columns = kDndColumns,
        .unknown = "'unknown'",
        .coverage_view = "dnd_coverage",
        .turns = kDndTurns,
    },
    {
        .facet = Facet::huddle,
        .word = base::name_of(Facet::huddle),
        .table = "facet_transition",
        .only = "AND t.facet = 3",
        .source = "t.source",
        .insert = kInsertOfTexts,
        .add = add_huddle,
        .state = "t.after, t.before",
        .after = huddle_after,
        .read_before = read_huddle_before,
        .chain = kChainOfTexts,
        .transitions_view = "huddle_transitions",
        .transition_columns = "t.before AS \"before\", t.after AS \"after\"",
        .intervals_view = "huddle_intervals",
        .interval_columns = kHuddleColumns,
        .unknown = "'unknown'",
        .coverage_view = "huddle_coverage",
    },
});

constexpr bool tables_are_in_order() {
  for (std::size_t i = 0; i < kTables.size(); ++i)
    if (static_cast<std::size_t>(kTables[i].facet) != i) return false;
  return kTables.size() == base::kFacetCount;
}
static_assert(tables_are_in_order());

}  // namespace

std::span<const FacetTable> facet_tables() { return kTables; }

Transition read_transition(const FacetTable& facet, const Rows& row, int first, const base::UserId& user) {
  Transition transition;
  transition.user = user;
  transition.at = base::wall_from_unix_ms(row.integer(first));
  transition.earliest = transition.at - base::Millis{row.integer(first + 1)};
  transition.source = static_cast<history::Source>(row.integer(first + 2));
  transition.after = facet.after(row, first + 3);
  facet.read_before(row, first + 3, transition);
  return transition;
}

std::string of_facet(std::string_view sql, const FacetTable& facet) {
  const std::string transition = fmt::format("t.at, t.uncertainty, {}, {}", facet.source, facet.state);
  return fmt::format(fmt::runtime(sql), fmt::arg("table", facet.table), fmt::arg("only", facet.only),
                     fmt::arg("facet", static_cast<int>(facet.facet)), fmt::arg("source", facet.source),
                     fmt::arg("word", facet.word), fmt::arg("state", facet.state), fmt::arg("transition", transition),
                     fmt::arg("chain", facet.chain));
}

std::string of_each_facet(std::string_view sql, std::string_view between, std::span<const FacetTable> facets) {
  std::string all;
  for (const FacetTable& facet : facets) {
    if (!all.empty()) all += between;
    all += of_facet(sql, facet);
  }
  return all;
}

}  // namespace presenced::store
