#include "arch/facet_recipe.h"

#include <algorithm>
#include <cctype>
#include <regex>
#include <vector>

namespace presenced::arch {
namespace {

constexpr std::string_view kHeading = "## Adding a facet";

std::vector<std::string> facets_of(const Sources& sources) {
  static const std::regex kEnum(R"(enum class Facet\b[^{]*\{([^}]*)\})");
  static const std::regex kName(R"((\w+)\s*=)");
  std::vector<std::string> facets;
  for (const SourceFile& file : sources) {
    std::smatch body;
    if (!std::regex_search(file.code, body, kEnum)) continue;
    const std::string names = body[1].str();
    for (std::sregex_iterator at(names.begin(), names.end(), kName), end; at != end; ++at)
      facets.push_back((*at)[1].str());
  }
  return facets;
}

bool names(const SourceFile& file, const std::string& facet) {
  std::string type = facet;
  type[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(type[0])));
  const std::regex mention("Facet::" + facet + R"(\b|<(?:base::)?)" + type + ">");
  return std::regex_search(file.code, mention);
}

}  // namespace

std::set<std::string> recipe_files(std::string_view page) {
  static const std::regex kFile(R"((?:lib|daemon)/[\w/]+\.(?:h|cpp))");
  const std::size_t begin = page.find(kHeading);
  if (begin == std::string_view::npos) return {};
  const std::string recipe(page.substr(begin, page.find("\n## ", begin) - begin));
  std::set<std::string> files;
  for (std::sregex_iterator at(recipe.begin(), recipe.end(), kFile), end; at != end; ++at) files.insert(at->str());
  return files;
}

Findings switches_over_facets(const Sources& sources, const std::set<std::string>& recipe) {
  const auto facets = facets_of(sources);
  Findings findings;
  for (const SourceFile& file : sources) {
    const auto named = std::count_if(facets.begin(), facets.end(), [&](const auto& one) { return names(file, one); });
    if (named > 1 && !recipe.contains(file.path))
      findings.push_back(file.path + ":1: switches over facets, and the recipe does not list it: read the tables");
  }
  return findings;
}

}  // namespace presenced::arch
