#include "metrics/exposition.h"

#include <fmt/format.h>

namespace presenced::metrics {
namespace {

void append_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\')
      out += {'\\', c};
    else
      out += c;
  }
}

}  // namespace

Exposition& Exposition::family(std::string_view name, Kind kind, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind == Kind::counter ? "counter" : "gauge");
  return *this;
}

Exposition& Exposition::sample(Labels labels, std::uint64_t value) {
  begin(labels);
  text_ += fmt::format(" {}\n", value);
  return *this;
}

Exposition& Exposition::sample_seconds(Labels labels, std::int64_t milliseconds) {
  begin(labels);
  text_ += fmt::format(" {:.3f}\n", static_cast<double>(milliseconds) / 1000);
  return *this;
}

void Exposition::begin(Labels labels) {
  text_ += name_;
  char before = '{';
  for (const auto& [label, value] : labels) {
    text_ += before;
    text_ += label;
    text_ += "=\"";
    append_escaped(text_, value);
    text_ += '"';
    before = ',';
  }
  if (labels.size() > 0) text_ += '}';
}

}  // namespace presenced::metrics
