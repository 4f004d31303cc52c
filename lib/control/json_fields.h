// JSON objects, read strictly: the first thing that is missing or of the wrong kind is remembered as the fault, and
// everything after it reads as empty. So a reader asks for all it needs, and looks at the fault once, at the end.
// Internal to lib/control.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace presenced::control {

class JsonFields {
 public:
  // Owns what its fields point into; one text at a time.
  class Parser {
   public:
    Parser();
    ~Parser();
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    // `fault` is set when the text is no JSON object, and then by the fields; it outlives them, as this does.
    JsonFields parse(std::string_view text, std::string& fault);

   private:
    friend class JsonFields;
    struct Document;
    std::unique_ptr<Document> document_;
  };

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
  struct Handle;  // simdjson's object
  JsonFields(std::shared_ptr<const Handle> handle, std::string* fault);
  template <class T>
  std::optional<T> read(std::string_view key) const;
  void miss(std::string_view key) const;

  std::shared_ptr<const Handle> handle_;  // empty: there is no object
  std::string* fault_;
};

}  // namespace presenced::control
