#include "central/facets.h"

#include <fmt/format.h>

#include <array>

namespace presenced::central {
namespace {

using store::StateColumn;

// ---- presence ----
constexpr std::array<Column, 1> kPresenceState{{{"active", "boolean"}}};
constexpr std::array<StateColumn, 1> kPresenceColumns{
    {{"presence", "CASE WHEN t.active THEN 'active' ELSE 'away' END"}}};

// ---- status ----
constexpr std::array<Column, 5> kStatusState{
    {{"text", "text"}, {"emoji", "text"}, {"expires_at", "bigint"}, {"before_text", "text"}, {"before_emoji", "text"}}};
constexpr std::array<StateColumn, 3> kStatusColumns{
    {{"text", "t.text"}, {"emoji", "t.emoji"}, {"expires_at", "t.expires_at"}}};

// ---- do-not-disturb ----
constexpr std::array<Column, 6> kDndState{{{"enabled", "smallint"},
                                           {"starts_at", "bigint"},
                                           {"ends_at", "bigint"},
                                           {"before_enabled", "smallint"},
                                           {"before_starts_at", "bigint"},
                                           {"before_ends_at", "bigint"}}};
constexpr std::array<StateColumn, 1> kDndColumns{
    {{"dnd", "CASE WHEN m.at >= t.starts_at AND m.at < t.ends_at THEN 'on' ELSE 'off' END"}}};
constexpr std::array<std::string_view, 2> kDndTurns{"t.starts_at", "t.ends_at"};

// ---- huddle ----
constexpr std::array<Column, 2> kHuddleState{{{"after", "text"}, {"before", "text"}}};
constexpr std::array<StateColumn, 1> kHuddleColumns{{{"huddle", "t.after"}}};

// In the order of base::Facet.
const std::array<Facet, base::kFacetCount>& table() {
  static const std::array<Facet, base::kFacetCount> rows{{
      {
          .source = &store::facet_tables()[0],
          .state = kPresenceState,
          .transition_columns =  // 1 is history::Source::first, which nothing comes before
          "CASE WHEN t.source = 1 THEN NULL WHEN t.active THEN 'away' ELSE 'active' END AS before, "
          "CASE WHEN t.active THEN 'active' ELSE 'away' END AS after",
          .interval_columns = kPresenceColumns,
      },
      {
          .source = &store::facet_tables()[1],
          .state = kStatusState,
          .transition_columns = "t.before_text, t.before_emoji, t.text, t.emoji, t.expires_at",
          .interval_columns = kStatusColumns,
      },
      {
          .source = &store::facet_tables()[2],
          .state = kDndState,
          .transition_columns =
              "t.before_enabled, t.before_starts_at, t.before_ends_at, t.enabled, t.starts_at, t.ends_at",
          .interval_columns = kDndColumns,
          .turns = kDndTurns,
      },
      {
          .source = &store::facet_tables()[3],
          .state = kHuddleState,
          .transition_columns = "t.before, t.after",
          .interval_columns = kHuddleColumns,
      },
  }};
  return rows;
}

}  // namespace

std::span<const Facet> facets() { return table(); }

std::string table_of(const Facet& facet) { return fmt::format("{}_transition", facet.source->word); }
std::string staging_of(const Facet& facet) { return fmt::format("staging_{}", facet.source->word); }
int number_of(const Facet& facet) { return static_cast<int>(facet.source->facet); }

std::string state_names(const Facet& facet, std::string_view before) {
  std::string names;
  for (const Column& column : facet.state) names += fmt::format(", {}{}", before, column.name);
  return names;
}

std::string state_definitions(const Facet& facet) {
  std::string definitions;
  for (const Column& column : facet.state) definitions += fmt::format(", {} {}", column.name, column.type);
  return definitions;
}

}  // namespace presenced::central
