#include "commands/log_filter.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <variant>

#include "rendering/sheets.h"
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

base::Presence presence_named(const std::string& word) {
  for (const base::Presence one : {base::Presence::active, base::Presence::away})
    if (name_of(one) == word) return one;
  throw Refused(ExitStatus::usage, fmt::format("--state must be active or away, not '{}'", text::printable(word)));
}

bool sets_status_with(const history::Transition& change, const std::string& wanted) {
  const auto* status = std::get_if<base::Status>(&change.after);
  return status != nullptr && !status->cleared() &&
         text::without_accents(rendering::readable(*status)).find(wanted) != std::string::npos;
}

}  // namespace

Filter log_filter(const Request& request) {
  if (!request.grep && !request.state && !request.source) return {};
  std::optional<std::string> text;
  std::optional<base::Presence> presence;
  std::optional<std::set<history::Source>> sources;
  if (request.grep) text = text::without_accents(*request.grep);
  if (request.state) presence = presence_named(*request.state);
  if (request.source) sources = sources_named(*request.source);
  return [text, presence, sources](const history::Transition& change) {
    const auto* now = std::get_if<base::Presence>(&change.after);
    return (!text || sets_status_with(change, *text)) && (!presence || (now != nullptr && *now == *presence)) &&
           (!sources || sources->contains(change.source));
  };
}

}  // namespace presenced::commands
