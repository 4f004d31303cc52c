// JSON objects, read strictly: the first thing that is missing or of the wrong kind is remembered as the fault, and
// everything after it reads as empty. So a reader asks for all it needs, and looks at the fault once, at the end.
// Internal to lib/control.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace presenced::control {

class JsonFields {
 public:
  // `parser` owns what the fields point into, and reads one text at a time. `fault` is set when the text is not a JSON
  // object, and then by the fields. Both outlive the fields.
  static JsonFields parse(std::string_view text, simdjson::dom::parser& parser, std::string& fault);

  std::string text(std::string_view key) const;
  std::int64_t number(std::string_view key) const;
  std::size_t count(std::string_view key) const;  // a number that is not negative
  bool flag(std::string_view key) const;
  base::WallTime time(std::string_view key) const;
  std::optional<base::WallTime> time_or_null(std::string_view key) const;
  JsonFields object(std::string_view key) const;
  std::vector<JsonFields> objects(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;

  bool has(std::string_view key) const;
  std::size_t size() const;  // how many keys; a key that stands there twice counts twice

 private:
  using Object = std::optional<simdjson::dom::object>;

  JsonFields(Object object, std::string* fault) : object_(object), fault_(fault) {}
  template <class T>
  std::optional<T> read(std::string_view key) const;
  void miss(std::string_view key) const;

  Object object_;  // empty: there is none
  std::string* fault_;
};

}  // namespace presenced::control
