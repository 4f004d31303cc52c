#include "bench/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "base/json_object.h"

namespace presenced::bench {
namespace {

bool within(const Figure& figure) { return figure.limit == 0 || figure.value <= figure.limit; }

}  // namespace

void Figures::add(Figure figure) {
  const std::string limit = figure.limit == 0 ? "" : fmt::format("at most {:g}", figure.limit);
  fmt::print("{:<66} {:9.1f} {:<3} {:<13} {}{}\n", figure.name, figure.value, figure.unit, limit, figure.detail,
             within(figure) ? "" : "  OVER ITS LIMIT");
  std::fflush(stdout);
  figures_.push_back(std::move(figure));
}

bool Figures::within_limits() const { return std::all_of(figures_.begin(), figures_.end(), within); }

void Figures::write_json(const std::filesystem::path& file) const {
  std::vector<std::string> rows;
  for (const Figure& figure : figures_) {
    base::JsonObject row;
    row.text("name", figure.name).text("unit", figure.unit).raw("value", fmt::format("{:.3f}", figure.value));
    row.raw("limit", figure.limit == 0 ? "null" : fmt::format("{:g}", figure.limit)).text("detail", figure.detail);
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

}  // namespace presenced::bench
