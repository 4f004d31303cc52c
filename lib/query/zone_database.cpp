#include "query/zone_database.h"

#include <date/tz.h>

#include <exception>
#include <stdexcept>
#include <utility>

#include "query/text.h"

namespace presenced::query {
namespace {

base::WallTime wall(date::sys_seconds time) {
  return base::WallTime{std::chrono::duration_cast<base::Millis>(time.time_since_epoch())};
}

// The library gives the ends of time as years that do not fit into milliseconds everywhere.
date::sys_seconds within_reach(date::sys_seconds time) {
  const date::sys_seconds first = date::sys_days{date::year{-1000} / 1 / 1};
  const date::sys_seconds last = date::sys_days{date::year{30000} / 1 / 1};
  return std::clamp(time, first, last);
}

class SystemZone final : public Zone {
 public:
  explicit SystemZone(const date::time_zone* zone) : zone_(zone), name_(zone->name()) {}
  const std::string& name() const override { return name_; }

  Offset at(base::WallTime time) const override {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
    const date::sys_info info = zone_->get_info(date::sys_seconds{seconds});
    return {{wall(within_reach(info.begin)), wall(within_reach(info.end))}, info.offset, info.abbrev};
  }

 private:
  const date::time_zone* zone_;  // the library's, for as long as the program runs
  std::string name_;
};

// The name in a path into a zone database, or the path as it is.
std::string_view name_in_path(std::string_view path) {
  constexpr std::string_view kFolder = "/zoneinfo/";
  const std::size_t at = path.find(kFolder);
  return at == std::string_view::npos ? path : path.substr(at + kFolder.size());
}

}  // namespace

// The library throws for an unknown name and for an unreadable file alike.
std::shared_ptr<const Zone> ZoneDatabase::find(std::string_view name) const {
  if (name == "UTC") return fixed_zone("UTC", base::Millis{0});  // also where there is no tzdata
  try {
    return std::make_shared<SystemZone>(date::locate_zone(std::string(name)));
  } catch (const std::exception&) {
    return nullptr;
  }
}

base::Result<std::shared_ptr<const Zone>, std::string> local_zone(const std::optional<std::string>& tz_variable) {
  if (!tz_variable) {
    try {
      return std::shared_ptr<const Zone>(std::make_shared<SystemZone>(date::current_zone()));
    } catch (const std::exception&) {
      return std::string("the system's time zone cannot be told from /etc/localtime; use --tz, for example --tz UTC");
    }
  }
  std::string_view name = *tz_variable;
  if (name.starts_with(':')) name.remove_prefix(1);
  name = name_in_path(name);
  if (auto zone = ZoneDatabase{}.find(name.empty() ? "UTC" : name)) return zone;
  return "TZ is '" + printable(*tz_variable) +
         "', which is no zone of the system's database; use --tz, for example --tz Europe/Berlin";
}

}  // namespace presenced::query
