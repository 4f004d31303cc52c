// Looking into what a method answered.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "fake_slack/api_call.h"

namespace presenced::fake_slack {

// The text of a key of the answer; empty: it is not there, or not a text.
inline std::string text_of(const HttpAnswer& answer, const std::string& key) {
  simdjson::dom::parser parser;
  std::string_view text;
  return parser.parse(answer.body)[key].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

inline std::string error_of(const HttpAnswer& answer) { return text_of(answer, "error"); }

inline std::string next_cursor(const HttpAnswer& answer) {
  simdjson::dom::parser parser;
  return std::string(std::string_view(parser.parse(answer.body)["response_metadata"]["next_cursor"]));
}

// The texts of a list; of a list of objects, one text of each.
inline std::vector<std::string> list_of(const HttpAnswer& answer, const std::string& list,
                                        const std::string& key = "id") {
  simdjson::dom::parser parser;
  std::vector<std::string> all;
  for (const simdjson::dom::element item : simdjson::dom::array(parser.parse(answer.body)[list]))
    all.emplace_back(std::string_view(item.is_string() ? item : simdjson::dom::element(item[key])));
  return all;
}

}  // namespace presenced::fake_slack
