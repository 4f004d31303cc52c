#include "commands/facet.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "commands/command.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

base::Facets facets_of(const std::string& command) {
  const auto& table = command_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Command& one) { return one.name == command; });
  return found == table.end() ? base::Facets{} : found->options.facets;
}

}  // namespace

std::string words_of(base::Facets facets) {
  std::vector<std::string_view> words;
  for (const base::FacetRow& row : base::kFacets)
    if (facets.contains(row.facet)) words.push_back(row.word);
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  return text;
}

std::optional<base::Facet> facet_of(const Request& request) {
  if (!request.facet) return std::nullopt;
  const base::Facets taken = facets_of(request.command);
  if (const auto facet = base::facet_named(*request.facet); facet && taken.contains(*facet)) return facet;
  throw Refused(ExitStatus::usage,
                fmt::format("--facet must be {}, not '{}'", words_of(taken), text::printable(*request.facet)));
}

base::Facet one_facet_of(const Request& request) {
  const base::Facet facet = facet_of(request).value_or(base::Facet::presence);
  if (facet != base::Facet::presence && (request.idle_grace || request.merge_flaps))
    throw Refused(ExitStatus::usage, fmt::format("--idle-grace and --merge-flaps apply to the presence, not to "
                                                 "--facet {}",
                                                 name_of(facet)));
  return facet;
}

}  // namespace presenced::commands
