// Prometheus's text format, version 0.0.4: families of samples, written one after the other. Pure; keeps no registry.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace presenced::metrics {

inline constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

enum class Kind : std::uint8_t { counter, gauge };

class Exposition {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // Begins a family; its samples follow. `name`: [a-z_], a counter's ends in "_total". `help`: one line.
  Exposition& family(std::string_view name, Kind kind, std::string_view help);
  // Of the family begun last. Values of labels may hold anything: they are escaped.
  Exposition& sample(Labels labels, std::uint64_t value);
  Exposition& sample_seconds(Labels labels, std::int64_t milliseconds);  // written in seconds, with the milliseconds

  const std::string& text() const { return text_; }

 private:
  void begin(Labels labels);

  std::string name_;
  std::string text_;
};

}  // namespace presenced::metrics
