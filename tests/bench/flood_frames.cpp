#include "bench/flood_frames.h"

#include <algorithm>
#include <stdexcept>

namespace presenced::bench {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

}  // namespace

FloodFrames::FloodFrames(std::span<const base::UserId> people, std::size_t changes, std::size_t ids_a_frame)
    : changes_(changes), ids_a_frame_(ids_a_frame) {
  if (people.size() % ids_a_frame != 0 || changes % ids_a_frame != 0)
    throw std::runtime_error("the people, and the changes, are not a whole number of frames");
  for (std::size_t done = 0; done < changes; done += ids_a_frame) {
    const std::size_t first = done % people.size();
    std::string text = R"({"type":"presence_change",)";
    if (ids_a_frame == 1) {
      text += R"("user":")" + people[first].text + '"';
    } else {
      for (std::size_t i = 0; i < ids_a_frame; ++i)
        text += (i == 0 ? R"("users":[")" : R"(",")") + people[first + i].text;
      text += R"("])";
    }
    text += done / people.size() % 2 == 0 ? R"(,"presence":"active"})" : R"(,"presence":"away"})";
    add(text);
  }
  size_ = bytes_.size();
  bytes_.append(kPadding, '\0');
}

// RFC 6455, 5.2: a whole text message of a server, which does not mask.
void FloodFrames::add(std::string_view text) {
  const std::size_t frame = bytes_.size();
  bytes_ += '\x81';
  if (text.size() < 126) {
    bytes_ += static_cast<char>(text.size());
  } else {
    bytes_ += static_cast<char>(126);
    bytes_ += static_cast<char>(text.size() >> 8);
    bytes_ += static_cast<char>(text.size() & 0xff);
  }
  texts_.push_back({frame, bytes_.size(), text.size()});
  bytes_ += text;
}

std::vector<std::string> FloodFrames::pieces() const {
  std::vector<std::string> pieces;
  std::size_t from = 0;
  for (const Text& text : texts_) {
    const std::size_t end = text.begin + text.size;
    if (end - from < kPiece && end != size_) continue;
    pieces.push_back(bytes_.substr(from, end - from));
    from = end;
  }
  return pieces;
}

std::string_view FloodFrames::frame(std::size_t index) const {
  const Text& text = texts_[index];
  return std::string_view(bytes_).substr(text.frame, text.begin + text.size - text.frame);
}

std::string_view FloodFrames::text(std::size_t index) const {
  return std::string_view(bytes_).substr(texts_[index].begin, texts_[index].size);
}

}  // namespace presenced::bench
