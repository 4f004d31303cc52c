// Pictures made of text: `timeline` and `heatmap`. They read without colour; with it, they read faster.
#pragma once

#include <string>
#include <vector>

#include "answers/answers.h"
#include "rendering/sheet.h"

namespace presenced::rendering {

// A bar for each person under a scale of local times, with a legend. A column stands for a part of the window: mostly
// active, active for a while, away or, hatched, unknown. So no activity, however short, disappears.
//
// In the order of head(), a bar() a person, foot(): the timelines of hundreds of people are never needed together.
class TimelinePicture {
 public:
  // `names` are those of the bars to come: the longest says how wide their column is. `zone` outlives the picture. Of
  // another facet than presence the timelines are two-sided (answers::two_sided).
  TimelinePicture(const std::vector<std::string>& names, history::Window window, const time::Zone& zone, Style style,
                  base::Facet facet = base::Facet::presence);

  std::string head() const;
  std::string bar(const std::string& name, const answers::Timeline& timeline);  // of the picture's window
  std::string foot() const;  // with a remark if a bar had no room for a gap

 private:
  struct Part {
    history::Span span;
  };
  // Whether each unknown stretch has a column that is mostly unknown.
  bool shows_gaps(const answers::Timeline& timeline, const std::vector<answers::Shares>& shares) const;

  history::Window window_;
  const time::Zone& zone_;
  Style style_;
  base::Facet facet_;
  std::size_t names_ = 0;    // columns of the names
  std::vector<Part> parts_;  // of the window, one a column
  bool gap_hidden_ = false;  // in a bar
};

// A square for each hour and weekday, darker for a greater share of covered time; hatched where nothing was covered. In
// terminals too narrow for 24 hours side by side, the hours go down.
std::string heatmap_picture(const answers::Heatmap& heatmap, history::Window window, const time::Zone& zone,
                            const Style& style);

}  // namespace presenced::rendering
