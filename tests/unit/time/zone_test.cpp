// Where zones come from: the database, TZ, the machine's /etc/localtime, rules written out.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/temp_dir.h"
#include "time/posix_zone.h"
#include "time/zone_file.h"
#include "unit/time/samples.h"

namespace presenced::time {
namespace {

using history::Span;
using history::Window;

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::filesystem::path;

const path kDatabaseFolder = "/usr/share/zoneinfo";

std::string content(const path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  REQUIRE(!bytes.empty());
  return bytes;
}

// A machine's /etc, made by the test.
class Machine {
 public:
  Machine() { std::filesystem::create_directory(folder_.path() / "etc"); }
  void link(const path& target) { std::filesystem::create_symlink(target, localtime()); }
  void copy(const std::string& bytes) { std::ofstream(localtime(), std::ios::binary) << bytes; }
  void say(const std::string& name) { std::ofstream(folder_.path() / "etc/timezone") << name << '\n'; }
  base::Result<std::shared_ptr<const Zone>, std::string> zone(std::optional<std::string> tz_variable = {}) const {
    return local_zone(tz_variable, folder_.path());
  }
  std::string name() const {
    const auto found = zone();
    return found.ok() ? found.value()->name() : found.error();
  }

 private:
  path localtime() const { return folder_.path() / "etc/localtime"; }
  test::TempDir folder_;
};

// The file with a comment that no other has: the same clocks, and no zone of the database has this content.
std::string altered(std::string bytes) {
  const std::size_t footer = bytes.rfind("\nCET-1CEST");
  REQUIRE(footer != std::string::npos);
  return bytes.substr(0, footer) + "\nCET-1CEST,M3.5.0/2,M10.5.0/3\n";
}

void check_same_clocks(const Zone& a, const Zone& b, int from_year, int to_year) {
  for (base::WallTime at = utc(from_year, 1, 1); at < utc(to_year, 1, 1); at += 25h) {
    const Offset one = a.at(at);
    const Offset other = b.at(at);
    CAPTURE(base::unix_ms(at));
    REQUIRE(one.utc_offset == other.utc_offset);
    REQUIRE(one.abbreviation == other.abbreviation);
    REQUIRE(one.span.contains(at));
    const bool between_changes = other.span.from > utc(1900, 1, 1) && other.span.to < utc(2100, 1, 1);
    if (between_changes) REQUIRE(one.span == other.span);
  }
}

TEST_CASE("the zones to choose from are sorted, once each, and can all be found") {
  const ZoneDatabase zones;
  const std::vector<std::string> names = zones.names();
  CHECK(names.size() > 200);
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  for (const std::string& name : names) CHECK_MESSAGE(zones.find(name) != nullptr, name);
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"})
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
}

TEST_CASE("TZ is read as the C library reads it, and comes before what the machine says") {
  Machine machine;
  machine.link(kDatabaseFolder / "America/New_York");
  const auto name = [&](const char* variable) { return machine.zone(variable).value()->name(); };
  CHECK(name("Europe/Berlin") == "Europe/Berlin");
  CHECK(name(":Asia/Kolkata") == "Asia/Kolkata");
  CHECK(name("/usr/share/zoneinfo/Europe/Oslo") == "Europe/Oslo");
  CHECK(name("") == "UTC");
  CHECK(name("CET-1CEST,M3.5.0,M10.5.0/3") == "CET-1CEST,M3.5.0,M10.5.0/3");
  for (const char* wrong : {"Mars/Olympus", "/etc/passwd", "/nowhere", "/dev/zero", "CET-1CEST,M3.5"}) {
    CAPTURE(wrong);
    const auto refused = machine.zone(wrong);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().find("--tz") != std::string::npos);
  }
  CHECK(ZoneDatabase{}.find("Mars/Olympus") == nullptr);
  CHECK(ZoneDatabase{}.find("../../etc/passwd") == nullptr);
}

TEST_CASE("without TZ, the zone is the one that /etc/localtime links to, whatever /etc/timezone says") {
  Machine machine;
  machine.say("America/New_York");
  machine.link("/usr/share/zoneinfo/Europe/Berlin");
  CHECK(machine.name() == "Europe/Berlin");
}

TEST_CASE("where /etc/localtime is a copy, its content counts, and a stale /etc/timezone does not") {
  Machine machine;
  machine.say("America/New_York");
  machine.copy(content(kDatabaseFolder / "Asia/Kolkata"));
  CHECK(machine.name() == "Asia/Kolkata");
  CHECK(machine.zone().value()->at(utc(2026, 7, 1)).utc_offset == 5h + 30min);
}

TEST_CASE("of several names of one zone, /etc/timezone gives the one that the administrator chose") {
  const std::string india = content(kDatabaseFolder / "Asia/Kolkata");
  REQUIRE(content(kDatabaseFolder / "Asia/Calcutta") == india);
  Machine unnamed;
  unnamed.copy(india);
  CHECK(unnamed.name() == "Asia/Kolkata");
  Machine named;
  named.say("Asia/Calcutta");
  named.copy(india);
  CHECK(named.name() == "Asia/Calcutta");
}

TEST_CASE("a copy that equals no zone of the database is used as it is") {
  Machine machine;
  machine.say("America/New_York");
  machine.copy(altered(content(kDatabaseFolder / "Europe/Berlin")));
  CHECK(machine.name() == "localtime");
  check_same_clocks(*machine.zone().value(), *zone("Europe/Berlin"), 2020, 2030);
}

TEST_CASE("without /etc/localtime times are UTC, and a file that is no zone is an error that says what to do") {
  Machine machine;
  machine.say("America/New_York");
  CHECK(machine.name() == "UTC");
  machine.copy("not a zone");
  const auto refused = machine.zone();
  REQUIRE_FALSE(refused.ok());
  CHECK(
      refused.error().ends_with("etc/localtime cannot be read as a time zone; link it to a file in "
                                "/usr/share/zoneinfo/, or use --tz, for example --tz UTC"));
}

TEST_CASE("a zone from its file has the clocks of the zone database") {
  for (const char* name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
                           "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin", "Etc/UTC", "America/Nuuk"}) {
    CAPTURE(std::string(name));
    const auto from_file = zone_from_file(name, content(kDatabaseFolder / name));
    REQUIRE(from_file != nullptr);
    check_same_clocks(*from_file, *zone(name), 1900, 1920);
    check_same_clocks(*from_file, *zone(name), 1990, 2037);
  }
}

