// What `presenced setup` tells: the steps at Slack, the notice for the people who are recorded, and how to go on. Pure.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "setup/first_files.h"

namespace presenced::setup {

// From nothing to the two tokens, step by step, with the link and the manifest.
std::string steps_at_slack(bool by_name);

// To be posted in the workspace. The same text stands in docs/PRIVACY.md.
std::string_view notice();

// There is a configuration already, and it stays as it is: how to add this workspace to it.
std::string how_to_add(const std::filesystem::path& configuration, const FirstConfiguration& first);

// After the files have been written and Slack was asked. `good`: the workspace can be recorded.
std::string how_to_go_on(const std::filesystem::path& configuration, const FirstConfiguration& first, bool good);

}  // namespace presenced::setup
