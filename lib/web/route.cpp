#include "web/route.h"

#include <algorithm>
#include <array>

namespace presenced::web {
namespace {

using Kind = Route::Kind;

struct Row {
  std::string_view path;
  Kind kind;
  bool prefix = false;  // what follows is the name
};

constexpr auto kRows = std::to_array<Row>({
    {"/", Kind::home},
    {"/now", Kind::page},
    {"/day", Kind::page},
    {"/heatmap", Kind::page},
    {"/person", Kind::page},
    {"/overlap", Kind::page},
    {"/coverage", Kind::page},
    {"/log", Kind::page},
    {"/api/page", Kind::about},
    {"/api/events", Kind::events},
    {"/api/", Kind::command, true},
    {"/assets/", Kind::asset, true},
    {"/open/", Kind::link, true},
});

// The commands that read the history and nothing else.
constexpr auto kCommands = std::to_array<std::string_view>({
    "now",
    "at",
    "summary",
    "timeline",
    "heatmap",
    "overlap",
    "log",
    "intervals",
    "coverage",
    "people",
});

const commands::Command* command_named(std::string_view name) {
  if (std::find(kCommands.begin(), kCommands.end(), name) == kCommands.end()) return nullptr;
  const auto& table = commands::command_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

Route route(std::string_view path) {
  for (const Row& row : kRows) {
    if (row.prefix ? !path.starts_with(row.path) : path != row.path) continue;
    Route found{row.kind, nullptr, std::string(path.substr(row.path.size()))};
    if (row.prefix && found.name.empty()) return {};
    if (row.kind == Kind::command && (found.command = command_named(found.name)) == nullptr) return {};
    return found;
  }
  return {};
}

}  // namespace presenced::web
