#include "time/zone.h"

#include <utility>

namespace presenced::time {
namespace {

using std::chrono::days;

class FixedZone final : public Zone {
 public:
  FixedZone(std::string name, base::Millis utc_offset) : name_(std::move(name)), utc_offset_(utc_offset) {}
  const std::string& name() const override { return name_; }
  Offset at(base::WallTime) const override { return {kAllTime, utc_offset_, name_}; }

 private:
  std::string name_;
  base::Millis utc_offset_;
};

// The moment, were the local time one of UTC: never more than a day from the moment itself.
base::WallTime as_utc(LocalTime time) { return base::WallTime{time.time_since_epoch()}; }

// Calls `each(offset)` for the offsets that hold within a day around the local time, ascending.
template <class Each>
void nearby_offsets(const Zone& zone, LocalTime time, const Each& each) {
  const base::WallTime end = as_utc(time) + days{1};
  for (base::WallTime at = as_utc(time) - days{1}; at < end;) {
    const Offset offset = zone.at(at);
    each(offset);
    at = offset.span.to;
  }
}

}  // namespace

std::shared_ptr<const Zone> fixed_zone(std::string name, base::Millis utc_offset) {
  return std::make_shared<FixedZone>(std::move(name), utc_offset);
}

LocalTime local(const Zone& zone, base::WallTime time) {
  return LocalTime{time.time_since_epoch() + zone.at(time).utc_offset};
}

std::vector<base::WallTime> moments_of(const Zone& zone, LocalTime time) {
  std::vector<base::WallTime> moments;
  nearby_offsets(zone, time, [&](const Offset& offset) {
    const base::WallTime moment = as_utc(time) - offset.utc_offset;
    if (offset.span.contains(moment)) moments.push_back(moment);
  });
  return moments;
}

base::WallTime first_moment(const Zone& zone, LocalTime time) {
  std::optional<base::WallTime> first;
  nearby_offsets(zone, time, [&](const Offset& offset) {
    const base::WallTime moment = std::max(as_utc(time) - offset.utc_offset, offset.span.from);
    if (!first && moment < offset.span.to) first = moment;
  });
  return first.value_or(as_utc(time));  // never empty: the last offset goes on beyond a day after the local time
}

}  // namespace presenced::time
