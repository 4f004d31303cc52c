// The frames of a flood, made beforehand as the bytes of a WebSocket, so that sending them costs the fake Slack next to
// nothing: whoever reads them is what is measured.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace presenced::bench {

class FloodFrames {
 public:
  // `changes` of these people, who are all away before: round by round everybody turns, so many ids a frame. A frame
  // has one presence, so `ids_a_frame` must divide the number of people.
  FloodFrames(std::span<const base::UserId> people, std::size_t changes, std::size_t ids_a_frame);

  std::size_t changes() const { return changes_; }
  std::size_t ids_a_frame() const { return ids_a_frame_; }
  std::size_t frames() const { return texts_.size(); }
  std::size_t bytes() const { return size_; }

  // All of them, in pieces that a socket takes at once; a piece holds whole frames.
  std::vector<std::string> pieces() const;
  // The bytes of one frame.
  std::string_view frame(std::size_t index) const;
  // The text in it. At least kPadding bytes may be read behind it, as simdjson wants to.
  std::string_view text(std::size_t index) const;

  static constexpr std::size_t kPadding = 64;  // SIMDJSON_PADDING

 private:
  struct Text {
    std::size_t frame = 0;  // where the frame begins
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  void add(std::string_view text);

  std::string bytes_;
  std::size_t size_ = 0;
  std::vector<Text> texts_;
  std::size_t changes_;
  std::size_t ids_a_frame_;
};

}  // namespace presenced::bench
