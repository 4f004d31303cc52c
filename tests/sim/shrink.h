// Makes a failing run small: leaves out what is not needed for the same invariant to be violated.
#pragma once

#include "sim/simulation.h"

namespace presenced::sim {

// The smallest setup that was found, with which `invariant` is still violated.
Setup shrink(Setup failing, const std::string& invariant);

}  // namespace presenced::sim
