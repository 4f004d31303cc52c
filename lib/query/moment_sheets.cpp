// Sheets about single moments: now and at, and the log.
#include "query/sheets.h"
#include "query/times.h"

namespace presenced::query {
namespace {

// How sure the time is, for people.
Cell remark(const AtMoment<base::Presence>& presence, base::WallTime at, const Zone& zone) {
  switch (presence.certainty) {
    case Certainty::exact:
      return std::string("seen");
    case Certainty::between:
      return "after " + readable_near(zone, *presence.earliest, at);
    case Certainty::at_latest:
      return std::string("or earlier");
    case Certainty::unknown:
      break;
  }
  if (!presence.last_known) return std::string("never seen");
  return "was " + std::string(name_of(*presence.last_known));
}

std::string shown(const base::Presence& presence) { return std::string(name_of(presence)); }
std::string shown(const base::Status& status) { return readable(status); }
std::string shown(const base::State& state) {
  return std::visit([](const auto& one) { return shown(one); }, state);
}

// "away -> active"; a first observation has nothing before it.
std::string change_text(const history::Transition& change) {
  return (change.before ? shown(*change.before) + " -> " : "") + shown(change.after);
}

struct StatusCells {
  Cell text, emoji, expires_at;
};
StatusCells cells_of(const std::optional<base::Status>& status) {
  if (!status) return {};
  return {status->text, status->emoji, cell(status->expires_at)};
}

// The keys that only one facet has; those of the other facets are empty.
Row facet_cells(const history::Transition& change) {
  if (const auto* presence = std::get_if<base::Presence>(&change.after)) {
    const auto before = change.before ? Cell(word_for(std::get<base::Presence>(*change.before))) : Cell();
    return {before, word_for(*presence), {}, {}, {}, {}, {}};
  }
  const auto status_of = [](const std::optional<base::State>& state) {
    return state ? std::optional(std::get<base::Status>(*state)) : std::nullopt;
  };
  const StatusCells before = cells_of(status_of(change.before));
  const StatusCells after = cells_of(status_of(change.after));
  return {{}, {}, before.text, before.emoji, after.text, after.emoji, after.expires_at};
}

constexpr std::size_t kTimeWidth = 19;   // "2026-11-20 09:00:05"
constexpr std::size_t kSourceWidth = 6;  // "resync"

}  // namespace

Columns moment_columns() {
  return {{"workspace", ""},
          {"user_id", ""},
          {"name", "WHO", Kind::text, true},
          {"presence", "STATE", Kind::state},
          {"since", "", Kind::time},
          {"", "SINCE"},
          {"duration", "FOR", Kind::duration},
          {"certainty", ""},
          {"", "CERTAINTY", Kind::text, true},
          {"earliest", "", Kind::time},
          {"last_known", ""},
          {"status_known", "", Kind::truth},
          {"status_text", ""},
          {"status_emoji", ""},
          {"status_expires_at", "", Kind::time},
          {"status_since", "", Kind::time},
          {"", "STATUS", Kind::text, true}};
}

Row moment_row(const Person& person, const AtMoment<base::Presence>& presence, const AtMoment<base::Status>& status,
               base::WallTime at, const Zone& zone) {
  const StatusCells said = cells_of(status.state);
  return {person.workspace,
          person.id.text,
          person.called(),
          word_for(presence.state),
          cell(presence.since),
          presence.since ? Cell(readable_near(zone, *presence.since, at)) : Cell(),
          presence.since ? Cell(at - *presence.since) : Cell(),
          std::string(word_for(presence.certainty)),
          remark(presence, at, zone),
          cell(presence.earliest),
          presence.last_known ? Cell(word_for(presence.last_known)) : Cell(),
          status.state.has_value(),
          said.text,
          said.emoji,
          said.expires_at,
          status.state ? cell(status.since) : Cell(),
          !status.state             ? Cell(std::string("unknown"))
          : status.state->cleared() ? Cell()
                                    : Cell(readable(*status.state))};
}

Columns log_columns(std::size_t names) {
  return {{"seq", "", Kind::number},
          {"at", "TIME", Kind::time, false, kTimeWidth},
          {"workspace", ""},
          {"user_id", ""},
          {"name", "WHO", Kind::text, true, std::max<std::size_t>(names, 3)},
          {"facet", ""},
          {"source", "SOURCE", Kind::text, false, kSourceWidth},
          {"", "CHANGE", Kind::text, true},
          {"earliest", "", Kind::time},
          {"session", "", Kind::number},
          {"before", ""},
          {"after", ""},
          {"before_text", ""},
          {"before_emoji", ""},
          {"text", ""},
          {"emoji", ""},
          {"expires_at", "", Kind::time}};
}

Row log_row(const LogEntry& entry, const Zone& zone) {
  const history::Transition& change = entry.transition;
  const bool uncertain = change.earliest < change.at;
  const std::string after = uncertain ? ", after " + readable_near(zone, change.earliest, change.at) : "";
  const auto session = static_cast<std::int64_t>(change.session);
  Row row{entry.seq,
          change.at,
          entry.person.workspace,
          entry.person.id.text,
          entry.person.called(),
          std::string(name_of(change.facet())),
          std::string(name_of(change.source)),
          change_text(change) + after,
          change.earliest,
          session == 0 ? Cell() : Cell(session)};
  for (Cell& facet_cell : facet_cells(change)) row.push_back(std::move(facet_cell));
  return row;
}

}  // namespace presenced::query
