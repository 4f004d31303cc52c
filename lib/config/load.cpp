#include "config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "config/document.h"
#include "config/file.h"
#include "config/normalise.h"
#include "config/read_settings.h"
#include "config/read_watchlist.h"
#include "config/validate.h"
#include "config/wording.h"
#include "config/workspace_files.h"

namespace presenced::config {
namespace {

// A proxy's password is kept like a token.
void check_openness(const WrittenSettings& written, const Settings& settings, const std::filesystem::path& file,
                    mode_t mode, Report& report) {
  if ((mode & kModeOfOthers) == 0) return;
  for (std::size_t i = 0; i < settings.workspaces.size(); ++i) {
    const auto& proxy = settings.workspaces[i].proxy;
    if (!proxy || proxy->credentials.empty()) continue;
    report.add(written.workspaces[i].proxy->place,
               fmt::format("contains a password, but other users can read the file (mode {:04o}); run: chmod o= {}",
                           mode, shell_word(file.string())));
  }
}

}  // namespace

base::Result<Loaded, Problems> load(const std::filesystem::path& file, const Environment& environment) {
  const auto text = read_file(file, kLargestDocument);
  const std::string name = printable(file.string());
  if (!text)
    return Problems{{name, 0, 0, "", text.error().message + "; create the configuration here or pass --config FILE"}};
  const auto tree = parse(text.value().text, name);
  if (!tree) return Problems{tree.error()};

  Report report(name);
  const WrittenSettings written = read_settings(tree.value(), report);
  validate(written, report);
  Loaded loaded{.settings = normalise(written, file.parent_path(), environment), .files = {}, .environment = {}};
  validate_sockets(written, loaded.settings, report);
  check_openness(written, loaded.settings, file, text.value().mode, report);

  FileReader reader(environment, report);
  for (std::size_t i = 0; i < written.workspaces.size(); ++i) {
    loaded.files.push_back(reader.read(written.workspaces[i], loaded.settings.workspaces[i]));
  }
  Problems problems = report.take();
  Problems of_watchlists = reader.take_watchlist_problems();
  const auto without_own = [](const Workspace& workspace) { return !workspace.proxy; };
  if (std::any_of(loaded.settings.workspaces.begin(), loaded.settings.workspaces.end(), without_own))
    loaded.environment = environment_proxy(environment.variable, problems);
  std::move(of_watchlists.begin(), of_watchlists.end(), std::back_inserter(problems));
  if (!problems.empty()) return problems;
  return loaded;
}

}  // namespace presenced::config
