// Writing JSON the ways Slack does: in any order of keys, with or without \u escapes. Independent of lib/slack on
// purpose: the fake must not share a mistake with what it tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace presenced::fake_slack {

// `ascii` is what Slack's PHP front end writes: \uXXXX for everything else, and \/ for a slash.
enum class Escapes : std::uint8_t { utf8, ascii };

// A JSON string with its quotes. What is not UTF-8 becomes U+FFFD.
std::string quoted(std::string_view text, Escapes escapes = Escapes::utf8);

class JsonObject {
 public:
  explicit JsonObject(Escapes escapes = Escapes::utf8) : escapes_(escapes) {}

  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& number(std::string_view key, std::int64_t value);
  JsonObject& boolean(std::string_view key, bool value);
  JsonObject& raw(std::string_view key, std::string_view json);  // `json` is a complete JSON value

  std::string written() const;                       // in the order in which the keys came
  std::string shuffled(base::Random& random) const;  // in any order

 private:
  void begin_member(std::string_view key);
  std::vector<std::string_view> members() const;  // "key":value

  Escapes escapes_;
  std::string text_;                 // the members as they are written, one after the other
  std::vector<std::size_t> begins_;  // where each of them does
};

// ["a","b"]; Range: of things that `project` turns into a string view.
template <class Range, class Project>
std::string json_array(const Range& range, Project project) {
  std::string out = "[";
  for (const auto& item : range) {
    if (out.size() > 1) out += ',';
    out += quoted(project(item));
  }
  return out + "]";
}

}  // namespace presenced::fake_slack
