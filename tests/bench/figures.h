// The figures of one benchmark: printed as a table while they are measured, written as JSON for scripts/bench.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace presenced::bench {

enum class Bound : std::uint8_t { at_most, at_least };  // smaller is better, or larger

struct Figure {
  std::string name;
  std::string unit;  // "ms", "MB"
  double value = 0;
  double limit = 0;    // 0: none
  std::string detail;  // how it came about: "median of 11"
  Bound bound = Bound::at_most;
};

class Figures {
 public:
  void add(Figure figure);                                   // and prints its line
  bool within_limits() const;                                // each one
  void write_json(const std::filesystem::path& file) const;  // throws std::runtime_error

 private:
  std::vector<Figure> figures_;
};

double median(std::vector<double> values);  // of one or more
// Of one or more: so much of them is not above it, 0.99 for instance.
double quantile(std::vector<double> values, double part);

}  // namespace presenced::bench
