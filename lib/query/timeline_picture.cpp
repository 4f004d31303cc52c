#include <algorithm>

#include "query/durations.h"
#include "query/legend.h"
#include "query/pictures.h"
#include "query/pieces.h"
#include "query/scale.h"
#include "query/text.h"
#include "query/times.h"

namespace presenced::query {
namespace {

constexpr std::size_t kLeastWidth = 20;
constexpr std::size_t kMostName = 24;

struct Part {
  Span span;
};

struct Sign {
  const char* text;
  Colour colour;
};
constexpr Sign kActive{"█", Colour::green};
constexpr Sign kSome{"▄", Colour::green};
constexpr Sign kAway{"·", Colour::yellow};
constexpr Sign kUnknown{"/", Colour::dim};

// "Fri 2026-11-20 09:00": seconds only where there are some.
std::string short_moment(const Zone& zone, base::WallTime time) {
  constexpr std::size_t kWhole = 23;  // "Fri 2026-11-20 09:00:00"
  const std::string text = readable_moment(zone, time);
  return text.size() == kWhole && text.ends_with(":00") ? text.substr(0, kWhole - 3) : text;
}

// At least a millisecond each.
std::vector<Part> parts_of(Window window, std::size_t columns) {
  std::vector<Part> parts;
  const auto count = static_cast<std::int64_t>(columns);
  for (std::int64_t i = 0; i < count; ++i)
    parts.push_back({{window.from + window.length() * i / count, window.from + window.length() * (i + 1) / count}});
  return parts;
}

Sign sign_for(const Shares& shares) {
  if (shares.active * 2 >= shares.window()) return kActive;
  if (shares.active > base::Millis{0}) return kSome;
  return shares.unknown * 2 >= shares.window() ? kUnknown : kAway;
}

std::string bar(const PresenceTimeline& timeline, const std::vector<Part>& parts, bool colour) {
  std::vector<Shares> shares(parts.size());
  each_piece(timeline, parts, [&](std::size_t part, std::optional<base::Presence> state, Span piece) {
    add(shares[part], state, piece.length());
  });
  std::string text;
  std::string run;  // of one colour: fewer escape sequences
  Colour run_colour = Colour::none;
  for (const Shares& part : shares) {
    const Sign sign = sign_for(part);
    if (sign.colour != run_colour) {
      text += coloured(run, run_colour, colour);
      run.clear();
    }
    run_colour = sign.colour;
    run += sign.text;
  }
  return text + coloured(run, run_colour, colour);
}

}  // namespace

std::string timeline_picture(const std::vector<TimelineRow>& rows, Window window, const Zone& zone,
                             const Style& style) {
  const std::size_t width = std::max(style.width, kLeastWidth);
  std::size_t names = 0;
  for (const TimelineRow& row : rows) names = std::max(names, columns(printable(row.name)));
  names = std::min({names, kMostName, width / 3});
  const std::size_t room = width - names - 1;
  const auto most = static_cast<std::size_t>(window.length().count());
  const std::vector<Part> parts = parts_of(window, std::min(room, most));

  const auto each = window.length() / static_cast<std::int64_t>(parts.size());
  std::string text = legend({{"", short_moment(zone, window.from)},
                             {"", "to " + short_moment(zone, window.to)},
                             {"", zone.name()},
                             {"", "a column is " + readable(each)}},
                            {width, false}) +
                     "\n";
  text += std::string(names + 1, ' ') + scale(zone, window, parts.size()) + "\n";
  for (const TimelineRow& row : rows)
    text +=
        padded_right(fitted(printable(row.name), names), names) + " " + bar(row.timeline, parts, style.colour) + "\n";
  const std::vector<LegendEntry> signs{{kActive.text, "active", kActive.colour},
                                       {kSome.text, "active for a while", kSome.colour},
                                       {kAway.text, "away", kAway.colour},
                                       {kUnknown.text, "unknown", kUnknown.colour}};
  return text + "\n" + legend(signs, {width, style.colour});
}

}  // namespace presenced::query
