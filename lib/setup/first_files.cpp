#include "setup/first_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/escape.h"

namespace presenced::setup {
namespace {

constexpr std::size_t kLongestName = 64;  // of a workspace; file names are made of it

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// In quotes: a name such as `no` or `1` would be read as something else. YAML reads every JSON string.
std::string in_yaml(std::string_view text) { return base::json_string(text); }

}  // namespace

bool is_workspace_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestName || text.front() == '.' || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; });
}

std::string token_file_name(std::string_view workspace) { return std::string(workspace) + ".token"; }
std::string app_token_file_name(std::string_view workspace) { return std::string(workspace) + ".app-token"; }

std::string workspace_entry(const FirstConfiguration& first, std::string_view watchlist_file) {
  std::string text = fmt::format("  - name: {}\n    token_file: {}\n", in_yaml(first.workspace),
                                 in_yaml(token_file_name(first.workspace)));
  if (first.app_token) text += fmt::format("    app_token_file: {}\n", in_yaml(app_token_file_name(first.workspace)));
  text += fmt::format("    watchlist: {}\n", watchlist_file);
  if (!first.api_url.empty()) text += fmt::format("    api_url: {}\n", in_yaml(first.api_url));
  if (!first.ca_file.empty()) text += fmt::format("    ca_file: {}\n", in_yaml(first.ca_file));
  return text;
}

std::string configuration_text(const FirstConfiguration& first) {
  std::string text =
      "# Written by presenced setup. presenced.yaml(5) describes every key; after an edit: presenced check.\n"
      "# Relative paths are relative to this file.\n\n";
  if (!first.packaged) {
    text +=
        "history:\n  path: history.db\n  retention: 400d    # older records are deleted\n\n"
        "control:\n  socket: control.sock\n\n";
  }
  return text + "workspaces:\n" + workspace_entry(first, "watchlist.yaml");
}

std::string watchlist_text(const FirstConfiguration& first) {
  std::string text =
      "# Who is watched, in groups; saving this file applies it. Written by presenced setup; presenced.yaml(5) shows "
      "all\n"
      "# that can stand here. Record only people who know about it.\n\n";
  if (first.people.empty()) {
    return text +
           "# groups:\n#   team:\n#     members:\n#       - U024BE7LH    # in Slack: the person's profile, \"Copy "
           "member "
           "ID\"\n\ngroups: {}\n";
  }
  text += "groups:\n  team:\n    members:\n";
  for (const base::UserId& user : first.people) text += "      - " + user.text + "\n";
  return text;
}

}  // namespace presenced::setup