TEST_CASE("beyond the last change in a file its rule goes on") {
  const auto berlin = zone_from_file("Europe/Berlin", content(kDatabaseFolder / "Europe/Berlin"));
  CHECK(berlin->at(utc(2090, 7, 1)).abbreviation == "CEST");
  CHECK(berlin->at(utc(2090, 12, 1)).abbreviation == "CET");
  CHECK(berlin->at(utc(2090, 3, 26, 1)).span.from == utc(2090, 3, 26, 1));
}

TEST_CASE("a file that is cut or spoiled anywhere is refused, or read within its bounds") {
  const std::string whole = content(kDatabaseFolder / "Europe/Berlin");
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK(zone_from_file("cut", std::string_view(whole).substr(0, length)) == nullptr);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string spoiled = whole;
    spoiled[at] = static_cast<char>(spoiled[at] ^ 0x91);
    if (const auto zone = zone_from_file("spoiled", spoiled))
      for (const int year : {1800, 1950, 2026, 2100}) CHECK(zone->at(utc(year, 7, 1)).span.contains(utc(year, 7, 1)));
  }
}

TEST_CASE("rules of POSIX: all kinds of dates, offsets of either sign, hours beyond the day") {
  const auto offset = [](const char* rule, base::WallTime at) {
    const auto zone = posix_zone(rule);
    REQUIRE_MESSAGE(zone != nullptr, rule);
    return zone->at(at).utc_offset;
  };
  CHECK(offset("UTC0", utc(2026, 7, 1)) == 0h);
  CHECK(offset("<+0530>-5:30", utc(2026, 7, 1)) == 5h + 30min);
  CHECK(offset("EST5EDT", utc(2026, 3, 8, 6, 59, 59)) == -5h);
  CHECK(offset("EST5EDT", utc(2026, 3, 8, 7)) == -4h);
  CHECK(offset("EST5EDT", utc(2026, 11, 1, 5, 59, 59)) == -4h);
  CHECK(offset("EST5EDT", utc(2026, 11, 1, 6)) == -5h);
  // South of the equator summer ends in autumn, which comes first in the year.
  CHECK(offset("AEST-10AEDT,M10.1.0,M4.1.0/3", utc(2026, 1, 15)) == 11h);
  CHECK(offset("AEST-10AEDT,M10.1.0,M4.1.0/3", utc(2026, 7, 15)) == 10h);
  CHECK(offset("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", utc(2026, 1, 15)) == 11h);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", utc(2026, 3, 29, 0, 59, 59)) == -2h);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", utc(2026, 3, 29, 1)) == -1h);
  CHECK(offset("AAA0BBB,J60/0,J300/0", utc(2028, 2, 29, 23)) == 0h);  // day 60 is 1 March in every year
  CHECK(offset("AAA0BBB,J60/0,J300/0", utc(2028, 3, 1)) == 1h);
  CHECK(offset("AAA0BBB,59/0,J300/0", utc(2028, 2, 29)) == 1h);        // counted from 0, with the leap day
  CHECK(offset("IST-1GMT0,M10.5.0,M3.5.0/1", utc(2026, 1, 1)) == 0h);  // summer time is the one that is behind
  for (const char* wrong : {"", "UT0", "UTC", "UTC0x", "UTC25", "<UTC0", "CET-1CEST,M13.1.0,M10.5.0",
                            "CET-1CEST,M3.6.0,M1.1.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J366",
                            "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0/168,J1", "CET-1:60", "CET-1CEST,M3.5.0,M10.5.0/3 "})
    CHECK_MESSAGE(posix_zone(wrong) == nullptr, wrong);
}

}  // namespace
}  // namespace presenced::time
