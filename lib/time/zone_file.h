// A time zone from the content of a TZif file (RFC 9636; tzfile(5)), which need not be one of the zone database: where
// /etc/localtime is a copy. Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "time/zone.h"

namespace presenced::time {

// Null: not such a file. Times beyond the last change that is listed follow the rule at the file's end.
std::shared_ptr<const Zone> zone_from_file(std::string name, std::string_view content);

}  // namespace presenced::time
