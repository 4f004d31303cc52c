// The frames presenced sends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/ids.h"
#include "base/time.h"

namespace presenced::slack {

// A larger frame gets the client disconnected (Slack's RTM reference; JSON syntax included).
inline constexpr std::size_t kMaxFrameBytes = 16 * 1024;
// "500 users is a good maximum" per subscription and query (Slack's presence_sub reference).
inline constexpr std::size_t kMaxIdsPerFrame = 500;

// Replaces the whole subscription of the socket it is sent on; an empty list ends it.
std::string presence_sub(std::span<const base::UserId> ids);
// Asks for the present state; every id is answered by a presence_change.
std::string presence_query(std::span<const base::UserId> ids);
// `id`: positive, unique on its socket.
std::string ping(std::int64_t id, base::WallTime now);

// The bytes that `presence_query` (the longer of the two) takes for these many ids of this total length.
constexpr std::size_t frame_bytes(std::size_t ids, std::size_t id_bytes) {
  constexpr std::size_t kSyntax = sizeof(R"({"type":"presence_query","ids":[]})") - 1;
  return kSyntax + id_bytes + ids * 2 + (ids == 0 ? 0 : ids - 1);
}

}  // namespace presenced::slack
