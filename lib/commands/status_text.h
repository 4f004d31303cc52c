// How the daemon says it stands, for people: lines of at most some 80 columns, where its texts are not longer. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "control/answers.h"
#include "query/zone.h"

namespace presenced::ask {

std::vector<std::string> status_lines(const control::Status& status, const query::Zone& zone);

std::string covered_text(const control::WorkspaceStatus& workspace);  // "presence of 12, status of 11"

std::string readable_size(std::uintmax_t bytes);  // "12.3 MB"

}  // namespace presenced::ask
