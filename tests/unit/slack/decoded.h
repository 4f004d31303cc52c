// One frame decoded, as the kind of event the test expects of it.
#pragma once

#include <doctest/doctest.h>

#include <string_view>
#include <utility>
#include <variant>

#include "slack/decode.h"

namespace presenced::slack {

inline Event decoded(std::string_view frame) { return Decoder().decode(frame); }

// Fails the test when the event is of another kind.
template <class E>
E decoded_as(std::string_view frame) {
  Event event = decoded(frame);
  CAPTURE(frame);
  REQUIRE(std::holds_alternative<E>(event));
  return std::get<E>(std::move(event));
}

}  // namespace presenced::slack
