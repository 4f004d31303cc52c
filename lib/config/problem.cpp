#include "config/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace presenced::config {

std::string render(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) text += fmt::format(":{}:{}", problem.line, problem.column);
  if (!problem.key.empty()) text += ": " + problem.key;
  return text + ": " + problem.message;
}

std::string render(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += render(problem) + '\n';
  return text;
}

void Report::add(const Place& place, std::string message) {
  problems_.push_back({file_, place.line, place.column, place.key, std::move(message)});
}

Problems Report::take() {
  Problems taken = std::exchange(problems_, {});
  std::stable_sort(taken.begin(), taken.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  Problems once;
  std::unordered_set<std::string> seen;
  for (Problem& problem : taken) {
    if (seen.insert(render(problem)).second) once.push_back(std::move(problem));
  }
  return once;
}

}  // namespace presenced::config
