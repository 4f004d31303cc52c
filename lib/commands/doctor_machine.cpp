// doctor: the machine, what it runs on, and its clock.
#include <fmt/format.h>
#include <sys/timex.h>
#include <sys/utsname.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "commands/doctor_report.h"
#include "net/tls.h"
#include "store/sqlite.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

std::string kernel() {
  utsname name{};
  if (::uname(&name) != 0) return std::strerror(errno);
  return fmt::format("{} {} {}", name.sysname, name.release, name.machine);
}

// PRETTY_NAME of os-release(5).
std::string distribution() {
  constexpr std::string_view kKey = "PRETTY_NAME=";
  for (const char* file : {"/etc/os-release", "/usr/lib/os-release"}) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
      if (!line.starts_with(kKey)) continue;
      std::string name = line.substr(kKey.size());
      std::erase(name, '"');
      return name;
    }
  }
  return "unknown: the system has no os-release file";
}

}  // namespace

void examine_versions(Report& report, const CommandContext& context) {
  report.topic("versions");
  report.add("presencectl", context.version);
  report.add("SQLite", store::sqlite_version());
  report.add("OpenSSL", net::tls_version());
  report.add("kernel", kernel());
  report.add("distribution", distribution());
}

// Reading asks for no privilege (adjtimex(2)).
void examine_clock(Report& report, const time::Zone& zone, base::WallTime now) {
  report.topic("clock");
  report.add("now", fmt::format("{} ({})", time::rfc3339(zone, now), zone.name()));
  timex state{};
  const int answer = ::adjtimex(&state);
  if (answer < 0)
    report.add("synchronised", fmt::format("unknown: {}", std::strerror(errno)));
  else if (answer == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
    report.add("synchronised", "no, says the kernel; when the clock steps, coverage ends", true);
  else
    report.add("synchronised", "yes");
}

}  // namespace presenced::commands
