#include "commands/chart_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "commands/beginning.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

bool is_page(const Request& request) { return request.to->ends_with(".html"); }

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

void check_chart_file(const Request& request) {
  if (!request.to) return;
  if (!is_page(request) && !request.to->ends_with(".svg"))
    throw Refused(ExitStatus::usage, fmt::format("--to: '{}' must end in .svg or .html", text::printable(*request.to)));
  if (request.format != rendering::Format::table)
    throw Refused(ExitStatus::usage, "--to draws a picture; it cannot be combined with -o or --spreadsheet");
}

rendering::ChartFrame chart_frame(std::string title, History& history, const std::vector<history::Person>& people,
                                  history::Window window, base::Facet facet) {
  return {std::move(title), window, *history.zone(), beginning_text(history, people, window), facet};
}

void write_chart(const Request& request, const CommandContext& context, const rendering::ChartFrame& frame,
                 const std::string& svg) {
  if (context.picture) return context.picture(svg);
  const std::string content = is_page(request) ? rendering::html_page(frame.title, svg) : svg;
  const std::string shown = text::printable(*request.to);
  const std::unique_ptr<std::FILE, Close> file(std::fopen(request.to->c_str(), "wx"));
  if (!file && errno == EEXIST) throw Refused(ExitStatus::failed, shown + " already exists; not overwritten");
  if (!file || std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() ||
      std::fflush(file.get()) != 0)
    throw Refused(ExitStatus::failed, fmt::format("cannot write {}: {}", shown, std::strerror(errno)));
}

}  // namespace presenced::commands
