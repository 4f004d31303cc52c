// Pictures to keep, as SVG: the timeline, the heatmap and the summary, each with its window, zone and legend; unknown
// time is hatched. A file of text; see pictures.h for the pictures of a terminal.
#pragma once

#include <string>

#include "answers/answers.h"
#include "history/span.h"
#include "rendering/svg.h"
#include "time/durations.h"
#include "time/zone.h"

namespace presenced::rendering {

struct ChartFrame {
  std::string title;
  history::Window window;
  const time::Zone& zone;                     // outlives the chart
  std::string remark;                         // such as when recording began; may be empty
  base::Facet facet = base::Facet::presence;  // its words are used; its timelines are two-sided (answers::two_sided)
};

// A bar for each person under a scale of local times.
class TimelineChart {
 public:
  explicit TimelineChart(ChartFrame frame);
  void bar(const std::string& name, const answers::Timeline& timeline);
  std::string svg();

 private:
  double place(base::WallTime time) const;

  ChartFrame frame_;
  Svg drawing_;
  double top_ = 0;  // of the bars
  double y_ = 0;
};

// A bar for each row of a summary, divided into active, away and unknown.
class SummaryChart {
 public:
  explicit SummaryChart(ChartFrame frame);
  // `part`: the day or week. `rounded`: as the table has them.
  void row(const std::string& name, const std::string& part, const answers::Shares& rounded, time::DurationUnits units);
  std::string svg();

 private:
  ChartFrame frame_;
  Svg drawing_;
  std::string name_;  // of the row above
  double y_ = 0;
};

std::string heatmap_chart(const ChartFrame& frame, const answers::Heatmap& heatmap);

}  // namespace presenced::rendering
