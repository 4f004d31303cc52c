#include "arch/facet_recipe.h"

#include <doctest/doctest.h>

namespace presenced::arch {
namespace {

SourceFile facets() {
  return source_file("lib/base/facets.h", "enum class Facet : std::uint8_t { presence = 0, status = 1 };\n");
}

TEST_CASE("the recipe is what stands under its heading") {
  CHECK(recipe_files("## Where\n`lib/a/b.h`\n\n## Adding a facet: the files\n1. `lib/base/facets.h`\n2. "
                     "`lib/slack/decode.cpp`, `user.cpp`\n\n## Rules\n`lib/c/d.h`\n") ==
        std::set<std::string>{"lib/base/facets.h", "lib/slack/decode.cpp"});
}

TEST_CASE("a file that names two facets is found, unless the recipe lists it") {
  const SourceFile both = source_file("lib/a/both.cpp", "f(Facet::presence);\nstd::get<base::Status>(state);\n");
  CHECK(switches_over_facets({facets(), both}, {}).size() == 1);
  CHECK(switches_over_facets({facets(), both}, {"lib/a/both.cpp"}).empty());
}

TEST_CASE("a file that names one facet, or others only in comments, is not found") {
  const SourceFile about = source_file("lib/a/presence.cpp", "f(Facet::presence); // Facet::status\ng<Presence>();\n");
  CHECK(switches_over_facets({facets(), about}, {}).empty());
}

}  // namespace
}  // namespace presenced::arch
