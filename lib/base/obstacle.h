// What stands between presenced and Slack, as an administrator tells cases apart: each has another remedy.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presenced::base {

enum class Obstacle : std::uint8_t {
  none,
  token,    // Slack rejects the token, or it lacks a scope: a person must act
  rate,     // too many calls or connections: passes by itself, but asks for fewer people or programs
  slack,    // Slack refuses for another reason, such as the workspace's plan, or has an incident of minutes
  network,  // no answer, or none that makes sense
};

inline constexpr std::array<std::string_view, 5> kObstacleWords{"none", "token", "rate", "slack", "network"};

constexpr std::string_view name_of(Obstacle obstacle) { return kObstacleWords[static_cast<std::size_t>(obstacle)]; }

}  // namespace presenced::base
