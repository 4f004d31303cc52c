#include "control/json_fields.h"

#include <simdjson.h>

namespace presenced::control {

namespace dom = simdjson::dom;

constexpr std::size_t kMaxDepth = 8;  // the deepest of ours is 4: a problem of the configuration in a status

struct JsonFields::Handle {
  dom::object object;
};
struct JsonFields::Parser::Document {
  dom::parser parser;
};

JsonFields::Parser::Parser() : document_(std::make_unique<Document>()) {}
JsonFields::Parser::~Parser() = default;

JsonFields JsonFields::Parser::parse(std::string_view text, std::string& fault) {
  fault.clear();
  simdjson::error_code error = document_->parser.allocate(text.size(), kMaxDepth);
  dom::object object;
  if (!error) error = document_->parser.parse(text.data(), text.size()).get(object);
  if (!error) return {std::make_shared<const Handle>(Handle{object}), &fault};
  fault = error == simdjson::INCORRECT_TYPE ? "it is no JSON object" : "it is no JSON";
  return {nullptr, &fault};
}

JsonFields::JsonFields(std::shared_ptr<const Handle> handle, std::string* fault)
    : handle_(std::move(handle)), fault_(fault) {}

void JsonFields::miss(std::string_view key) const {
  if (fault_->empty()) *fault_ = "\"" + std::string(key) + "\" is missing or of the wrong kind";
}

template <class T>
std::optional<T> JsonFields::read(std::string_view key) const {
  T value;
  if (handle_ && handle_->object.at_key(key).get(value) == simdjson::SUCCESS) return value;
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
  if (handle_ && handle_->object.at_key(key).get(value) == simdjson::SUCCESS && value.is_null()) return std::nullopt;
  return time(key);
}

JsonFields JsonFields::object(std::string_view key) const {
  const auto value = read<dom::object>(key);
  return {value ? std::make_shared<const Handle>(Handle{*value}) : nullptr, fault_};
}

std::vector<JsonFields> JsonFields::objects(std::string_view key) const {
  std::vector<JsonFields> all;
  const auto values = read<dom::array>(key);
  if (!values) return all;
  for (const dom::element value : *values) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return miss(key), std::vector<JsonFields>{};
    all.push_back({std::make_shared<const Handle>(Handle{object}), fault_});
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
  return handle_ && handle_->object.at_key(key).get(value) == simdjson::SUCCESS;
}

std::size_t JsonFields::size() const { return handle_ ? handle_->object.size() : 0; }

}  // namespace presenced::control
