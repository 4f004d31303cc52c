// JSON as the decoders of this folder read it: a parser that takes anything, and readers that treat a key that is
// missing, null or of the wrong type all alike, as absent. Slack's records demand that (docs/PROTOCOL.md, "Events").
// Internal to lib/slack: nobody else sees simdjson.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace presenced::slack::json {

using Array = simdjson::dom::array;
using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

// Slack's own records nest about ten deep, messages with blocks somewhat more.
inline constexpr std::size_t kMaxDepth = 64;

// Not for use from two threads at once.
class Parser {
 public:
  // The object, or why there is none: fixed words, nothing of the content. What is returned points into the parser's
  // buffers and holds until the next call.
  base::Result<Object, std::string> parse(std::string_view text);

 private:
  simdjson::error_code prepare(std::size_t bytes);

  simdjson::dom::parser parser_;
};

std::optional<Object> object(Object parent, std::string_view key);
std::optional<Array> array(Object parent, std::string_view key);
std::optional<bool> boolean(Object parent, std::string_view key);
// A whole number; one written as 5.0 counts.
std::optional<std::int64_t> integer(Object parent, std::string_view key);
std::optional<double> number(Object parent, std::string_view key);
// A moment in UNIX seconds, written as a number or as a text, whole or with a fraction; in microseconds
// (timestamps.h).
std::optional<std::int64_t> moment(Object parent, std::string_view key);
// The views point into the parser's buffers.
std::optional<std::string_view> string(Object parent, std::string_view key);
std::string_view string_or_empty(Object parent, std::string_view key);

}  // namespace presenced::slack::json
