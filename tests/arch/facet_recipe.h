// Keeps the recipe for a further facet true: the files that treat facets one by one are those that it lists.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "arch/rules.h"

namespace presenced::arch {

// The files of lib/ and daemon/ that the recipe names in docs/ARCHITECTURE.md: between its heading and the next one.
std::set<std::string> recipe_files(std::string_view page);

// A file switches over facets if it names two of them, each as `Facet::word` or by the type of its state (`<Status>`):
// a further facet would have to be added there. A file that names one facet is about that one, and none of the recipe.
// The facets are those of `enum class Facet` in the sources.
Findings switches_over_facets(const Sources& sources, const std::set<std::string>& recipe);

}  // namespace presenced::arch
