// backup, verify: the history as a file.
#include "store/backup.h"

#include <fmt/format.h>

#include <system_error>

#include "ask/command.h"
#include "ask/future_rows.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "ask/status_text.h"
#include "query/text.h"
#include "store/verify.h"

namespace presenced::ask {
namespace {

std::uintmax_t size_of(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

void tell_progress(const Surroundings& surroundings, const std::string& text) {
  if (surroundings.progress) surroundings.progress(text);
}

}  // namespace

ExitStatus backup(const Request& request, const Surroundings& surroundings) {
  if (request.file.empty()) throw Refused(ExitStatus::usage, "FILE is empty; it names the copy that is to be made");
  const query::ZoneDatabase zones;
  const auto zone = zone_for(request, surroundings, zones);
  const auto reader = answered(store::Reader::open(request.db));
  const auto failure = store::backup(*reader, request.file, [&] {
    tell_progress(surroundings, fmt::format("{} copied", readable_size(size_of(request.file))));
  });
  tell_progress(surroundings, "");
  if (failure) throw Refused(ExitStatus::failed, query::printable(failure->message));
  SheetOutput sheet(request, surroundings, {request.command, std::nullopt, zone, {}},
                    {{"file", "FILE"}, {"bytes", "BYTES", query::Kind::number}});
  sheet.row({request.file, static_cast<std::int64_t>(size_of(request.file))});
  sheet.end();
  return ExitStatus::answered;
}

ExitStatus verify(const Request& request, const Surroundings& surroundings) {
  const query::ZoneDatabase zones;
  const auto zone = zone_for(request, surroundings, zones);
  const auto reader = answered(store::Reader::open(request.db));
  std::optional<SheetOutput> sheet;
  const auto begin = [&] {
    if (!sheet)
      sheet.emplace(request, surroundings, query::SheetHead{request.command, std::nullopt, zone, {}},
                    query::Columns{{"finding", "FINDING"}});
  };
  std::size_t findings = 0;
  const auto tell = [&](const std::string& finding) {
    begin();
    sheet->row({finding});
    ++findings;
    return true;
  };
  tell_progress(surroundings, "reading the history");
  for (const std::string& finding : future_findings(future_rows(*reader, surroundings.clock()), *zone)) tell(finding);
  const auto failure = store::verify(*reader, tell);
  tell_progress(surroundings, "");
  const bool for_people = request.format == query::Format::table;
  if (!for_people) begin();
  if (sheet) sheet->end();
  if (failure) throw Refused(ExitStatus::failed, query::printable(failure->message));
  if (findings == 0 && for_people)
    surroundings.output.write(fmt::format("{}: sound, as a file and in what it says\n", query::printable(request.db)));
  return findings == 0 ? ExitStatus::answered : ExitStatus::failed;
}

}  // namespace presenced::ask
