#include "commands/log_filter.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "rendering/facet_columns.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

using Filter = std::function<bool(const history::Transition&)>;

std::optional<history::Source> source_named(const std::string& word) {
  for (std::size_t i = 0; i < history::kSourceCount; ++i)
    if (name_of(static_cast<history::Source>(i)) == word) return static_cast<history::Source>(i);
  return std::nullopt;
}

// "push,resync"
std::set<history::Source> sources_named(const std::string& words) {
  std::set<history::Source> sources;
  std::istringstream list(words);
  for (std::string word; std::getline(list, word, ',');) {
    const auto source = source_named(word);
    if (source) {
      sources.insert(*source);
      continue;
    }
    std::string known;
    for (std::size_t i = 0; i < history::kSourceCount; ++i)
      known += fmt::format("{}{}", i == 0 ? "" : ", ", name_of(static_cast<history::Source>(i)));
    throw Refused(ExitStatus::usage,
                  fmt::format("--source: unknown source '{}'; use any of {}", text::printable(word), known));
  }
  return sources;
}

// The new state, as a table writes it.
std::string new_state(const history::Transition& change, const time::Zone& zone) {
  return rendering::columns_of(change.facet()).text(change.after, zone);
}

void check_presence(const std::string& word) {
  for (const base::Presence one : {base::Presence::active, base::Presence::away})
    if (name_of(one) == word) return;
  throw Refused(ExitStatus::usage, fmt::format("--state must be active or away, not '{}'", text::printable(word)));
}

}  // namespace

Filter log_filter(const Request& request, std::shared_ptr<const time::Zone> zone) {
  if (!request.grep && !request.state && !request.source) return {};
  std::optional<std::string> text;
  std::optional<std::set<history::Source>> sources;
  if (request.grep) text = text::without_accents(*request.grep);
  if (request.state) check_presence(*request.state);
  if (request.source) sources = sources_named(*request.source);
  return [text, sources, state = request.state, zone = std::move(zone)](const history::Transition& change) {
    if (sources && !sources->contains(change.source)) return false;
    if (state && (change.facet() != base::Facet::presence || new_state(change, *zone) != *state)) return false;
    return !text || text::without_accents(new_state(change, *zone)).find(*text) != std::string::npos;
  };
}

}  // namespace presenced::commands
