// The result of a reload in words, for the log and for the client that asked for it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/time.h"
#include "config/problem.h"
#include "control/answers.h"

namespace presenced::reload {

// "the configuration is in force: log.level, workspace acme: token", or that nothing has changed.
std::string in_words(const control::Reloaded& good, std::string_view what);

// The answer to whoever asks for a reload while the daemon stops.
control::Reloaded stopping_answer(const std::filesystem::path& config_file);

// What is wrong with the files as they are now, while the daemon runs with their earlier content.
struct LastProblem {
  config::Problems problems;
  base::WallTime since;  // they were first found
};

}  // namespace presenced::reload
