#include "rendering/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rendering/legend.h"
#include "rendering/scale.h"
#include "rendering/sheets.h"
#include "text/text.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

constexpr double kChartWidth = 960;
constexpr double kMargin = 24;
constexpr double kNames = 170;  // for the names, left of the bars
constexpr double kBars = kChartWidth - 2 * kMargin - kNames;
constexpr double kRow = 26;
constexpr double kBar = 18;
constexpr std::size_t kChartName = 22;      // letters of a name
constexpr std::size_t kScaleColumns = 100;  // of a text scale: so many marks have room
constexpr double kThinnest = 0.6;           // pixels: activity, however short, is visible

// Title, window, zone and remark; returns where the picture begins.
double draw_head(Svg& drawing, const ChartFrame& frame) {
  drawing.text(kMargin, 36, frame.title, "title");
  drawing.text(kMargin, 58,
               fmt::format("{} to {}, {}{}{}", short_moment(frame.zone, frame.window.from),
                           short_moment(frame.zone, frame.window.to), frame.zone.name(),
                           frame.remark.empty() ? "" : "; ", frame.remark),
               "muted");
  return 76;
}

// Returns the height of the whole.
double draw_state_legend(Svg& drawing, base::Facet facet, double y) {
  double x = kMargin + kNames;
  x = drawing.legend(x, y, paint::kActive, base::row_of(facet).on);
  x = drawing.legend(x, y, paint::kAway, base::row_of(facet).off, 0.45);
  drawing.legend(x, y, paint::kUnknown, "unknown: nobody was watching");
  return y + kMargin;
}

std::string_view paint_of(std::optional<base::Presence> state) {
  if (!state) return paint::kUnknown;
  return *state == base::Presence::active ? paint::kActive : paint::kAway;
}

double opacity_of(std::optional<base::Presence> state) { return state == base::Presence::away ? 0.45 : 1; }

double share_of(base::Millis part, base::Millis whole) {
  return whole == base::Millis{0} ? 0 : static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

}  // namespace

TimelineChart::TimelineChart(ChartFrame frame) : frame_(std::move(frame)), drawing_(kChartWidth) {
  y_ = draw_head(drawing_, frame_) + 22;
  for (const ScaleMark& mark : scale_marks(frame_.zone, frame_.window, kScaleColumns))
    drawing_.text(place(mark.at), y_ - 8, mark.text, "muted");
  top_ = y_;
}

double TimelineChart::place(base::WallTime time) const {
  return kMargin + kNames + kBars * share_of(time - frame_.window.from, frame_.window.length());
}

// Activity is drawn last, so that a neighbour does not cover the shortest of it.
void TimelineChart::bar(const std::string& name, const answers::Timeline& timeline) {
  drawing_.text(kMargin, y_ + kBar - 4, text::fitted(text::printable(name), kChartName));
  for (const bool active : {false, true})
    for (const answers::Stretch& stretch : timeline) {
      const auto state = answers::presence_of(stretch.state);
      if ((state == base::Presence::active) != active) continue;
      const double from = place(stretch.span.from);
      const std::string tip =
          fmt::format("{}: {}, {} to {} ({})", name, word_for(state, frame_.facet),
                      time::readable_time(frame_.zone, stretch.span.from),
                      time::readable_time(frame_.zone, stretch.span.to), time::readable(stretch.span.length()));
      drawing_.box({from, y_, std::max(place(stretch.span.to) - from, active ? kThinnest : 0.0), kBar}, paint_of(state),
                   tip, opacity_of(state));
    }
  y_ += kRow;
}

std::string TimelineChart::svg() {
  for (const ScaleMark& mark : scale_marks(frame_.zone, frame_.window, kScaleColumns))
    drawing_.vertical_line(place(mark.at), top_ - 5, y_);
  return drawing_.document(draw_state_legend(drawing_, frame_.facet, y_ + 24), frame_.title);
}

SummaryChart::SummaryChart(ChartFrame frame) : frame_(std::move(frame)), drawing_(kChartWidth) {
  y_ = draw_head(drawing_, frame_) + 22;
  drawing_.text(kChartWidth - kMargin, y_ - 8,
                fmt::format("{} / {} / unknown", base::row_of(frame_.facet).on, base::row_of(frame_.facet).off),
                "muted", Svg::Anchor::end);
}

void SummaryChart::row(const std::string& name, const std::string& part, const answers::Shares& rounded,
                       time::DurationUnits units) {
  constexpr double kPart = 130;     // for the day, between name and bar
  constexpr double kFigures = 190;  // right of the bar: "123h 45m / 123h 45m / 123h 45m"
  constexpr double kRoom = kBars - kPart - kFigures;
  if (std::exchange(name_, name) != name)
    drawing_.text(kMargin, y_ + kBar - 4, text::fitted(text::printable(name), kChartName));
  drawing_.text(kMargin + kNames, y_ + kBar - 4, part, "muted");
  double x = kMargin + kNames + kPart;
  const auto add = [&](base::Millis length, std::optional<base::Presence> state) {
    const double width = kRoom * share_of(length, rounded.window());
    const std::string tip = word_for(state, frame_.facet) + " " + time::readable(length, units);
    if (width > 0) drawing_.box({x, y_, width, kBar}, paint_of(state), tip, opacity_of(state));
    x += width;
  };
  add(rounded.active, base::Presence::active);
  add(rounded.away, base::Presence::away);
  add(rounded.unknown, std::nullopt);
  const auto figure = [&](base::Millis length) { return time::readable(length, units); };
  drawing_.text(kChartWidth - kMargin, y_ + kBar - 4,
                fmt::format("{} / {} / {}", figure(rounded.active), figure(rounded.away), figure(rounded.unknown)),
                "muted", Svg::Anchor::end);
  y_ += kRow;
}

std::string SummaryChart::svg() {
  return drawing_.document(draw_state_legend(drawing_, frame_.facet, y_ + 24), frame_.title);
}

std::string heatmap_chart(const ChartFrame& frame, const answers::Heatmap& heatmap) {
  constexpr double kDays = 50;
  constexpr double kSquare = (kChartWidth - 2 * kMargin - kDays) / 24;
  constexpr double kHeight = 30;
  Svg drawing(kChartWidth);
  double y = draw_head(drawing, frame) + 20;
  for (unsigned hour = 0; hour < 24; hour += 3)
    drawing.text(kMargin + kDays + kSquare * hour, y - 6, fmt::format("{:02}:00", hour), "muted");
  for (unsigned day = 0; day < heatmap.cells.size(); ++day) {
    const std::string weekday(time::weekday_word(day));
    drawing.text(kMargin, y + kHeight / 2 + 4, weekday);
    for (unsigned hour = 0; hour < 24; ++hour) {
      const auto share = heatmap.cells[day][hour].share();
      const Svg::Box box{kMargin + kDays + kSquare * hour, y, kSquare - 2, kHeight - 2};
      const std::string when = fmt::format("{} {:02}:00", weekday, hour);
      if (share)
        drawing.box(box, paint::kActive, fmt::format("{}: active {:.0f}% of the covered time", when, *share * 100),
                    0.06 + 0.94 * *share);
      else
        drawing.box(box, paint::kUnknown, when + ": not covered");
    }
    y += kHeight;
  }
  y += 28;
  double x = kMargin + kDays;
  for (const int percent : {0, 25, 50, 75, 100})
    x = drawing.legend(x, y, paint::kActive, fmt::format("{}%", percent), 0.06 + 0.94 * percent / 100);
  drawing.legend(x, y, paint::kUnknown, "not covered");
  return drawing.document(y + kMargin, frame.title);
}

}  // namespace presenced::rendering
