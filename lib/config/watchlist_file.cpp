#include "config/watchlist_file.h"

#include "config/document.h"
#include "config/file.h"
#include "config/read_watchlist.h"
#include "config/wording.h"

namespace presenced::config {

base::Result<watch::SharedWatchlist, Problems> load_watchlist(const std::filesystem::path& path) {
  const std::string name = printable(path.string());
  const auto file = read_file(path, kLargestDocument);
  if (!file) return Problems{{name, 0, 0, "", file.error().message + "; expected a watchlist"}};
  const auto tree = parse(file.value().text, name);
  if (!tree) return Problems{tree.error()};
  Report report(name);
  watch::Watchlist watchlist = read_watchlist(tree.value(), report);
  Problems problems = report.take();
  if (!problems.empty()) return problems;
  return watch::SharedWatchlist(std::move(watchlist));
}

}  // namespace presenced::config
