#include "bench/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/json_object.h"

namespace presenced::bench {
namespace {

bool within(const Figure& figure) {
  if (figure.limit == 0) return true;
  return figure.bound == Bound::at_most ? figure.value <= figure.limit : figure.value >= figure.limit;
}

std::string_view words_of(Bound bound) { return bound == Bound::at_most ? "at most" : "at least"; }

}  // namespace

void Figures::add(Figure figure) {
  const std::string limit = figure.limit == 0 ? "" : fmt::format("{} {:g}", words_of(figure.bound), figure.limit);
  const char* verdict = within(figure) ? "" : figure.bound == Bound::at_most ? "  OVER ITS LIMIT" : "  UNDER ITS LIMIT";
  // A ratio, and what is smaller than ten, with the digits that tell two of them apart.
  fmt::print("{:<66} {:9.{}f} {:<5} {:<13} {}{}\n", figure.name, figure.value, figure.value < 10 ? 2 : 1, figure.unit,
             limit, figure.detail, verdict);
  std::fflush(stdout);
  figures_.push_back(std::move(figure));
}

bool Figures::within_limits() const { return std::all_of(figures_.begin(), figures_.end(), within); }

void Figures::write_json(const std::filesystem::path& file) const {
  std::vector<std::string> rows;
  for (const Figure& figure : figures_) {
    base::JsonObject row;
    row.text("name", figure.name).text("unit", figure.unit).raw("value", fmt::format("{:.3f}", figure.value));
    row.raw("limit", figure.limit == 0 ? "null" : fmt::format("{:g}", figure.limit));
    row.text("bound", words_of(figure.bound)).text("detail", figure.detail);
    rows.push_back(row.done());
  }
  std::ofstream out(file);
  out << base::JsonObject().array("figures", rows).done() << "\n";
  if (!out.flush()) throw std::runtime_error(file.string() + ": cannot be written");
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const auto above = static_cast<std::size_t>(part * static_cast<double>(values.size()));
  return values[std::min(above, values.size() - 1)];
}

}  // namespace presenced::bench
