// The system's zone database (tzdata under /usr/share/zoneinfo), through Howard Hinnant's date library. Nothing is
// downloaded; the files are read when a zone is first asked for. The library knows the changes that are in the files:
// Debian's go up to 2037.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "time/zone.h"

namespace presenced::time {

class ZoneDatabase final : public Zones {
 public:
  // An IANA name, "UTC" among them; exact, as in the database. Empty also when there is no database.
  std::shared_ptr<const Zone> find(std::string_view name) const override;

  // One name for each zone that people live in, and "UTC", sorted: to choose from. Other names are found as well.
  std::vector<std::string> names() const;
};

// The zone that answers are given in when --tz is not used:
// 1. What TZ says (`tz_variable`, empty: not set): "Europe/Berlin", ":Europe/Berlin", a path of a file, "" for UTC, or
// a
//    rule ("CET-1CEST,M3.5.0,M10.5.0/3").
// 2. The zone that ROOT/etc/localtime, a link, names.
// 3. Where it is a copy, that file itself. A zone of the database with the same content gives it its name: the one in
//    ROOT/etc/timezone, if it is that, else the first of the database's own list. A name there says nothing by itself.
//    A file that no zone is equal to is called "localtime".
// 4. UTC where there is no such file, as in the C library.
// The error says what to do.
base::Result<std::shared_ptr<const Zone>, std::string> local_zone(const std::optional<std::string>& tz_variable,
                                                                  const std::filesystem::path& root = "/");

}  // namespace presenced::time
