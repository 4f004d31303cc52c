// RTM frames to typed events. Never throws on input, whatever it is.
#pragma once

#include <memory>
#include <string_view>

#include "slack/events.h"

namespace presenced::slack {

// Keeps the parser's buffers between frames. Not for use from two threads at once.
class Decoder {
 public:
  Decoder();
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // `frame` is one text message. The event owns all it holds.
  Event decode(std::string_view frame);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace presenced::slack
