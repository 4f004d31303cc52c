#include "fake_slack/client_frame.h"

namespace presenced::fake_slack {
namespace {

bool read_ids(simdjson::dom::element value, std::vector<base::UserId>& ids) {
  simdjson::dom::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return false;
  for (const simdjson::dom::element item : array) {
    std::string_view id;
    if (item.get_string().get(id) != simdjson::SUCCESS) return false;
    ids.push_back({std::string(id)});
  }
  return true;
}

}  // namespace

base::Result<ClientFrame, BadFrame> read_client_frame(simdjson::dom::parser& parser, std::string_view text) {
  simdjson::dom::object object;
  if (parser.parse(text.data(), text.size()).get_object().get(object) != simdjson::SUCCESS)
    return BadFrame{"not a JSON object"};
  ClientFrame frame;
  for (const auto& [key, value] : object) {
    if (key == "type") {
      std::string_view type;
      if (value.get_string().get(type) != simdjson::SUCCESS) return BadFrame{"a type that is not text"};
      frame.type = type;
    } else if (key == "id") {
      if (value.get_int64().get(frame.id) != simdjson::SUCCESS || frame.id < 0) frame.id = 0;
    } else if (key == "ids") {
      if (!read_ids(value, frame.ids)) return BadFrame{"ids that are not a list of texts"};
    } else if (!value.is_array() && !value.is_object()) {
      frame.flat.emplace_back(std::string(key), simdjson::minify(value));
    }
  }
  return frame;
}

}  // namespace presenced::fake_slack
