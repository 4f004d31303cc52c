#include "commands/facet.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "commands/group_log.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

CommandOptions options_of(const std::string& command) {
  const auto& table = command_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Command& one) { return one.name == command; });
  return found == table.end() ? CommandOptions{} : found->options;
}

}  // namespace

std::string words_of(const CommandOptions& options) {
  std::vector<std::string_view> words;
  for (const base::FacetRow& row : base::kFacets)
    if (options.facets.contains(row.facet)) words.push_back(row.word);
  if (options.log) words.push_back(kGroupFacet);
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  return text;
}

std::optional<base::Facet> facet_of(const Request& request) {
  if (!request.facet) return std::nullopt;
  const CommandOptions options = options_of(request.command);
  if (const auto facet = base::facet_named(*request.facet); facet && options.facets.contains(*facet)) return facet;
  throw Refused(ExitStatus::usage,
                fmt::format("--facet must be {}, not '{}'", words_of(options), text::printable(*request.facet)));
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
