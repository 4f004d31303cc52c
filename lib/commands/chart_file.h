// --to FILE of timeline, heatmap and summary: a picture to keep, as SVG or as a web page.
#pragma once

#include <string>
#include <vector>

#include "commands/command_context.h"
#include "commands/history.h"
#include "commands/request.h"
#include "rendering/charts.h"

namespace presenced::commands {

// Throws Refused when --to names neither a .svg nor a .html file, or is combined with another format.
void check_chart_file(const Request& request);

// The frame of a picture. The history must outlive it.
rendering::ChartFrame chart_frame(std::string title, History& history, const std::vector<history::Person>& people,
                                  history::Window window, base::Facet facet = base::Facet::presence);

// Makes the file, or gives the picture to whoever wants it instead. Throws Refused when the file exists already or
// cannot be written.
void write_chart(const Request& request, const CommandContext& context, const rendering::ChartFrame& frame,
                 const std::string& svg);

}  // namespace presenced::commands
