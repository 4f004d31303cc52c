#include "presencectl/calendar.h"

#include <cstdlib>

namespace presenced::commands::test {

Calendar::Calendar(const char* zone) {
  ::setenv("TZ", zone, 1);
  ::tzset();
}
Calendar::~Calendar() {
  ::unsetenv("TZ");
  ::tzset();
}
std::tm Calendar::at(std::int64_t second) const {
  const std::time_t time = second;
  std::tm local{};
  ::localtime_r(&time, &local);
  return local;
}

}  // namespace presenced::commands::test
