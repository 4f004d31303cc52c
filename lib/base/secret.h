// A text that does not print itself: tokens, cookies, passwords, socket urls.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>

namespace presenced::base {

// Has no stream operator, no conversion to text and no formatter, so that it cannot reach a log, an error or a status
// page unless somebody writes `reveal()`.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  std::string text_;
};

}  // namespace presenced::base
