// Whether an EngineWorld is content with its engine, as checks of a doctest case.
#include <doctest/doctest.h>

#include "support/engine_world.h"

namespace presenced::support {

void EngineWorld::check() const {
  for (const std::string& rule : violations_) FAIL_CHECK("broken: " << rule);
  for (const std::string& rule : history_.violations()) FAIL_CHECK("broken: " << rule);
  CHECK_FALSE(log_.holds(kSecret));
  for (const LogLine& line : log_.lines()) CHECK(line.workspace == "acme");
}

void EngineWorld::check_against_truth() const {
  check();
  for (const std::string& lie : lies()) FAIL_CHECK(lie);
}

}  // namespace presenced::support
