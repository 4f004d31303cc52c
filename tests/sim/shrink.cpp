#include "sim/shrink.h"

#include <algorithm>

namespace presenced::sim {
namespace {

bool still_fails(const Setup& setup, const std::string& invariant) {
  const Outcome outcome = simulate(setup);
  return std::any_of(outcome.findings.begin(), outcome.findings.end(),
                     [&](const Finding& finding) { return finding.invariant == invariant; });
}

// The plan without `count` faults from `first` on.
Setup without(const Setup& setup, std::size_t first, std::size_t count) {
  Setup less = setup;
  const auto from = less.plan.begin() + static_cast<std::ptrdiff_t>(first);
  less.plan.erase(from, from + static_cast<std::ptrdiff_t>(std::min(count, setup.plan.size() - first)));
  return less;
}

Setup halved(const Setup& setup) {
  Setup less = setup;
  less.span /= 2;
  std::erase_if(less.plan, [&](const Fault& fault) { return fault.at >= less.span; });
  return less;
}

}  // namespace

Setup shrink(Setup failing, const std::string& invariant) {
  while (failing.span > base::Millis{60'000}) {
    Setup less = halved(failing);
    if (!still_fails(less, invariant)) break;
    failing = std::move(less);
  }
  for (std::size_t count = std::max<std::size_t>(1, failing.plan.size() / 2); count > 0; count /= 2) {
    for (std::size_t first = 0; first < failing.plan.size();) {
      Setup less = without(failing, first, count);
      if (still_fails(less, invariant))
        failing = std::move(less);
      else
        first += count;
    }
  }
  return failing;
}

}  // namespace presenced::sim
