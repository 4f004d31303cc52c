// The figures of one benchmark: printed as a table while they are measured, written as JSON for scripts/bench.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace presenced::bench {

struct Figure {
  std::string name;
  std::string unit;    // "ms", "MB"
  double value = 0;    // smaller is better
  double limit = 0;    // 0: none
  std::string detail;  // how it came about: "median of 11"
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

}  // namespace presenced::bench
