#include "control/json_fields.h"

namespace presenced::control {

namespace dom = simdjson::dom;

constexpr std::size_t kMaxDepth = 8;  // the deepest of ours is 4: a problem of the configuration in a status

JsonFields JsonFields::parse(std::string_view text, dom::parser& parser, std::string& fault) {
  fault.clear();
  simdjson::error_code error = parser.allocate(text.size(), kMaxDepth);
  dom::object object;
  if (!error) error = parser.parse(text.data(), text.size()).get(object);
  if (!error) return {object, &fault};
  fault = error == simdjson::INCORRECT_TYPE ? "it is not a JSON object" : "it is not JSON";
  return {std::nullopt, &fault};
}

void JsonFields::miss(std::string_view key) const {
  if (fault_->empty()) *fault_ = "\"" + std::string(key) + "\" is missing or has the wrong type";
}

template <class T>
std::optional<T> JsonFields::read(std::string_view key) const {
  T value;
  if (object_ && object_->at_key(key).get(value) == simdjson::SUCCESS) return value;
  miss(key);
  return std::nullopt;
}

std::string JsonFields::text(std::string_view key) const {
  return std::string(read<std::string_view>(key).value_or(std::string_view{}));
}

std::int64_t JsonFields::number(std::string_view key) const { return read<std::int64_t>(key).value_or(0); }

std::size_t JsonFields::count(std::string_view key) const {
  const std::int64_t value = number(key);
  if (value >= 0) return static_cast<std::size_t>(value);
  miss(key);
  return 0;
}

bool JsonFields::flag(std::string_view key) const { return read<bool>(key).value_or(false); }

base::WallTime JsonFields::time(std::string_view key) const { return base::wall_from_unix_ms(number(key)); }

std::optional<base::WallTime> JsonFields::time_or_null(std::string_view key) const {
  dom::element value;
  if (object_ && object_->at_key(key).get(value) == simdjson::SUCCESS && value.is_null()) return std::nullopt;
  return time(key);
}

JsonFields JsonFields::object(std::string_view key) const { return {read<dom::object>(key), fault_}; }

std::vector<JsonFields> JsonFields::objects(std::string_view key) const {
  std::vector<JsonFields> all;
  const auto values = read<dom::array>(key);
  if (!values) return all;
  for (const dom::element value : *values) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return miss(key), std::vector<JsonFields>{};
    all.push_back({object, fault_});
  }
  return all;
}

std::vector<std::string> JsonFields::texts(std::string_view key) const {
  std::vector<std::string> all;
  const auto values = read<dom::array>(key);
  if (!values) return all;
  for (const dom::element value : *values) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return miss(key), std::vector<std::string>{};
    all.emplace_back(text);
  }
  return all;
}

bool JsonFields::has(std::string_view key) const {
  dom::element value;
  return object_ && object_->at_key(key).get(value) == simdjson::SUCCESS;
}

std::size_t JsonFields::size() const { return object_ ? object_->size() : 0; }

}  // namespace presenced::control
