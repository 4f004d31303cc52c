#include "store/quick_check.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace presenced::store {
namespace {

// A page that the disk did not give is a line of the check's answer like damage ("unable to get the page. error
// code=266", "Failed to read ptrmap"), and not a failure of the statement. So damage is what a second, longer look
// finds, too, without any such code.
std::optional<int> code_in(const std::string& answer) {
  constexpr std::string_view kMark = "error code=";
  const std::size_t at = answer.find(kMark);
  if (at == std::string::npos) return std::nullopt;
  return std::atoi(answer.c_str() + at + kMark.size());
}

}  // namespace

void quick_check(Database& database) {
  if (database.text("PRAGMA quick_check(1)") == "ok") return;
  const std::string whole = database.text("PRAGMA quick_check(100)");
  if (whole == "ok") return;
  const std::string answer = whole.substr(0, 300);  // of what may be a hundred lines
  if (const auto code = code_in(whole); code && classify(*code) != FailureClass::broken)
    throw StoreError(Failure{classify(*code), *code,
                             fmt::format("{}: cannot be read for the check after an unclean stop ({}); check the disk",
                                         database.file().string(), answer)});
  throw StoreError(Failure{FailureClass::broken, SQLITE_CORRUPT,
                           fmt::format("{}: is damaged ({}); it was not changed: move it away or put a backup in its "
                                       "place",
                                       database.file().string(), answer)});
}

}  // namespace presenced::store
