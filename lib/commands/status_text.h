// How the daemon says it stands, for people: lines of at most some 80 columns, where its texts are not longer. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "control/answers.h"
#include "time/zone.h"

namespace presenced::commands {

std::vector<std::string> status_lines(const control::Status& status, const time::Zone& zone);

std::string covered_text(const control::WorkspaceStatus& workspace);  // "presence of 12, status of 11"

std::string readable_size(std::uintmax_t bytes);  // "12.3 MB"

}  // namespace presenced::commands
