// A value or the error that stands in its place. For failures that are part of normal life; bugs are assertions.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

namespace presenced::base {

template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Each may be called only when `ok()` says that it is there.
  T& value() { return assert(ok()), *std::get_if<0>(&state_); }
  const T& value() const { return assert(ok()), *std::get_if<0>(&state_); }
  E& error() { return assert(!ok()), *std::get_if<1>(&state_); }
  const E& error() const { return assert(!ok()), *std::get_if<1>(&state_); }

 private:
  std::variant<T, E> state_;
};

}  // namespace presenced::base
