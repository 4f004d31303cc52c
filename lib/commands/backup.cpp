// backup, verify: the history as a file.
#include "store/backup.h"

#include <fmt/format.h>

#include <system_error>

#include "commands/command.h"
#include "commands/future_rows.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "commands/status_text.h"
#include "store/verify.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

std::uintmax_t size_of(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

void tell_progress(const CommandContext& context, const std::string& text) {
  if (context.progress) context.progress(text);
}

}  // namespace

ExitStatus backup(const Request& request, const CommandContext& context) {
  if (request.file.empty()) throw Refused(ExitStatus::usage, "FILE is empty; name the copy to be made");
  const time::ZoneDatabase zones;
  const auto zone = zone_for(request, context, zones);
  const auto reader = answered(store::Reader::open(request.db));
  const auto failure = store::backup(*reader, request.file, [&] {
    tell_progress(context, fmt::format("{} copied", readable_size(size_of(request.file))));
  });
  tell_progress(context, "");
  if (failure) throw Refused(ExitStatus::failed, text::printable(failure->message));
  SheetOutput sheet(request, context, {request.command, std::nullopt, zone, {}},
                    {{"file", "FILE"}, {"bytes", "BYTES", rendering::Kind::number}});
  sheet.row({request.file, static_cast<std::int64_t>(size_of(request.file))});
  sheet.end();
  return ExitStatus::answered;
}

ExitStatus verify(const Request& request, const CommandContext& context) {
  const time::ZoneDatabase zones;
  const auto zone = zone_for(request, context, zones);
  const auto reader = answered(store::Reader::open(request.db));
  std::optional<SheetOutput> sheet;
  const auto begin = [&] {
    if (!sheet)
      sheet.emplace(request, context, rendering::SheetHead{request.command, std::nullopt, zone, {}},
                    rendering::Columns{{"finding", "FINDING"}});
  };
  std::size_t findings = 0;
  const auto tell = [&](const std::string& finding) {
    begin();
    sheet->row({finding});
    ++findings;
    return true;
  };
  tell_progress(context, "checking the history");
  for (const std::string& finding : future_findings(future_rows(*reader, context.clock()), *zone)) tell(finding);
  const auto failure = store::verify(*reader, tell);
  tell_progress(context, "");
  const bool for_people = request.format == rendering::Format::table;
  if (!for_people) begin();
  if (sheet) sheet->end();
  if (failure) throw Refused(ExitStatus::failed, text::printable(failure->message));
  if (findings == 0 && for_people)
    context.output.write(fmt::format("{}: OK: file and contents are consistent\n", text::printable(request.db)));
  return findings == 0 ? ExitStatus::answered : ExitStatus::failed;
}

}  // namespace presenced::commands
