// What the log says of a purge, a forgetting and its undoing: the daemon's log, or standard error of a presencectl that
// did it itself. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "control/answers.h"

namespace presenced::control {

// The user of a process in another user namespace reads as 65534 (user_namespaces(7)), and so does one of whom the
// kernel does not tell: nothing is known of either.
std::optional<std::int64_t> known_uid(std::optional<std::int64_t> uid);

std::string requested_by(std::optional<std::int64_t> by_uid);  // "requested by user 1000"

// The id of a forgotten person is left out: the log would outlive what was deleted. `presencectl forget --list` has it.
std::string words_of(const Purged& purged, std::optional<std::int64_t> by_uid);
std::string words_of(const ForgetUndone& undone, std::optional<std::int64_t> by_uid);
// Of a request that failed.
std::string words_of_failure(const std::string& why, std::optional<std::int64_t> by_uid);

}  // namespace presenced::control
