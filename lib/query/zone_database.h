// The system's zone database (tzdata under /usr/share/zoneinfo), through Howard Hinnant's date library. Nothing is
// downloaded; the files are read when a zone is first asked for. The library knows the changes that are in the files:
// Debian's go up to 2037.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "query/zone.h"

namespace presenced::query {

class ZoneDatabase final : public Zones {
 public:
  // An IANA name, "UTC" among them; exact, as in the database. Empty also when there is no database.
  std::shared_ptr<const Zone> find(std::string_view name) const override;
};

// The zone that answers are given in when --tz is not used: what TZ names (`tz_variable`, empty: not set), else what
// /etc/localtime points at. As TZ takes them: "Europe/Berlin", ":Europe/Berlin", a path into zoneinfo, "" for UTC. The
// error says what to do: rules written out in TZ ("CET-1CEST,M3.5.0,...") are no zone of the database.
base::Result<std::shared_ptr<const Zone>, std::string> local_zone(const std::optional<std::string>& tz_variable);

}  // namespace presenced::query
