#include "time/zone_database.h"

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "text/text.h"
#include "time/posix_zone.h"
#include "time/zone_file.h"

namespace presenced::time {
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

constexpr std::string_view kDatabase = "/usr/share/zoneinfo/";

// The name in a path into a zone database; empty: the path leads somewhere else.
std::string_view name_in_path(std::string_view path) {
  constexpr std::string_view kFolder = "/zoneinfo/";
  const std::size_t at = path.find(kFolder);
  return at == std::string_view::npos ? std::string_view() : path.substr(at + kFolder.size());
}

// Empty also when it cannot be read. A device or a pipe may have no end.
std::string content_of(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return "";
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool is_zone(const std::string& name, const std::string& content) {
  const std::filesystem::path file = std::string(kDatabase) + name;
  std::error_code error;
  return std::filesystem::file_size(file, error) == content.size() && content_of(file) == content;
}

// In the order of zone1970.tab.
std::vector<std::string> listed_names() {
  std::vector<std::string> names;
  std::ifstream zones{std::string(kDatabase) + "zone1970.tab"};
  for (std::string line; std::getline(zones, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream columns(line);
    if (std::string countries, place, name; columns >> countries >> place >> name) names.push_back(name);
  }
  return names;
}

// The zone of the database that has this content; empty: none. Zones that have always been alike are one file under
// several names: what the administrator wrote down comes first, then the names in zone1970.tab, one for each zone.
std::string name_of_copy(const std::string& content, const std::filesystem::path& root) {
  std::string name;
  if (std::ifstream(root / "etc/timezone") >> name && is_zone(name, content)) return name;
  if (is_zone("Etc/UTC", content)) return "Etc/UTC";
  for (const std::string& listed : listed_names())
    if (is_zone(listed, content)) return listed;
  return "";
}

// Null: not a file of a zone.
std::shared_ptr<const Zone> zone_in(const std::filesystem::path& file, const std::filesystem::path& root) {
  const std::string content = content_of(file);
  const std::string name = name_of_copy(content, root);
  return zone_from_file(name.empty() ? "localtime" : name, content);
}

base::Result<std::shared_ptr<const Zone>, std::string> zone_of_machine(const std::filesystem::path& root) {
  const std::filesystem::path file = root / "etc/localtime";
  std::error_code error;
  const std::string target = std::filesystem::read_symlink(file, error).string();
  if (auto zone = ZoneDatabase{}.find(name_in_path(target))) return zone;
  if (!std::filesystem::exists(file, error) && !error) return fixed_zone("UTC", base::Millis{0});
  if (auto zone = zone_in(file, root)) return zone;
  return file.string() + " cannot be read as a time zone; link it to a file in " + std::string(kDatabase) +
         ", or use --tz, for example --tz UTC";
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

std::vector<std::string> ZoneDatabase::names() const {
  std::vector<std::string> names = listed_names();
  names.emplace_back("UTC");
  std::sort(names.begin(), names.end());
  return names;
}

base::Result<std::shared_ptr<const Zone>, std::string> local_zone(const std::optional<std::string>& tz_variable,
                                                                  const std::filesystem::path& root) {
  if (!tz_variable) return zone_of_machine(root);
  std::string_view written = *tz_variable;
  if (written.starts_with(':')) written.remove_prefix(1);
  if (written.empty()) written = "UTC";
  const std::string_view in_path = name_in_path(written);
  if (auto zone = ZoneDatabase{}.find(in_path.empty() ? written : in_path)) return zone;
  if (auto zone = written.starts_with('/') ? zone_in(written, root) : posix_zone(written)) return zone;
  return "TZ is '" + text::printable(*tz_variable) +
         "', which is not in the system's time zone database; use --tz, for example --tz Europe/Berlin";
}

}  // namespace presenced::time
