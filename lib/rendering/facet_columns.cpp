#include "rendering/facet_columns.h"

#include <array>

#include "time/times.h"

namespace presenced::rendering {
namespace {

// ---- presence ----

std::string presence_text(const base::State& state) { return word_for(answers::presence_of(state)); }

// How sure the time is, for people.
Cell remark(const answers::AtMoment& presence, base::WallTime at, const time::Zone& zone) {
  switch (presence.certainty) {
    case answers::Certainty::exact:
      return std::string("seen");
    case answers::Certainty::between:
      return "after " + time::readable_near(zone, *presence.earliest, at);
    case answers::Certainty::at_latest:
      return std::string("or earlier");
    case answers::Certainty::unknown:
      break;
  }
  if (!presence.last_known) return std::string("never seen");
  return "was " + presence_text(*presence.last_known);
}

Row presence_at(const answers::AtMoment& presence, base::WallTime at, const time::Zone& zone) {
  return {word_for(answers::presence_of(presence.state)),
          cell(presence.since),
          presence.since ? Cell(time::readable_near(zone, *presence.since, at)) : Cell(),
          presence.since ? Cell(at - *presence.since) : Cell(),
          std::string(answers::word_for(presence.certainty)),
          remark(presence, at, zone),
          cell(presence.earliest),
          presence.last_known ? Cell(presence_text(*presence.last_known)) : Cell()};
}

Row presence_change(const history::Transition& change) {
  return {change.before ? Cell(presence_text(*change.before)) : Cell(), presence_text(change.after)};
}

Row presence_interval(const answers::Stretch& stretch) {
  return {word_for(answers::presence_of(stretch.state)), stretch.span.from, stretch.span.to, stretch.span.length()};
}

// ---- status ----

std::string status_text(const base::State& state) { return readable(std::get<base::Status>(state)); }

struct StatusCells {
  Cell text, emoji, expires_at;
};
StatusCells cells_of(const std::optional<base::State>& state) {
  if (!state) return {};
  const auto& status = std::get<base::Status>(*state);
  return {status.text, status.emoji, cell(status.expires_at)};
}

Row status_at(const answers::AtMoment& answer, base::WallTime, const time::Zone&) {
  const StatusCells status = cells_of(answer.state);
  const bool cleared = answer.state && std::get<base::Status>(*answer.state).cleared();
  return {answer.state.has_value(),
          status.text,
          status.emoji,
          status.expires_at,
          answer.state ? cell(answer.since) : Cell(),
          !answer.state ? Cell(std::string("unknown"))
          : cleared     ? Cell()
                        : Cell(status_text(*answer.state))};
}

Row status_change(const history::Transition& change) {
  const StatusCells before = cells_of(change.before);
  const StatusCells after = cells_of(change.after);
  return {before.text, before.emoji, after.text, after.emoji, after.expires_at};
}

Row status_interval(const answers::Stretch& stretch) {
  const StatusCells status = cells_of(stretch.state);
  return {stretch.state.has_value(),
          status.text,
          status.emoji,
          status.expires_at,
          stretch.span.from,
          stretch.span.to,
          stretch.span.length(),
          stretch.state ? status_text(*stretch.state) : "unknown"};
}

// ---- do-not-disturb ----

Cell word_of(const std::optional<base::State>& dnd, base::WallTime at) {
  if (!dnd) return std::string("unknown");
  return std::string(std::get<base::Dnd>(*dnd).on(at) ? "on" : "off");
}

// The window, because whether it is on depends on the moment.
std::string dnd_text(const base::State& state, const time::Zone& zone) {
  const auto& dnd = std::get<base::Dnd>(state);
  if (!dnd.starts_at || !dnd.ends_at) return "dnd not planned";
  return "dnd from " + time::readable_time(zone, *dnd.starts_at) + " to " +
         time::readable_near(zone, *dnd.ends_at, *dnd.starts_at);
}

struct DndCells {
  Cell enabled, starts_at, ends_at;
};
DndCells dnd_cells(const std::optional<base::State>& state) {
  if (!state) return {};
  const auto& dnd = std::get<base::Dnd>(*state);
  return {dnd.enabled, cell(dnd.starts_at), cell(dnd.ends_at)};
}

Row dnd_at(const answers::AtMoment& answer, base::WallTime at, const time::Zone&) {
  return {word_of(answer.state, at), answer.state ? cell(answer.since) : Cell()};
}

Row dnd_change(const history::Transition& change) {
  const DndCells before = dnd_cells(change.before);
  const DndCells after = dnd_cells(change.after);
  return {before.enabled, before.starts_at, before.ends_at, after.enabled, after.starts_at, after.ends_at};
}

Row dnd_interval(const answers::Stretch& stretch) {
  return {word_of(stretch.state, stretch.span.from), stretch.span.from, stretch.span.to, stretch.span.length()};
}

// ---- huddle ----

// "in" alone would not say in what, beside the changes of other facets.
std::string huddle_text(const base::State& state, const time::Zone&) {
  return std::get<base::Huddle>(state) == base::Huddle::in ? "in a huddle" : "in no huddle";
}

std::string huddle_word(const base::State& state) { return std::string(name_of(std::get<base::Huddle>(state))); }

Cell word_of(const std::optional<base::State>& huddle) {
  return huddle ? huddle_word(*huddle) : std::string("unknown");
}

Row huddle_at(const answers::AtMoment& answer, base::WallTime, const time::Zone&) {
  return {word_of(answer.state), answer.state ? cell(answer.since) : Cell()};
}

Row huddle_change(const history::Transition& change) {
  return {change.before ? Cell(huddle_word(*change.before)) : Cell(), huddle_word(change.after)};
}

Row huddle_interval(const answers::Stretch& stretch) {
  return {word_of(stretch.state), stretch.span.from, stretch.span.to, stretch.span.length()};
}

}  // namespace

const FacetColumns& columns_of(base::Facet facet) {
  static const auto rows = std::to_array<FacetColumns>({
      {
          .facet = base::Facet::presence,
          .text = [](const base::State& state, const time::Zone&) { return presence_text(state); },
          .moment = {{"presence", "STATE", Kind::state},
                     {"since", "", Kind::time},
                     {"", "SINCE"},
                     {"duration", "FOR", Kind::duration},
                     {"certainty", ""},
                     {"", "CERTAINTY", Kind::text, true},
                     {"earliest", "", Kind::time},
                     {"last_known", ""}},
          .moment_cells = presence_at,
          .log = {{"before", ""}, {"after", ""}},
          .log_cells = presence_change,
          .intervals = {{"presence", "STATE", Kind::state},
                        {"from", "FROM", Kind::time},
                        {"to", "TO", Kind::time},
                        {"duration", "FOR", Kind::duration}},
          .interval_cells = presence_interval,
      },
      {
          .facet = base::Facet::status,
          .text = [](const base::State& state, const time::Zone&) { return status_text(state); },
          .moment = {{"status_known", "", Kind::truth},
                     {"status_text", ""},
                     {"status_emoji", ""},
                     {"status_expires_at", "", Kind::time},
                     {"status_since", "", Kind::time},
                     {"", "STATUS", Kind::text, true}},
          .moment_cells = status_at,
          .log =
              {{"before_text", ""}, {"before_emoji", ""}, {"text", ""}, {"emoji", ""}, {"expires_at", "", Kind::time}},
          .log_cells = status_change,
          .intervals = {{"known", "", Kind::truth},
                        {"text", ""},
                        {"emoji", ""},
                        {"expires_at", "", Kind::time},
                        {"from", "FROM", Kind::time},
                        {"to", "TO", Kind::time},
                        {"duration", "FOR", Kind::duration},
                        {"", "STATUS", Kind::text, true}},
          .interval_cells = status_interval,
      },
      {
          .facet = base::Facet::dnd,
          .text = dnd_text,
          .moment = {{"dnd", ""}, {"dnd_since", "", Kind::time}},
          .moment_cells = dnd_at,
          .log = {{"before_enabled", "", Kind::truth},
                  {"before_starts_at", "", Kind::time},
                  {"before_ends_at", "", Kind::time},
                  {"enabled", "", Kind::truth},
                  {"starts_at", "", Kind::time},
                  {"ends_at", "", Kind::time}},
          .log_cells = dnd_change,
          .intervals = {{"dnd", "STATE", Kind::state},
                        {"from", "FROM", Kind::time},
                        {"to", "TO", Kind::time},
                        {"duration", "FOR", Kind::duration}},
          .interval_cells = dnd_interval,
      },
      {
          .facet = base::Facet::huddle,
          .text = huddle_text,
          .moment = {{"huddle", ""}, {"huddle_since", "", Kind::time}},
          .moment_cells = huddle_at,
          .log = {{"before_huddle", ""}, {"huddle", ""}},
          .log_cells = huddle_change,
          .intervals = {{"huddle", "STATE", Kind::state},
                        {"from", "FROM", Kind::time},
                        {"to", "TO", Kind::time},
                        {"duration", "FOR", Kind::duration}},
          .interval_cells = huddle_interval,
      },
  });
  static_assert(rows.size() == base::kFacetCount);
  return rows[static_cast<std::size_t>(facet)];
}

}  // namespace presenced::rendering
