// A time zone written out as a rule, as POSIX has it for TZ and as TZif files end with one:
// "CET-1CEST,M3.5.0,M10.5.0/3". Pure.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "time/zone.h"

namespace presenced::time {

class PosixRule {
 public:
  // Empty: not such a rule. Summer time without dates has those of the USA, as in the C library.
  static std::optional<PosixRule> parse(std::string_view text);

  Offset at(base::WallTime time) const;

 private:
  friend class PosixRuleText;

  struct DayOfWeek {  // M3.5.0: the last (fifth) Sunday of March
    std::chrono::month month;
    unsigned week;
    unsigned weekday;  // 0: Sunday
  };
  struct DayOfYear {
    int day;          // from 0 on
    bool without_29;  // J60: 29 February is never counted
  };
  struct Change {
    std::variant<DayOfWeek, DayOfYear> day;
    std::chrono::seconds time;  // by the clocks before the change

    std::chrono::local_seconds in(std::chrono::year year) const;
  };
  struct Clock {
    std::string abbreviation;
    std::chrono::seconds utc_offset;
  };
  struct Summer {
    Clock clock;
    Change begin;
    Change end;
  };

  Clock standard_{};
  std::optional<Summer> summer_;
};

// The rule as a zone, under the text itself as its name. Null: not such a rule.
std::shared_ptr<const Zone> posix_zone(std::string_view text);

}  // namespace presenced::time
